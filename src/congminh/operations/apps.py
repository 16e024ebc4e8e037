from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Backups, probes and measures («vận hành»)."""

    name = "congminh.operations"
    label = "operations"

    def ready(self) -> None:
        """Bring the daily proof of the last backup to the worker."""
        from congminh.operations.backups import proving  # noqa: F401
