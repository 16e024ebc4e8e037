from django.apps import AppConfig


class LooksConfig(AppConfig):
    """Who looked at whose figures («lượt xem»)."""

    name = "congminh.looks"
    label = "looks"

    def ready(self) -> None:
        """Old looks are removed every day."""
        from congminh.looks import keeping  # noqa: F401
