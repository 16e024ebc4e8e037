"""The whole demonstration brought into the site's database, part after part; loading it again changes nothing."""

from congminh.demo.accounts import give_accounts
from congminh.demo.catalogue_rows import load_catalogue
from congminh.demo.organisation import load_organisation
from congminh.demo.personal_data import load_personal_data
from congminh.demo.sheet_rows import load_sheets
from congminh.demo.work_rows import load_work
from congminh.demo.year import load_unit_year, load_year

PARTS = (
    load_organisation,
    give_accounts,
    load_catalogue,
    load_work,
    load_sheets,
    load_unit_year,
    load_year,
    load_personal_data,
)


def load() -> None:
    """Bring in every part that is not there yet."""
    for part in PARTS:
        part()
