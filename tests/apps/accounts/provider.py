"""A little provider of OpenID Connect that really answers, in a thread: discovery, consent, code, token, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "cong-minh", "mat-khau-cua-ung-dung"


class Provider:
    """What it knows; tests change it to see what is refused."""

    def __init__(self, address: str) -> None:
        self.address = self.issuer = address
        self.key = self.shown_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {"sub": "7", "personal_id": "LAN"}
        self.token: dict[str, Any] = {}
        self.page: dict[str, Any] = {}
        self.sends_token = True
        self.codes: dict[str, dict[str, str]] = {}

    def settings(self) -> dict[str, Any]:
        """What it says of itself."""
        paths = {
            "authorization_endpoint": "auth",
            "token_endpoint": "token",
            "userinfo_endpoint": "me",
            "jwks_uri": "keys",
        }
        says = {name: f"{self.address}/{path}" for name, path in paths.items()}
        return {**says, "issuer": self.issuer, "token_endpoint_auth_methods_supported": ["client_secret_post"]}

    def keys(self) -> dict[str, Any]:
        """The public key its tokens are signed with."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.shown_key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def consent(self, asked: dict[str, str]) -> str:
        """Somebody says yes: the address back, with a code."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """A token for a code: once, for the right client, with the proof of who asked (PKCE)."""
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if not asked or sent.get("client_secret") != SECRET or proof.decode() != asked.get("code_challenge"):
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims, **self.token}
        token = jwt.encode(said, self.key, "RS256", headers={"kid": "one"})
        found = {"access_token": "access", "token_type": "Bearer", "expires_in": 60}
        return {**found, "id_token": token} if self.sends_token else found


def _handler(provider: list[Provider]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here, parts = provider[0], urlsplit(self.path)
            if parts.path == "/auth":
                self.send_response(302)
                self.send_header("Location", here.consent(dict(_flat(parts.query))))
                self.end_headers()
                return
            says = {
                "/.well-known/openid-configuration": here.settings(),
                "/keys": here.keys(),
                "/me": {**here.claims, **here.page},
            }
            self._say(says.get(parts.path))

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(provider[0].exchange(dict(_flat(sent))))

        def _say(self, found: Any) -> None:
            body = json.dumps(found or {"error": "invalid_grant"}).encode()
            self.send_response(200 if found else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is printed."""

    return Handler


def _flat(query: str) -> Iterator[tuple[str, str]]:
    return ((name, values[0]) for name, values in parse_qs(query).items())


@contextmanager
def provider() -> Iterator[Provider]:
    """One that answers for as long as the block lasts."""
    here: list[Provider] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(here))
    here.append(Provider(f"http://127.0.0.1:{server.server_port}"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
