"""Addresses of the yearly rating of organisations."""

from django.urls import path

from congminh.unit_year.views import acting, bulk, cap, counting, criteria, figures, listing, receipt, sheet

urlpatterns = [
    path("to-chuc/", listing.unit_years, name="unit_years"),
    path("to-chuc/mo-nam/", acting.open_year, name="open_unit_year"),
    path("to-chuc/dem-nhiem-vu/", counting.count_all, name="count_units"),
    path("to-chuc/<int:pk>/", sheet.sheet, name="unit_sheet"),
    path("to-chuc/<int:pk>/luu/", sheet.save, name="save_unit_sheet"),
    path("to-chuc/<int:pk>/so-lieu/", figures.figures, name="unit_figures"),
    path("to-chuc/<int:pk>/bien-nhan/", receipt.receipt, name="unit_receipt"),
    path("to-chuc/<int:pk>/phan-anh/", acting.complain, name="complain_of_unit"),
    path("to-chuc/ty-le/<int:unit>/", cap.cap, name="unit_cap"),
    path("to-chuc/quyet-dinh/<int:unit>/", bulk.decide, name="decide_units"),
    path("to-chuc/thong-bao/<int:unit>/", bulk.notify, name="notify_units"),
    path("to-chuc/tieu-chi/", criteria.sets, name="criteria_sets"),
    path("to-chuc/tieu-chi/moi/", criteria.begin, name="begin_criteria_set"),
    path("to-chuc/tieu-chi/<int:pk>/", criteria.one, name="criteria_set"),
    path("to-chuc/tieu-chi/<int:pk>/ban-hanh/", criteria.decide, name="decide_criteria_set"),
    path("to-chuc/tieu-chi/<int:pk>/bo/", criteria.drop, name="drop_criteria_set"),
]
