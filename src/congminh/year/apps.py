from django.apps import AppConfig


class YearConfig(AppConfig):
    """The year's rating of civil servants («xếp loại chất lượng công chức»)."""

    name = "congminh.year"
    label = "year"

    def ready(self) -> None:
        """Bring the forms of the steps into the ledger."""
        from congminh.year import forms  # noqa: F401
