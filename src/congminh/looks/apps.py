from django.apps import AppConfig


class LooksConfig(AppConfig):
    """Who looked at whose figures («lượt xem»)."""

    name = "congminh.looks"
    label = "looks"

    def ready(self) -> None:
        """Old looks are removed every day; the log vouches for those that are kept."""
        from congminh.looks import keeping, vouching  # noqa: F401
