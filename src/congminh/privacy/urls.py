"""Addresses of personal data."""

from django.urls import path

from congminh.privacy import views

urlpatterns = [
    path("du-lieu-ca-nhan/", views.personal_data, name="personal_data"),
    path("du-lieu-ca-nhan/thong-bao/", views.monitoring_notice, name="monitoring_notice"),
    path("du-lieu-ca-nhan/ban-cua-toi/", views.own_data, name="own_data"),
    path("du-lieu-ca-nhan/yeu-cau/", views.data_requests, name="data_requests"),
    path("du-lieu-ca-nhan/yeu-cau/moi/", views.ask_data, name="ask_data"),
]
