from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts («tài khoản»)."""

    name = "congminh.accounts"
    label = "accounts"
