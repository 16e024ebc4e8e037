"""Addresses of getting in and out."""

from django.urls import path

from congminh.accounts import keeping, mail_page, views
from congminh.org.views.addresses import CODE

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("mat-khau/", views.change_password, name="change_password"),
    path("thu-dien-tu/", mail_page.mail_address, name="mail_address"),
    path("vao-vai/<slug:name>/", views.play, name="play"),
    path("tai-khoan/", keeping.accounts, name="accounts"),
    path("tai-khoan/cap/", keeping.give, name="give_accounts"),
    path("tai-khoan/phieu/<int:pk>/", keeping.slips, name="slips"),
    path(f"tai-khoan/{CODE}/mat-khau/", keeping.new_password, name="new_password"),
    path(f"tai-khoan/{CODE}/khoa/", keeping.close, name="close_account"),
]
