"""The form of a catalogue («mẫu danh mục», Sổ tay, Phụ lục III): one row a product, headed as the handbook heads it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from congminh.catalogue.reading.cells import frame_of, number_of
from congminh.catalogue.reading.headings import FIELDS
from congminh.exchange.excel import cells
from congminh.exchange.excel.form import Column, Form, Wrong

NO_NUMBER = {"vi": "“%(value)s” không phải là số: ghi như 45 hoặc 2,5.", "en": "“%(value)s” is no number: 45 or 2.5."}
# As a kind of `words.SAID`: a sentence of our own in both languages.
SENTENCE = "unreadable"
# A cell of ours beside those of the file: the code of the unit a person chose for its name, empty for the agency.
MATCHED = "matched"


def thousandths(said: str) -> int:
    """A number in thousandths."""
    value_m = number_of(said).value_m
    if value_m is None:
        raise Wrong(SENTENCE, **{language: text % {"value": said} for language, text in NO_NUMBER.items()})
    return value_m


def frame(said: str) -> tuple[int | None, int | None]:
    """Fewest and most points of a group, in thousandths."""
    found = frame_of(said)
    return found.floor_m, found.ceiling_m


def in_line(text: str) -> str:
    """The text as it stands: the reader has put it in one line already."""
    return text


FORM = Form(
    _("Catalogue of products"),
    (
        Column(
            "code",
            FIELDS["code"],
            _("Never the same for two products, and the same from version to version. Empty: the next one free."),
            cells.text(40),
            examples=("DC.01", "KT.02"),
        ),
        Column(
            "unit",
            FIELDS["unit"],
            _("Name or code of the unit whose own list holds the product. Empty for products common to the agency."),
            cells.text(200),
            examples=("", "Phòng Kinh tế"),
            width=24,
        ),
        Column("task", FIELDS["task"], _("The task the product is the outcome of."), in_line, width=36,
               examples=("Soạn thảo văn bản hành chính", "Quản lý đất đai")),
        Column("work", FIELDS["work"], _("What is done for it."), in_line, width=44,
               examples=("Soạn công văn theo mẫu, trình ký", "Kiểm tra hồ sơ, thực địa")),
        Column("output", FIELDS["output"], _("What is there when it is done."), in_line, needed=True, width=36,
               examples=("Công văn đã ban hành", "Phiếu thẩm định hồ sơ đất đai")),
        Column("group", FIELDS["group"], _("N1 to N5, by complexity (Article 13.1.a)."), cells.text(40), needed=True,
               examples=("N1", "N2"), width=10),
        Column("ceiling", FIELDS["ceiling"], _("The frame of points of the group: the most, or fewest–most."), frame,
               examples=("10", "11-50"), width=10),
        Column("points", FIELDS["points"], _("The points of the product, within the frame of its group."), thousandths,
               needed=True, examples=("5", "30"), width=10),
        Column(
            "coefficient",
            FIELDS["coefficient"],
            _("Points ÷ points of the standard product, whose coefficient is 1 (Article 13.1.b, 13.1.c)."),
            thousandths,
            needed=True,
            examples=("1", "6"),
            width=10,
        ),
        Column("note", FIELDS["note"], _("Say in its row which product is the standard one."), in_line, width=30,
               examples=("Sản phẩm chuẩn", "")),
    ),
)  # fmt: skip
