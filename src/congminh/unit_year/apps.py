from django.apps import AppConfig


class UnitYearConfig(AppConfig):
    """The yearly rating of organisations («xếp loại chất lượng tổ chức»)."""

    name = "congminh.unit_year"
    label = "unit_year"

    def ready(self) -> None:
        """Bring the forms of a sheet's steps into the ledger."""
        from congminh.unit_year import forms, verifying  # noqa: F401
