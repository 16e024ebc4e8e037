from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work in the background («việc nền»)."""

    name = "congminh.jobs"
    label = "jobs"
