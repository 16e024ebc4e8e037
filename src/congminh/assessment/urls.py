"""Addresses of the month's assessment."""

from django.urls import path

from congminh.assessment.views import about, acting, mine, people, petition, receipt, sheet, units, why  # noqa: F401

urlpatterns = [
    path("phieu/", mine.sheets, name="sheets"),
    path("phieu/<int:pk>/", sheet.sheet, name="sheet"),
    path("phieu/<int:pk>/luu/", sheet.save, name="save_sheet"),
    path("phieu/<int:pk>/vi-sao/", why.why, name="sheet_why"),
    path("phieu/<int:pk>/bien-nhan/", receipt.receipt, name="receipt"),
    path("phieu/<int:pk>/kien-nghi/", petition.lodge, name="lodge_petition"),
    path("kien-nghi/", petition.petitions, name="petitions"),
    path("don-vi-phieu/", units.periods, name="periods"),
    path("don-vi-phieu/don-vi/", units.units, name="period_units"),
    path("don-vi-phieu/cong-chuc/", people.people, name="period_people"),
    path("don-vi-phieu/mo-ky/", acting.open_period, name="open_period"),
    path("don-vi-phieu/chuyen-tiep/", acting.move_on, name="move_on"),
    path("don-vi-phieu/khoa-ky/", acting.close_period, name="close_period"),
]
