"""The demonstration catalogue «danh mục sản phẩm/công việc quy đổi» (Điều 13), read from catalogue.csv."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from congminh.demo.agency import load as load_agency

COLUMNS = (
    "Stt", "Mã CV", "Phòng ban", "Nhiệm vụ", "Công việc chi tiết", "Sản phẩm đầu ra",
    "Nhóm", "Khung điểm tối đa", "Điểm chấm", "Hệ số quy đổi", "Ghi chú",
)  # fmt: skip
STANDARD = "DC-01"
SHARED, LEADING = "Dùng chung", "Lãnh đạo, quản lý"


@dataclass(frozen=True)
class Product:
    """«Sản phẩm/công việc»: points and ceiling in hundredths of a point, the coefficient in thousandths."""

    number: int
    code: str
    listed_under: str
    duty: str
    work: str
    output: str
    group: str
    ceiling_cp: int
    points_cp: int
    coefficient_m: int
    note: str

    @property
    def unit(self) -> int | None:
        """The id of the unit whose list holds the product; None for the shared list and the leaders' list."""
        units = load_agency().units.values()
        return next((unit.id for unit in units if unit.name == self.listed_under), None)


@cache
def load() -> dict[str, Product]:
    """Every product by its code, in the order of the file."""
    source = resources.files("congminh.demo") / "catalogue.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["Mã CV"]: _product(row) for row in rows}


def _product(row: dict[str, str]) -> Product:
    number, *words, ceiling, points, coefficient, note = (row[column] for column in COLUMNS)
    code, listed_under, duty, work, output, group = words
    return Product(
        int(number), code, listed_under, duty, work, output, group,
        _whole(ceiling, 100), _whole(points, 100), _whole(coefficient, 1000), note,
    )  # fmt: skip


def _whole(text: str, parts: int) -> int:
    exact = Decimal(text) * parts
    if exact != int(exact):
        raise ValueError(f"catalogue.csv: {text} is finer than 1/{parts}; write fewer decimals")
    return int(exact)
