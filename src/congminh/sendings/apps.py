from django.apps import AppConfig


class SendingsConfig(AppConfig):
    """What was sent once acts once («lần gửi»)."""

    name = "congminh.sendings"
    label = "sendings"

    def ready(self) -> None:
        """Old keys are removed every day."""
        from congminh.sendings import keeping  # noqa: F401
