from django.apps import AppConfig


class OrgConfig(AppConfig):
    """Units, people and posts («tổ chức»)."""

    name = "congminh.org"
    label = "org"
