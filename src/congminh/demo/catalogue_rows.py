"""The demonstration commune's catalogue as rows: one version, decided by the commune, to which the province left it."""

from datetime import date

from django.db import transaction

from congminh.catalogue.actions import begin_catalogue, devolve, record_decided
from congminh.catalogue.loading import load
from congminh.catalogue.models import Catalogue, Devolution
from congminh.catalogue.reading.records import Product as Row
from congminh.catalogue.reading.records import Reading
from congminh.demo import agency
from congminh.demo.catalogue import Product
from congminh.demo.catalogue import load as load_products
from congminh.demo.organisation import PERSONNEL, SINCE, code
from congminh.org.models import Decision, Person, Unit

NAME = "Danh mục sản phẩm/công việc quy đổi UBND xã Thanh Bình Minh"
SIGNED, IN_FORCE = date(2026, 6, 30), date(2026, 7, 1)
FILE = "catalogue.csv"


@transaction.atomic
def load_catalogue() -> Catalogue:
    """Bring the commune's catalogue in, after `load_organisation`; loading it again changes nothing."""
    commune = Unit.objects.get(code=code(1))
    if found := Catalogue.objects.filter(agency=commune).first():
        return found
    if not Devolution.objects.filter(agency=commune).exists():
        devolve(commune, commune, SINCE, _power())
    catalogue = begin_catalogue(commune, NAME)
    load(reading(), catalogue)
    thu = Person.objects.get(code=code(agency.load().cast[PERSONNEL]))
    record_decided(catalogue, thu, catalogue.version, _decision(), IN_FORCE)
    return catalogue


def reading() -> Reading:
    """The rows of catalogue.csv as a workbook would hold them."""
    products = load_products().values()
    return Reading([_row(at, product) for at, product in enumerate(products, start=2)], sheets=[FILE])


def _row(at: int, product: Product) -> Row:
    return Row(
        sheet=FILE,
        row=at,
        number=str(product.number),
        code=product.code,
        unit=product.listed_under,
        task=product.duty,
        work=product.work,
        output=product.output,
        group=product.group,
        ceiling_m=10 * product.ceiling_cp,
        points_m=10 * product.points_cp,
        coefficient_m=product.coefficient_m,
        note=product.note,
    )


def _power() -> Decision:
    about = "Phân cấp quyết định danh mục sản phẩm/công việc cho UBND cấp xã"
    return Decision(number="02/QĐ-UBND", signed_on=SINCE, signer="Chủ tịch UBND tỉnh", about=about)


def _decision() -> Decision:
    about = "Ban hành Danh mục sản phẩm/công việc quy đổi"
    return Decision(number="214/QĐ-UBND", signed_on=SIGNED, signer="Chủ tịch UBND xã", about=about)
