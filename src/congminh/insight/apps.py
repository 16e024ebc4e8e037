from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Statistics, use of results, what-if («thống kê, sử dụng kết quả, giả định»)."""

    name = "congminh.insight"
    label = "insight"
