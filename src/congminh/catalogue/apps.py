from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Catalogues of products («danh mục sản phẩm/công việc»)."""

    name = "congminh.catalogue"
    label = "catalogue"
