"""A catalogue being drawn up in the small commune: three groups, a common product, one of each unit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from congminh.catalogue.actions import Frame, begin_catalogue, hand_on, put_product, record_decided, set_groups
from congminh.catalogue.models import Catalogue, Product
from congminh.ledger.actions import take
from congminh.org.models import Decision, Person
from tests.apps.org.commune import Commune

SIGNED, FIRST = date(2025, 12, 31), date(2026, 1, 1)
FRAMES = (Frame("N1", 1000, 10_000), Frame("N2", 11_000, 50_000), Frame("N3", 51_000, 100_000))
# code, unit, task, work, output, group, points, coefficient
ROWS: tuple[tuple[Any, ...], ...] = (
    ("DC.01", None, "Soạn thảo văn bản", "Soạn công văn theo mẫu", "Văn bản hành chính", 1, 5000, 1000),
    ("DC.02", None, "Báo cáo số liệu", "Tổng hợp số liệu theo biểu", "Báo cáo nhanh", 2, 40_000, 8000),
    ("KT.01", "economy", "Quản lý đất đai", "Thẩm định hồ sơ", "Phiếu thẩm định đất", 2, 30_000, 6000),
    ("VX.01", "culture", "Bảo trợ xã hội", "Lập danh sách chi trả", "Danh sách chi trả", 3, 60_000, 12_000),
)


@dataclass
class Office:
    """The commune and a version of its catalogue."""

    here: Commune
    catalogue: Catalogue

    def product(self, code: str) -> Product:
        """A product of the version by its code."""
        return self.catalogue.products.get(code=code)

    def new(self, **values: Any) -> Product:
        """A product not yet saved."""
        group = self.catalogue.groups.get(number=values.pop("group", 1))
        words = {"task": "Việc mới", "work": "Làm việc mới", "output": "Kết quả mới"}
        return Product(**{"catalogue": self.catalogue, "group": group, **words, **values})

    def again(self) -> Catalogue:
        """The version as it is stored."""
        self.catalogue = Catalogue.objects.get(pk=self.catalogue.pk)
        return self.catalogue

    def step(self, name: str, who: Person, data: dict[str, Any] | None = None) -> None:
        """Take a step as it stands now."""
        file = self.again()
        take(name, file, who, file.version, data)

    def hand(self, name: str, who: Person) -> None:
        """Hand the rows on as they stand now."""
        file = self.again()
        hand_on(name, file, who, file.version)


def a_decision(number: str = "283/QĐ-UBND", signed_on: date = SIGNED) -> Decision:
    return Decision(number=number, signed_on=signed_on, signer="Chủ tịch UBND xã", about="Ban hành danh mục")


def drawn_up(here: Commune, name: str = "Danh mục xã Thanh Bình Minh") -> Office:
    """A draft with all its rows."""
    office = Office(here, begin_catalogue(here.commune, name))
    set_groups(office.catalogue, FRAMES)
    for code, unit, task, work, output, group, points_m, coefficient_m in ROWS:
        words = {"task": task, "work": work, "output": output, "code": code}
        figures = {"points_m": points_m, "coefficient_m": coefficient_m, "is_standard": code == "DC.01"}
        put_product(office.new(group=group, unit=getattr(here, unit) if unit else None, **words, **figures))
    return office


def in_force(here: Commune, first: date = FIRST) -> Office:
    """A version decided on paper and entered by Thu."""
    office = drawn_up(here)
    record_decided(office.catalogue, here.thu, 0, a_decision(), first)
    office.again()
    return office


def merged(here: Commune) -> Office:
    """A draft handed on to where the province's chair decides."""
    office = drawn_up(here)
    for name in ("list", "propose_standard", "propose_conversion", "send"):
        office.hand(name, here.an)
    office.hand("merge", here.thu)
    return office


def after(office: Office, first: date, **coefficients: int) -> Office:
    """The next version, in force from `first`, with some coefficients changed."""
    draft = begin_catalogue(office.here.commune, office.catalogue.name, office.catalogue)
    for code, coefficient_m in coefficients.items():
        product = draft.products.get(code=code.replace("_", "."))
        product.coefficient_m, product.reason = coefficient_m, "theo biên bản họp"
        put_product(product)
    record_decided(draft, office.here.thu, 0, a_decision("300/QĐ-UBND"), first)
    return Office(office.here, draft)
