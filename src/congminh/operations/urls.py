"""Addresses for programs that watch over the site."""

from django.urls import path

from congminh.operations.watching import probes

urlpatterns = [
    path("suc-khoe/", probes.health, name="health"),
    path("san-sang/", probes.readiness, name="readiness"),
    path("do-luong/", probes.metrics, name="metrics"),
]
