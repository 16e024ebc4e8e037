"""What a browser must be told with every answer."""

from __future__ import annotations

import re

from django.http import HttpResponse

SECURE = {
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
}
ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DEVICES = ("camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()")
NONCE = re.compile(r"'nonce-([^']{16,})'")
ELSEWHERE = re.compile(rb"""(?:src|href|action)=["'](?:https?:)?//""")


def faults(answer: HttpResponse, body: bytes, is_signed_in: bool) -> list[str]:
    """What is wrong with an answer."""
    wrong = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    wrong += [device for device in DEVICES if device not in answer.headers.get("Permissions-Policy", "")]
    policy = answer.headers.get("Content-Security-Policy", "")
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    wrong += ["a policy that lets inline code in"] if "unsafe" in policy or "*" in policy else []
    strict = {"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'"}
    wrong += [name for name, value in strict.items() if parts.get(name) != value]
    if is_signed_in and answer.headers.get("Cache-Control") != "no-store":
        wrong.append("a page of somebody's that is kept")
    ours = [cookie for cookie in answer.cookies.values() if cookie.key.startswith("__Host-")]
    wrong += [each.key for each in ours if not each["secure"] or each["path"] != "/" or each["domain"]]
    shown = "attachment" not in answer.headers.get("Content-Disposition", "")
    is_page = shown and answer.headers["Content-Type"].startswith("text/html")
    return wrong + (page_faults(body, policy) if is_page else [])


def page_faults(body: bytes, policy: str) -> list[str]:
    """What is wrong with a page: code without its nonce, styles inside, anything from elsewhere."""
    nonce = NONCE.search(policy)
    scripts = [each for each in re.findall(rb"<script[^>]*>", body) if b'type="application/json"' not in each]
    wrong = [script.decode() for script in scripts if not nonce or f'nonce="{nonce[1]}"'.encode() not in script]
    wrong += ["an inline style"] if re.search(rb"<[^>]+\sstyle=", body) else []
    wrong += ["an inline handler"] if re.search(rb"<[^>]+\son[a-z]+=", body) else []
    return wrong + (["something from elsewhere"] if ELSEWHERE.search(body) else [])
