"""The whole demonstration brought into the site's database, part after part; loading it again changes nothing."""

from congminh.demo.accounts import give_accounts
from congminh.demo.organisation import load_organisation

PARTS = (load_organisation, give_accounts)


def load() -> None:
    """Bring in every part that is not there yet."""
    for part in PARTS:
        part()
