from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Tasks («giao nhiệm vụ, kết quả thực hiện»)."""

    name = "congminh.work"
    label = "work"

    def ready(self) -> None:
        """Bring the forms of a task's steps into the ledger."""
        from congminh.work import forms  # noqa: F401
