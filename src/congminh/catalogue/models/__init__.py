"""The rows of the catalogues («danh mục sản phẩm/công việc»)."""

from congminh.catalogue.models.catalogue import Catalogue
from congminh.catalogue.models.devolution import Devolution
from congminh.catalogue.models.group import Group
from congminh.catalogue.models.product import Product, Snapshot

__all__ = ["Catalogue", "Devolution", "Group", "Product", "Snapshot"]
