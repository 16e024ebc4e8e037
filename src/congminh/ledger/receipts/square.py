"""The code of a receipt on paper: its first letters for people, the whole of it in a square for a camera."""

from __future__ import annotations

import qrcode

MARGIN = 2
SHORT, GROUP = 16, 4


def shortened(code: str) -> str:
    """The first letters of a code as people compare them: «3f2a 91c0 …»."""
    return " ".join(code[at : at + GROUP] for at in range(0, SHORT, GROUP))


def square(code: str) -> str:
    """The code as an SVG."""
    drawn = qrcode.QRCode(border=MARGIN, error_correction=qrcode.ERROR_CORRECT_M)
    drawn.add_data(f"congminh-receipt:{code}")
    rows = drawn.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{dark}"/></svg>'
