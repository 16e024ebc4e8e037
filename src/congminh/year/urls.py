"""Addresses of the yearly rating of civil servants."""

from django.urls import URLPattern, path

from congminh.year.views.agency import bulk, cap, deciding, grounds, moving, people, rounds, wrong
from congminh.year.views.person import meeting, mine, papers, receipt, sheet

urlpatterns: list[URLPattern] = [
    path("xep-loai/", rounds.years, name="years"),
    path("xep-loai/mo-nam/", rounds.open_year, name="open_year"),
    path("xep-loai/<int:pk>/", people.board, name="year_board"),
    path("xep-loai/<int:pk>/ket-qua/", people.results, name="year_results"),
    path("xep-loai/<int:pk>/cap-uy/", rounds.party, name="year_party"),
    path("xep-loai/<int:pk>/cap-nhat/", rounds.settle, name="settle_year"),
    path("xep-loai/<int:pk>/ty-le/", cap.cap, name="year_cap"),
    path("xep-loai/<int:pk>/ty-le/thu/", cap.simulate, name="simulate_cap"),
    path("xep-loai/<int:pk>/quyet-dinh/", deciding.deciding, name="year_deciding"),
    path("xep-loai/<int:pk>/thong-bao/", bulk.notify, name="notify_year"),
    path("xep-loai/<int:pk>/cong-khai/", bulk.publish, name="publish_year"),
    path("xep-loai/can-cu/", grounds.grounds, name="grounds"),
    path("xep-loai/can-cu/moi/", grounds.enter, name="enter_ground"),
    path("xep-loai/can-cu/<int:pk>/rut/", grounds.take_back, name="take_back_ground"),
    path("xep-loai/chuyen-ket-qua/", moving.brought, name="months_brought"),
    path("xep-loai/chuyen-ket-qua/nhap-tep/", moving.from_file, name="bring_file"),
    path("xep-loai/chuyen-ket-qua/nhap/", moving.by_hand, name="bring_months"),
    path("xep-loai/chuyen-ket-qua/<int:pk>/rut/", moving.take_back, name="take_back_month"),
    path("xep-loai/chuyen-ket-qua/xuat/", moving.export, name="export_months"),
    path("xep-loai/phieu/<int:pk>/sai/", wrong.raise_one, name="raise_wrong"),
    # one's own year, the sheet, the meeting
    path("nam-cua-toi/", mine.my_years, name="my_years"),
    path("phieu-nam/<int:pk>/", sheet.sheet, name="year_sheet"),
    path("phieu-nam/<int:pk>/vi-sao/", sheet.why, name="year_why"),
    path("phieu-nam/<int:pk>/bien-nhan/", receipt.receipt, name="year_receipt"),
    path("phieu-nam/<int:pk>/kien-nghi/", papers.lodge, name="lodge_year_petition"),
    path("cuoc-hop/", meeting.meetings, name="meetings"),
    path("cuoc-hop/<int:pk>/", meeting.meeting, name="meeting"),
    path("cuoc-hop/<int:pk>/thong-qua/", meeting.adopt, name="adopt_minutes"),
    path("nhan-xet-cap-uy/", papers.party, name="party_opinions"),
]
