from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Catalogues of products («danh mục sản phẩm/công việc»)."""

    name = "congminh.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Bring the check of the catalogues into what is checked before a period opens, and into `verify`."""
        from congminh.catalogue import looks, verifying  # noqa: F401
