from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts («tài khoản»)."""

    name = "congminh.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Bring the works of each day to the worker."""
        from congminh.accounts import mailing  # noqa: F401
