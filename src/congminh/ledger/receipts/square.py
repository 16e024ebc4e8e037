"""What paper bears of the log, in letters for people and in a square for a camera: a receipt's code, the last root."""

from __future__ import annotations

import qrcode

from congminh.ledger.log.paper import on_paper

MARGIN = 2
SHORT, GROUP = 16, 4


def shortened(code: str) -> str:
    """The first letters of a code as people compare them: «3f2a 91c0 …»."""
    return " ".join(code[at : at + GROUP] for at in range(0, SHORT, GROUP))


def square(code: str) -> str:
    """The code as an SVG."""
    return _drawn(f"congminh-receipt:{code}")


def foot() -> dict[str, str]:
    """At the foot of minutes and closing lists («gốc sổ vết»): a line, and its square as an SVG; both empty before the
    first root was signed. Whoever keeps the paper is a witness."""
    found = on_paper()
    return {"line": found.line, "square": _drawn(found.square)} if found else {"line": "", "square": ""}


def _drawn(text: str) -> str:
    drawn = qrcode.QRCode(border=MARGIN, error_correction=qrcode.ERROR_CORRECT_M)
    drawn.add_data(text)
    rows = drawn.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{dark}"/></svg>'
