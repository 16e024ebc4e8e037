"""Addresses of import and export by Excel."""

from django.urls import path

from congminh.exchange.views import acting, bulk, forms_out, showing, start, tables_out, unit_out, year_out

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
    path("in-an/<int:pk>/", bulk.printed, name="printed"),
    path("phieu-nam/<int:pk>/mau-02.pdf", year_out.one_pdf, name="form_02_pdf"),
    path("phieu-nam/<int:pk>/mau-02.docx", year_out.one_docx, name="form_02_docx"),
    path("phieu-nam/<int:pk>/thong-bao.pdf", year_out.notice_pdf, name="year_notice_pdf"),
    path("phieu-nam/<int:pk>/thong-bao.docx", year_out.notice_docx, name="year_notice_docx"),
    path("phieu-nam/<int:pk>/ho-so.zip", year_out.whole_file, name="year_file"),
    path("phieu-nam/mau-02.pdf", year_out.many_pdf, name="forms_02_pdf"),
    path("to-chuc/<int:pk>/phieu.pdf", unit_out.one_pdf, name="unit_sheet_pdf"),
    path("to-chuc/<int:pk>/phieu.docx", unit_out.one_docx, name="unit_sheet_docx"),
    path("to-chuc/phieu.pdf", unit_out.many_pdf, name="unit_sheets_pdf"),
    path("cuoc-hop/<int:pk>/bien-ban.pdf", year_out.minutes_pdf, name="minutes_pdf"),
    path("cuoc-hop/<int:pk>/bien-ban.docx", year_out.minutes_docx, name="minutes_docx"),
    path("thong-ke/bang/<slug:name>.xlsx", tables_out.table_xlsx, name="table_xlsx"),
    path("thong-ke/bang/<slug:name>.pdf", tables_out.table_pdf, name="table_pdf"),
]
