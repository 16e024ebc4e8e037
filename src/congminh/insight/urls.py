"""Addresses of statistics, of use of results and of what-if."""

from django.urls import path

from congminh.insight.views import statistics, uses, what_if

urlpatterns = [
    path("thong-ke/", statistics.statistics, name="statistics"),
    path("thong-ke/theo-thang/", statistics.by_month, name="statistics_months"),
    path("thong-ke/tu-cham/", statistics.selves, name="statistics_selves"),
    path("thong-ke/bao-cao/", statistics.sent_upward, name="statistics_upward"),
    path("su-dung/", uses.uses, name="uses"),
    path("su-dung/thu-nhap/", uses.income_page, name="income"),
    path("su-dung/thu-nhap/bang-he-so/", uses.put_income, name="put_income"),
    path("su-dung/<slug:name>/", uses.use, name="use"),
    path("gia-dinh/", what_if.what_ifs, name="what_ifs"),
    path("gia-dinh/<int:pk>/", what_if.what_if, name="what_if"),
]
