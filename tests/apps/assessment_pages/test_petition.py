"""«Kiến nghị về dòng này»: from a line of the tree to the new result, on the pages."""

import re
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from congminh.assessment.models import Petition
from congminh.ledger.models import Attachment
from congminh.work.models import Task
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, faulty, page, typed, value, words
from tests.apps.desk.test_steps import PDF

GROUNDS = "Đã nộp đủ hai báo cáo."


def ready(month: Month) -> str:
    """Lan's told sheet: the page that sends a petition."""
    month.done(quantity_m=1000)
    return page(month.told(month.here.lan, month.here.minh, {"I.1": 450}), "kien-nghi/")


def sent(month: Month, enter: Entering, tail: str = "?dong=quantity") -> Petition:
    answer = enter(month.here.lan).post(ready(month) + tail, {"grounds": GROUNDS})
    assert answer.status_code == 302
    return Petition.objects.get()


def test_every_line_of_the_tree_leads_to_its_own_petition(month: Month, enter: Entering) -> None:
    form = ready(month)
    lan = enter(month.here.lan)
    body = lan.get(form.replace("kien-nghi", "vi-sao")).content.decode()
    task = Task.objects.get(person=month.here.lan)
    for line in ("grade", "total", "quantity", "general_cp", "I.1"):
        assert f'href="{form}?dong={line}"' in body.replace("&amp;", "&") or line == "general_cp", line
    assert f"viec={task.pk}" in body
    ways = {each.replace("&amp;", "&") for each in re.findall(r'href="(/phieu/\d+/kien-nghi/[^"]*)"', body)}
    assert len(ways) > 12
    assert {lan.get(way).status_code for way in ways} == {200}


def test_the_form_shows_the_line_its_figures_its_article_and_who_settles_it(month: Month, enter: Entering) -> None:
    said = words(enter(month.here.lan).get(ready(month) + "?dong=quantity"))
    assert "a · Số lượng" in said and "100 %" in said and "min(8; 8) ÷ 8" in said and "Điều 14.2.a" in said
    assert "Phạm Quốc An" in said and "Trần Khải Minh" not in said
    assert "không ai một mình xem xét lại điểm do chính mình cho" in said


def test_where_only_who_scored_is_left_the_form_says_so(month: Month, enter: Entering) -> None:
    month.all_told()
    said = words(enter(month.here.an).get(page(month.sheet(month.here.an), "kien-nghi/")))
    assert "Võ Đình Thái" in said and "không còn ai khác" in said


def test_it_is_sent_with_papers_and_its_page_says_by_when(month: Month, enter: Entering) -> None:
    lan = enter(month.here.lan)
    paper = SimpleUploadedFile("giao-nhan.pdf", PDF)
    answer = lan.post(ready(month) + "?dong=quantity", {"grounds": GROUNDS, "evidence": [paper]}, follow=True)
    petition = Petition.objects.get()
    assert answer.redirect_chain[-1][0] == f"/ho-so/{petition.pk}/"
    said = words(answer)
    assert f"{petition.due:%d/%m/%Y}" in said and "còn 7 ngày làm việc" in said
    assert GROUNDS in said and "giao-nhan.pdf" in said and "99,50" in said
    assert Attachment.objects.get().file_id == petition.pk


def test_empty_grounds_are_asked_for_where_the_eye_is(month: Month, enter: Entering) -> None:
    answer = enter(month.here.lan).post(ready(month) + "?dong=quantity", {"grounds": " "})
    assert answer.status_code == 422 and faulty(answer) == {"grounds"} and Petition.objects.count() == 0


def test_paper_of_a_forbidden_kind_is_refused_and_the_words_stay(month: Month, enter: Entering) -> None:
    bad = SimpleUploadedFile("chay.pdf", b"MZ a program")
    answer = enter(month.here.lan).post(ready(month), {"grounds": GROUNDS, "evidence": [bad]})
    assert answer.status_code == 422 and GROUNDS in answer.content.decode() and Petition.objects.count() == 0


def test_a_second_one_on_the_line_leads_to_the_first(month: Month, enter: Entering) -> None:
    petition = sent(month, enter)
    lan, form = enter(month.here.lan), page(petition.sheet, "kien-nghi/?dong=quantity")
    again = lan.post(form, {"grounds": "Lần nữa"})
    assert again.status_code == 422 and Petition.objects.count() == 1 and "Lần nữa" in again.content.decode()
    assert f'href="/ho-so/{petition.pk}/"' in again.content.decode()
    tree = lan.get(page(petition.sheet, "vi-sao/")).content.decode()
    assert f'href="/ho-so/{petition.pk}/"' in tree and "?dong=quantity" not in tree


def test_a_line_that_is_not_there_is_not_found(month: Month, enter: Entering) -> None:
    form, lan = ready(month), enter(month.here.lan)
    for tail in ("?dong=khong-co", "?dong=quantity&viec=1", "?dong=load&viec=mot", "?dong=load&viec=99999"):
        assert lan.get(form + tail).status_code == 404, tail


def test_nobody_sends_one_for_somebody_else(month: Month, enter: Entering) -> None:
    form, here = ready(month), month.here
    for who in (here.minh, here.an, here.thu, here.dung, here.hoa, here.far):
        assert enter(who).get(form).status_code == 404
        assert enter(who).post(form, {"grounds": "x"}).status_code == 404
        tree = enter(who).get(form.replace("kien-nghi", "vi-sao"))
        assert b"/kien-nghi/?" not in tree.content
    assert Petition.objects.count() == 0


