"""Addresses of the site: each app's own, and those of no app."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from congminh.org.doors import ANYONE, door
from congminh.site import views

handler500 = views.fault

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("congminh.desk.urls")),
    path("", include("congminh.accounts.urls")),
    path("", include("congminh.jobs.urls")),
    path("", include("congminh.operations.urls")),
    path("", include("congminh.looks.urls")),
    path("", include("congminh.privacy.urls")),
    path("", include("congminh.org.urls")),
    path("", include("congminh.opening.urls")),
    path("", include("congminh.catalogue.urls")),
    path("", include("congminh.exchange.urls")),
    path("", include("congminh.work.urls")),
    path("", include("congminh.assessment.urls")),
    path("", include("congminh.unit_year.urls")),
    path("", include("congminh.year.urls")),
    path("", include("congminh.insight.urls")),
    path("kieu-dang/", views.style_guide, name="style_guide"),
    path("giao-dien/", views.set_theme, name="set_theme"),
    path("ngon-ngu/", door(ANYONE)(set_language), name="set_language"),
]
