"""Signed notes and checkpoints by C2SP (signed-note, tlog-checkpoint, tlog-cosignature); Ed25519 alone."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from congminh.ledger.merkle import HASH_BYTES

ED25519, COSIGNATURE = 1, 4
DASH = "— "
MOST_SIGNATURES = 100
PRIVATE = "PRIVATE+KEY"


class BadNote(ValueError):
    """A note, checkpoint or key is not written as it should be, or no signature of a known key holds."""


def to_text(raw: bytes) -> str:
    """Bytes in base 64."""
    return base64.b64encode(raw).decode()


def from_text(text: str) -> bytes:
    """Bytes from base 64; raises BadNote."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote(f"«{text[:80]}» is not base 64") from error


def _key_id(name: str, kind: int, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def check_name(name: str) -> str:
    """The name of a key or log as given; raises BadNote for one a note cannot carry."""
    if not name or "+" in name or any(each.isspace() or ord(each) < 32 for each in name):
        raise BadNote(f"«{name}» cannot name a log: no spaces, no «+»")
    return name


@dataclass(frozen=True)
class Verifier:
    """A public key under its name; `kind` says whether it signs notes or, as a witness does, notes and a time."""

    name: str
    public: bytes
    kind: int = ED25519

    @classmethod
    def read(cls, text: str) -> Verifier:
        """A key as C2SP writes it: name+id+key; raises BadNote."""
        name, key_id, key = [*text.strip().split("+", 2), "", ""][:3]
        raw = from_text(key)
        if len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
            raise BadNote("this is no Ed25519 key of a log or a witness: name+id+key is expected")
        found = cls(check_name(name), raw[1:], raw[0])
        if found.key_id.hex() != key_id:
            raise BadNote(f"the key of {name} and its id do not belong together")
        return found

    @property
    def key_id(self) -> bytes:
        """What a signature names its key by."""
        return _key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_text(bytes([self.kind]) + self.public)}"

    def named(self, name: str) -> Verifier:
        """The same key under another name: the log's in another epoch."""
        return Verifier(check_name(name), self.public, self.kind)

    def holds(self, text: str, signature: bytes) -> bool:
        """Whether this key signed `text`."""
        message = text.encode()
        if self.kind == COSIGNATURE:
            if len(signature) != 72:
                return False
            time = int.from_bytes(signature[:8], "big")
            message, signature = f"cosignature/v1\ntime {time}\n".encode() + message, signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key under the name of its log."""

    name: str
    seed: bytes

    @classmethod
    def made(cls, name: str) -> Signer:
        """A new key; raises BadNote for a name no note can carry."""
        return cls(check_name(name), Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def read(cls, text: str) -> Signer:
        """A key as `str` wrote it; raises BadNote."""
        head, name, key_id, key = [*text.strip().removeprefix("PRIVATE+").split("+", 3), "", "", ""][:4]
        raw = from_text(key)
        if head != "KEY" or len(raw) != 33 or raw[0] != ED25519:
            raise BadNote("this is no private key of a log")
        found = cls(check_name(name), raw[1:])
        if found.verifier.key_id.hex() != key_id:
            raise BadNote(f"the key of {name} and its id do not belong together")
        return found

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return Verifier(self.name, private.public_key().public_bytes_raw())

    def __str__(self) -> str:
        return f"{PRIVATE}+{self.name}+{self.verifier.key_id.hex()}+{to_text(bytes([ED25519]) + self.seed)}"

    def __repr__(self) -> str:
        return f"Signer({self.name!r}, …)"

    def named(self, name: str) -> Signer:
        """The same key under another name: the log's in another epoch."""
        return Signer(check_name(name), self.seed)

    def sign(self, text: str) -> str:
        """The note of `text`, which ends with a newline, signed."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"{text}\n{DASH}{self.name} {to_text(self.verifier.key_id + signature)}\n"


def signed_by(note: str, verifiers: Iterable[Verifier]) -> tuple[str, set[str]]:
    """The text of a note and the names of the known keys that signed it.

    Raises BadNote when none did, or a signature of a known key does not hold.
    """
    text, lines = parted(note)
    known = {(each.name, each.key_id): each for each in verifiers}
    found = set()
    for line in lines:
        name, key_id, signature = _signature(line)
        verifier = known.get((name, key_id))
        if verifier and not verifier.holds(text, signature):
            raise BadNote(f"the signature of {name} does not hold")
        if verifier:
            found.add(name)
    if not found:
        raise BadNote("no known key has signed this")
    return text, found


def parted(note: str) -> tuple[str, list[str]]:
    """The text of a note and its signature lines; raises BadNote."""
    text, gap, signatures = note.rpartition("\n\n")
    lines = signatures.splitlines()
    if not gap or not note.endswith("\n") or not 0 < len(lines) <= MOST_SIGNATURES:
        raise BadNote("this is no signed note: a text, an empty line and signatures are expected")
    if any(ord(each) < 32 and each != "\n" for each in note):
        raise BadNote("a signed note has no control characters")
    return f"{text}\n", lines


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, signature = line.removeprefix(DASH).partition(" ")
    raw = from_text(signature)
    if not line.startswith(DASH) or not name or len(raw) < 5:
        raise BadNote(f"«{line[:80]}» is no signature")
    return name, raw[:4], raw[4:]


@dataclass(frozen=True)
class Root:
    """What a checkpoint says: which log, of how many leaves, with which root."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def read(cls, text: str) -> Root:
        """From the text of a note; raises BadNote. Lines after the third are not ours."""
        origin, size, root = [*text.split("\n"), "", "", ""][:3]
        if not origin or not size.isascii() or not size.isdigit() or (size != "0" and size[0] == "0"):
            raise BadNote("a checkpoint says its log and how many leaves it has")
        raw = from_text(root)
        if len(raw) != HASH_BYTES:
            raise BadNote("a root has 32 bytes")
        return cls(origin, int(size), raw)

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{to_text(self.root)}\n"
