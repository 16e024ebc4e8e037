from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts («tài khoản»)."""

    name = "congminh.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Bring the works of each day to the worker, and the clock of a session to whoever signs in."""
        from congminh.accounts import idling, mailing  # noqa: F401
        from congminh.accounts.sitting import begun  # noqa: F401
