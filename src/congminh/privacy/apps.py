"""The app of personal data («bảo vệ dữ liệu cá nhân»)."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Personal data («dữ liệu cá nhân»): Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP."""

    name = "congminh.privacy"
    label = "privacy"

    def ready(self) -> None:
        """The procedures of requests are known from here on."""
        from congminh.ledger.procedures import add
        from congminh.privacy.procedure import CORRECTING, ERASING, STOPPING

        for procedure in (CORRECTING, STOPPING, ERASING):
            add(procedure)
