"""A witness of a log («nhân chứng»), as C2SP's tlog-cosignature has it: it signs a root together with a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from congminh.ledger.log.notes import COSIGNATURE, ED25519, Verifier, to_text

SEEN_AT = 1_795_000_000


@dataclass
class Witness:
    """One by its name; of kind 4 it signs a time too, of kind 1 the root alone. A forger signs `as_if` by another."""

    name: str = "nhan-chung.example"
    kind: int = COSIGNATURE
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    as_if: Verifier | None = None

    @property
    def key(self) -> Verifier:
        """Its public key."""
        return Verifier(self.name, self.private.public_key().public_bytes_raw(), self.kind)

    def line(self, text: str, at: int = SEEN_AT) -> str:
        """The line of its signature under the text of a note."""
        if self.kind == ED25519:
            signed = self.private.sign(text.encode())
        else:
            signed = at.to_bytes(8, "big") + self.private.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        return f"— {self.name} {to_text((self.as_if or self.key).key_id + signed)}\n"

    def under(self, receipt: str, at: int = SEEN_AT) -> str:
        """A receipt whose root this witness has signed too."""
        note = receipt.partition("\n\nc2sp.org/tlog-proof@v1\n")[2].partition("\n\n")[2]
        return receipt + self.line(note.rpartition("\n\n")[0] + "\n", at)
