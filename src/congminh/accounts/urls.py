"""Addresses of getting in and out, of one's own account, and of the accounts personnel keep."""

from django.urls import path

from congminh.accounts import keeping, mail_page
from congminh.accounts.entering import views as entering
from congminh.accounts.factors import views as factors
from congminh.accounts.signing_key import views as signing_key
from congminh.accounts.single import views as single
from congminh.accounts.sitting import views as sitting
from congminh.accounts.sure import views as sure
from congminh.org.views.addresses import CODE

urlpatterns = [
    path("dang-nhap/", entering.sign_in, name="sign_in"),
    path("dang-nhap/buoc-hai/", entering.second_step, name="second_step"),
    path("dang-nhap/khoa-truy-cap/", entering.by_passkey, name="by_passkey"),
    path("dang-nhap/mot-lan/<slug:provider_id>/", single.begin, name="openid_connect_login"),
    path("dang-nhap/mot-lan/<slug:provider_id>/ve/", single.come_back, name="openid_connect_callback"),
    path("dang-xuat/", entering.sign_out, name="sign_out"),
    path("mat-khau/", entering.change_password, name="change_password"),
    path("xac-nhan-lai/", sure.ask_again, name="ask_again"),
    path("gui-lai/", sure.send_again, name="send_again"),
    path("bao-mat/", factors.security, name="security"),
    path("bao-mat/ung-dung/", factors.application, name="application"),
    path("bao-mat/khoa-truy-cap/", factors.passkey, name="passkey"),
    path("bao-mat/ma-du-phong/", factors.recovery_codes, name="recovery_codes"),
    path("bao-mat/<int:pk>/bo/", factors.remove_factor, name="remove_factor"),
    path("bao-mat/phien/<int:pk>/ket-thuc/", sitting.end_sitting, name="end_sitting"),
    path("bao-mat/phien/khac/ket-thuc/", sitting.end_others, name="end_others"),
    path("khoa-so-vet/", signing_key.signing_key, name="signing_key"),
    path("thu-dien-tu/", mail_page.mail_address, name="mail_address"),
    path("vao-vai/<slug:name>/", entering.play, name="play"),
    path("tai-khoan/", keeping.accounts, name="accounts"),
    path("tai-khoan/cap/", keeping.give, name="give_accounts"),
    path("tai-khoan/phieu/<int:pk>/", keeping.slips, name="slips"),
    path(f"tai-khoan/{CODE}/mat-khau/", keeping.new_password, name="new_password"),
    path(f"tai-khoan/{CODE}/khoa/", keeping.close, name="close_account"),
]
