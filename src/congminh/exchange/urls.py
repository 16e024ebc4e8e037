"""Addresses of import and export by Excel."""

from django.urls import path

from congminh.exchange.views import acting, forms_out, showing, start

urlpatterns = [
    path("nhap-excel/", start.start, name="imports"),
    path("nhap-excel/gui/<slug:kind>/", start.upload, name="upload"),
    path("nhap-excel/mau/<slug:kind>/", start.template, name="template"),
    path("nhap-excel/xuat/<slug:kind>/", start.export, name="export"),
    path("nhap-excel/<int:pk>/", showing.show, name="import"),
    path("nhap-excel/<int:pk>/tep-loi/", showing.error_file, name="error_file"),
    path("nhap-excel/<int:pk>/doc-lai/", acting.read_again, name="read_again"),
    path("nhap-excel/<int:pk>/don-vi/", acting.settle_units, name="settle_units"),
    path("nhap-excel/<int:pk>/ghi/", acting.write, name="write_import"),
    path("nhap-excel/<int:pk>/hoan-tac/", acting.undo, name="undo_import"),
    path("phieu/<int:pk>/mau-01.pdf", forms_out.one_pdf, name="form_01_pdf"),
    path("phieu/<int:pk>/mau-01.docx", forms_out.one_docx, name="form_01_docx"),
    path("don-vi-phieu/mau-01.pdf", forms_out.many_pdf, name="forms_01_pdf"),
    path("don-vi-phieu/thang.xlsx", forms_out.month_xlsx, name="month_xlsx"),
    path("in-an/<int:pk>/", forms_out.printed, name="printed"),
]
