"""Addresses of the catalogues."""

from django.urls import path

from congminh.catalogue.forms import new_products, steps
from congminh.catalogue.views import calculator, comparing, drawing_up, duplicates, in_force, version

# The forms of steps are known to the one view of steps once these modules are read.
STEP_FORMS = (steps, new_products)

urlpatterns = [
    path("danh-muc/", in_force.in_force, name="catalogues"),
    path("danh-muc/phien-ban/", in_force.versions, name="catalogue_versions"),
    path("danh-muc/so-sanh/", comparing.comparison, name="compare_catalogues"),
    path("danh-muc/bat-dau/", in_force.begin, name="begin_catalogue"),
    path("danh-muc/may-tinh/", calculator.calculate, name="calculator"),
    path("danh-muc/<int:pk>/", version.overview, name="catalogue"),
    path("danh-muc/<int:pk>/san-pham/", version.products, name="catalogue_products"),
    path("danh-muc/<int:pk>/can-lam-ro/", version.problems, name="catalogue_problems"),
    path("danh-muc/<int:pk>/trung-lap/", duplicates.pairs, name="catalogue_duplicates"),
    path("danh-muc/<int:pk>/trung-lap/xu-ly/", duplicates.settle, name="settle_duplicates"),
    path("danh-muc/<int:pk>/them/", drawing_up.add, name="add_product"),
    path("danh-muc/<int:pk>/nhom/", drawing_up.groups, name="catalogue_groups"),
    path("danh-muc/<int:pk>/tinh-lai/", drawing_up.reckon, name="reckon_coefficients"),
    path("san-pham/<int:pk>/", drawing_up.product, name="product"),
    path("san-pham/<int:pk>/bo/", drawing_up.remove, name="remove_product"),
    path("san-pham/<int:pk>/chuan/", drawing_up.standard, name="choose_standard"),
]
