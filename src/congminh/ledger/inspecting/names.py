"""The name a file comes with: nothing in it that leads elsewhere, cannot be seen, or reads otherwise than it is."""

from __future__ import annotations

import unicodedata

from congminh.law.text import Text
from congminh.ledger.inspecting.unsafe import Unsafe

MOST_LETTERS = 200
# Control characters, and those that turn the order of letters («….fdp.exe» shown as «….exe.pdf»).
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def check_name(name: str) -> None:
    """Raise Unsafe for a name that may not be kept."""
    if not name.strip(" ."):
        raise Unsafe(Text("tệp không có tên", "it has no name"))
    if "/" in name or "\\" in name:
        raise Unsafe(Text("tên tệp trỏ ra thư mục khác", "its name leads to another folder"))
    if any(unicodedata.category(letter) in UNSEEN for letter in name):
        raise Unsafe(Text("tên tệp có ký tự ẩn hoặc đảo chiều chữ", "its name has letters one does not see"))
    if len(name) > MOST_LETTERS:
        why = f"tên tệp dài quá {MOST_LETTERS} ký tự", f"its name is longer than {MOST_LETTERS} letters"
        raise Unsafe(Text(*why))


def ending_of(name: str) -> str:
    """The ending of a name, small letters, without its dot; '' for none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
