"""Addresses of long work."""

from django.urls import path

from congminh.jobs import views

urlpatterns = [
    path("viec-nen/", views.jobs, name="jobs"),
    path("viec-nen/<int:pk>/", views.show, name="job"),
]
