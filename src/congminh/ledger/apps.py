from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger («sổ vết»)."""

    name = "congminh.ledger"
    label = "ledger"
