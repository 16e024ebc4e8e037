"""Addresses of the month's work."""

from django.urls import path

from congminh.org.views.addresses import CODE
from congminh.work.views import (
    adhoc,
    assigning,
    batch,
    month,
    pasting,
    planning,
    programme,
    queue,
    reporting,
    splitting,
)

urlpatterns = [
    path("viec/<int:pk>/bao-cao/", reporting.report_row, name="report_task"),
    path("viec/<int:pk>/chia/", splitting.split_task, name="split_task"),
    path(f"viec-cua/{CODE}/", month.person_tasks, name="person_tasks"),
    path("viec-dot-xuat/", adhoc.propose_task, name="propose_task"),
    path("cho-xac-nhan/", queue.queue, name="queue"),
    path("cho-xac-nhan/ca-lo/", batch.confirm_many, name="confirm_many"),
    path("cho-xac-nhan/<int:pk>/", queue.settle, name="settle"),
    path("giao-viec/", assigning.assign_page, name="assign"),
    path("giao-viec/dan/", pasting.paste_page, name="paste_tasks"),
    path("giao-viec/chep-ky-truoc/", planning.copy_page, name="copy_month"),
    path("giao-viec/thuong-xuyen/", planning.recurring, name="recurring"),
    path("giao-viec/thuong-xuyen/them/", planning.add_template, name="add_template"),
    path("giao-viec/thuong-xuyen/<int:pk>/", planning.change_template, name="change_template"),
    path("chuong-trinh/", programme.programme, name="programme"),
    path("chuong-trinh/them/", programme.add_goal, name="add_goal"),
    path("chuong-trinh/<int:pk>/", programme.change_goal, name="change_goal"),
    path("chuong-trinh/<int:pk>/bo/", programme.drop_goal, name="drop_goal"),
]
