"""Why a file may not come in, as a clause in both languages."""

from __future__ import annotations

from congminh.law.text import Text


class Unsafe(Exception):
    """A file may not come in: `why` as a clause; `kind` is «hostile», «heavy», «many» or «damaged»."""

    def __init__(self, why: Text, kind: str = "hostile") -> None:
        super().__init__(why.en)
        self.why, self.kind = why, kind


def damaged() -> Unsafe:
    """What is cut short or is not what it begins as."""
    return Unsafe(Text("tệp bị hỏng hoặc bị cắt cụt", "it is damaged or cut short"), "damaged")


def heavy() -> Unsafe:
    """What unpacks into more than anyone would hand in."""
    return Unsafe(Text("giải nén ra quá lớn", "it unpacks into too much"), "heavy")


def locked() -> Unsafe:
    """What nobody can look through without a password."""
    return Unsafe(Text("tệp được đặt mật khẩu", "it is protected by a password"))


def two_in_one() -> Unsafe:
    """What is one kind of file to one program and another to the next."""
    return Unsafe(Text("có một loại tệp khác giấu bên trong", "another kind of file is hidden in it"))


def scripted() -> Unsafe:
    """What would run when it is opened."""
    return Unsafe(Text("có mã tự chạy khi mở", "it holds code that runs when it is opened"))


def enclosing() -> Unsafe:
    """What carries other files."""
    return Unsafe(Text("có tệp khác nhúng bên trong", "other files are embedded in it"))


def reaching_out() -> Unsafe:
    """What fetches something from elsewhere when it is opened."""
    return Unsafe(Text("tự lấy dữ liệu từ nơi khác khi mở", "it fetches something from elsewhere when it is opened"))


def virus() -> Unsafe:
    """What every scanner of viruses knows by heart."""
    return Unsafe(Text("chứa mã mà phần mềm diệt vi-rút nhận ra", "it holds what scanners know as a virus"))