def test_before_the_result_is_told_no_line_offers_one(month: Month, enter: Entering) -> None:
    sheet, lan = month.scored(month.here.lan, month.here.minh), enter(month.here.lan)
    assert b"/kien-nghi/?" not in lan.get(page(sheet, "vi-sao/")).content
    assert f"/phieu/{sheet.pk}/kien-nghi/" not in lan.get(page(sheet)).content.decode()
    answer = lan.get(page(sheet, "kien-nghi/"))
    assert answer.status_code == 200 and "chưa được thông báo" in words(answer) and b"<textarea" not in answer.content
    assert lan.post(page(sheet, "kien-nghi/"), {"grounds": "x"}).status_code == 422


def test_strangers_find_no_file_and_others_no_step(month: Month, enter: Entering) -> None:
    petition, here = sent(month, enter), month.here
    for who in (here.hoa, here.thuong, here.chair, here.far):
        for tail in ("", "uphold/", "refuse/"):
            assert enter(who).get(f"/ho-so/{petition.pk}/{tail}").status_code == 404, who
    for who in (here.lan, here.minh, here.thu, here.dung):
        assert enter(who).get(f"/ho-so/{petition.pk}/").status_code == 200, who
        assert enter(who).get(f"/ho-so/{petition.pk}/uphold/").status_code == 403, who


def test_it_waits_on_the_desk_of_who_settles_it_and_is_in_the_inbox(month: Month, enter: Entering) -> None:
    petition, here = sent(month, enter), month.here
    an = enter(here.an)
    assert f"/ho-so/{petition.pk}/" in an.get("/viec-cua-toi/").content.decode()
    assert "Giải quyết kiến nghị: Gửi kiến nghị" in words(an.get("/hop-thu/"))
    assert f"/ho-so/{petition.pk}/" not in enter(here.minh).get("/viec-cua-toi/").content.decode()
    assert "Giải quyết kiến nghị" in words(enter(here.thu).get("/hop-thu/"))


def test_from_upheld_to_the_new_result_everybody_goes_by_the_pages(month: Month, enter: Entering) -> None:
    here, petition = month.here, sent(month, enter)
    file = f"/ho-so/{petition.pk}/"
    an = enter(here.an)
    assert "Chấp nhận kiến nghị" in words(an.get(file)) and "Không chấp nhận kiến nghị" in words(an.get(file))
    assert an.post(file + "uphold/", {"version": 1, "reason": "Có văn bản giao nhận"}).status_code == 302
    minh = enter(here.minh)
    assert file in minh.get("/viec-cua-toi/").content.decode()
    ask = re.search(r'href="(/ho-so/\d+/ask_reopen/)"', minh.get(file).content.decode())[1]
    form = minh.get(ask)
    assert "được chấp nhận" in form.content.decode()
    sheet = month.sheet(here.lan)
    until = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert value(form, "version") == str(sheet.version)
    minh.post(ask, {"version": sheet.version, "reason": "Kiến nghị được chấp nhận", "until": until})
    enter(here.thu).post(f"/ho-so/{sheet.pk}/reopen/", {"version": sheet.version + 1})
    assert "đang được mở lại" in words(minh.get(file))
    sheet = month.sheet(here.lan)
    done = minh.post(page(sheet), typed(sheet, {"I.1": "5"}, step="score", remark="Đã xem lại"))
    assert done.status_code == 302
    sheet = month.sheet(here.lan)
    minh.post(f"/ho-so/{sheet.pk}/notify/", {"version": sheet.version})
    said = words(enter(here.lan).get(file))
    assert "Đã đánh giá lại" in said
    assert re.search(r"Kết quả bị kiến nghị 99,50 .* Kết quả mới 100,00", said)
    assert Petition.objects.get().state == "corrected"
    assert "Số lượng" in words(enter(here.lan).get(page(sheet)))


def test_a_refusal_is_read_with_its_reason(month: Month, enter: Entering) -> None:
    petition = sent(month, enter)
    reason = {"version": 1, "reason": "Báo cáo thứ hai chưa được nghiệm thu"}
    enter(month.here.an).post(f"/ho-so/{petition.pk}/refuse/", reason)
    said = words(enter(month.here.lan).get(f"/ho-so/{petition.pk}/"))
    assert "Không chấp nhận" in said and reason["reason"] in said and "ngày làm việc" not in said.split("Lịch sử")[0]


def test_the_list_shows_each_theirs(month: Month, enter: Entering) -> None:
    petition, here = sent(month, enter), month.here
    for who in (here.lan, here.minh, here.an, here.thu, here.dung):
        said = enter(who).get("/kien-nghi/").content.decode()
        assert f'href="/ho-so/{petition.pk}/"' in said, who
        assert f'href="/ho-so/{petition.pk}/"' in enter(who).get("/kien-nghi/?tinh_trang=dang-mo").content.decode()
    for who in (here.hoa, here.far):
        assert f"/ho-so/{petition.pk}/" not in enter(who).get("/kien-nghi/").content.decode()
    assert b'href="/kien-nghi/"' in enter(here.lan).get("/phieu/").content


def test_a_sheet_shows_its_petitions_to_those_who_see_them_alone(month: Month, enter: Entering) -> None:
    petition, here = sent(month, enter), month.here
    for who, sees in ((here.lan, True), (here.minh, True), (here.thu, True), (here.hoa, False)):
        body = enter(who).get(page(petition.sheet)).content.decode()
        assert (f'href="/ho-so/{petition.pk}/"' in body) is sees, who


def test_looking_changes_nothing(month: Month, enter: Entering) -> None:
    form = ready(month)
    for tail in ("", "?dong=total"):
        enter(month.here.lan).get(form + tail)
    assert Petition.objects.count() == 0
