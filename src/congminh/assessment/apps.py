from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Monthly and quarterly evaluation («theo dõi, đánh giá công chức»)."""

    name = "congminh.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Bring the forms of a sheet's steps into the ledger, and the closing of a period into daily work."""
        from congminh.assessment import forms, openness, reminding, verifying  # noqa: F401
        from congminh.assessment.asking import petition  # noqa: F401
