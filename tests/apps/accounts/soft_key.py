"""A passkey made of software: it answers a site's questions as a security key does (WebAuthn, ES256)."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    """As WebAuthn writes bytes in JSON."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class SoftKey:
    """One passkey; `asks_owner` says whether it asks for a finger or PIN, `origin` what the browser says it is at."""

    def __init__(self, asks_owner: bool = True, origin: str = "http://localhost") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.origin, self.handle, self.count = b"soft-key-" * 2, origin, b"", 0
        self.flags = PRESENT | (VERIFIED if asks_owner else 0)

    def make(self, options: dict[str, Any]) -> str:
        """The answer to a site that asks for a new passkey."""
        asked = options["publicKey"]
        self.handle = base64.urlsafe_b64decode(asked["user"]["id"] + "==")
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        held = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(asked["rp"]["id"], WITH_KEY) + held
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        said = {"clientDataJSON": self._client("webauthn.create", asked), "attestationObject": text(attestation)}
        return self._answer(said)

    def answer(self, options: dict[str, Any]) -> str:
        """The answer to a site that asks who is there."""
        asked = options["publicKey"]
        self.count += 1
        data, client = self._data(asked["rpId"]), self._client("webauthn.get", asked)
        digest = hashlib.sha256(base64.urlsafe_b64decode(client + "==")).digest()
        signature = self.key.sign(data + digest, ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": text(data), "signature": text(signature)}
        return self._answer({**said, "userHandle": text(self.handle)})

    def _data(self, site: str, more: int = 0) -> bytes:
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind: str, asked: dict[str, Any]) -> str:
        said = {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        return text(json.dumps(said).encode())

    def _answer(self, response: dict[str, str]) -> str:
        found = {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**found, "response": response})
