from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What goes in and out («nhập, xuất»)."""

    name = "congminh.exchange"
    label = "exchange"
