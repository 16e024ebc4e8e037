"""Addresses of the site."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from congminh.site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("kieu-dang/", views.style_guide, name="style_guide"),
    path("giao-dien/", views.set_theme, name="set_theme"),
    path("ngon-ngu/", set_language, name="set_language"),
]
