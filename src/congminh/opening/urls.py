"""Addresses of what comes before a period opens."""

from django.urls import path

from congminh.opening import views

urlpatterns = [
    path("kiem-tra/", views.check, name="check"),
    path("kiem-tra/chay/", views.run, name="run_check"),
]
