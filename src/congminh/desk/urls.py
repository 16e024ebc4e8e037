"""Addresses of the desk."""

from django.urls import path

from congminh.desk import foreseen, home, tools, unit_month, views

urlpatterns = [
    path("", home.home, name="home"),
    path("viec-cua-toi/", home.beside, name="beside"),
    path("cho-xac-nhan/<int:pk>/neu/", foreseen.foreseen, name="foreseen"),
    path("don-vi-thang/", unit_month.unit_month, name="unit_month"),
    path("hop-thu/", views.inbox, name="inbox"),
    path("hop-thu/da-doc/", views.read_notices, name="read_notices"),
    path("ho-so/<int:pk>/", views.case, name="case"),
    path("ho-so/<int:pk>/<slug:step>/", views.step, name="step"),
    path("bien-nhan/cong-cu/<str:name>", tools.receipt_tool, name="receipt_tool"),
    path("minh-chung/<int:pk>/", views.attachment, name="attachment"),
]
