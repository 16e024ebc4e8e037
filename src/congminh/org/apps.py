from django.apps import AppConfig

from congminh.ledger.procedures import add


class OrgConfig(AppConfig):
    """Units, people and posts («tổ chức»)."""

    name = "congminh.org"
    label = "org"

    def ready(self) -> None:
        """Bring the app's own procedure into the ledger."""
        from congminh.org.procedure import REPORTING_LINE

        add(REPORTING_LINE)
