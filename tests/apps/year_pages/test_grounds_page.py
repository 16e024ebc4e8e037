"""Grounds and months brought: entered from documents, one act once, taken back; files read and written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congminh.ledger.log.folder import Folder
from congminh.ledger.log.notes import Signer
from congminh.org.models import Person
from congminh.year.facts import months_of
from congminh.year.models import Ground, MonthBrought
from tests.apps.year.autumn import YEAR, Autumn

Entering = Callable[[Person], Client]
LIST, NEW = "/xep-loai/can-cu/", "/xep-loai/can-cu/moi/"
BROUGHT, FILE, HAND, EXPORT = (f"/xep-loai/chuyen-ket-qua/{part}" for part in ("", "nhap-tep/", "nhap/", "xuat/"))


def ground(autumn: Autumn, **more: str) -> dict[str, str]:
    told = {"person": "LAN", "kind": "administrative", "act": "Chậm xử lý hồ sơ đất đai", "act_day": "2026-03-02"}
    told |= {"document": "15/QĐ-UBND", "effective": "2026-05-04", "signer": "Phạm Quốc An", "form": "Khiển trách"}
    return {**told, "duty_related": "on", "happened_at": str(autumn.here.economy.pk), **more}


def test_a_ground_is_entered_from_its_document_and_the_list_says_where_it_counts(
    autumn: Autumn, enter: Entering
) -> None:
    browser = enter(autumn.here.thu)
    assert browser.get(NEW).status_code == 200
    assert browser.post(NEW, ground(autumn)).status_code == 302
    row = browser.get(LIST).context["groups"][0]["rows"][0]
    assert row["counts"]["badge"]["word"] == "Năm 2026" and "Điều 11.3.a" in row["counts"]["sub"]
    assert Ground.objects.get().agency == autumn.here.commune


def test_an_act_that_counts_already_is_refused_with_where_and_a_further_document_enters_knowingly(
    autumn: Autumn, enter: Entering
) -> None:
    browser = enter(autumn.here.thu)
    browser.post(NEW, ground(autumn))
    second = ground(autumn, kind="party", document="3-QĐ/ĐU", effective="2026-09-01", act=" chậm xử lý hồ sơ đất đai ")
    refused = browser.post(NEW, second)
    said = refused.content.decode()
    assert refused.status_code == 422 and set(refused.context["form"].errors) == {"act"}
    assert "năm 2026" in said and "15/QĐ-UBND" in said and "3-QĐ/ĐU" in said
    assert Ground.objects.count() == 1
    again = ground(autumn, kind="party", document="3-QĐ/ĐU", effective="2026-09-01", besides="on")
    assert browser.post(NEW, again).status_code == 302
    words = {row["ground"].document: row["counts"]["badge"]["word"] for row in
             browser.get(LIST).context["groups"][0]["rows"]}  # fmt: skip
    assert words == {"15/QĐ-UBND": "Năm 2026", "3-QĐ/ĐU": "Không tính lần nữa"}


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(autumn: Autumn, enter: Entering) -> None:
    browser = enter(autumn.here.thu)
    wrong = browser.post(NEW, ground(autumn, act_day="2026-06-01"))
    assert wrong.status_code == 422 and set(wrong.context["form"].errors) == {"effective"}
    assert "Chậm xử lý hồ sơ đất đai" in wrong.content.decode()
    neither = ground(autumn)
    del neither["duty_related"]
    assert set(browser.post(NEW, neither).context["form"].errors) == {"duty_related"}
    assert not Ground.objects.exists()


def test_grounds_are_entered_by_personnel_never_for_oneself_and_hidden_from_strangers(
    autumn: Autumn, enter: Entering
) -> None:
    here = autumn.here
    assert enter(here.thu).post(NEW, ground(autumn, person="THU")).status_code == 403
    assert enter(here.an).get(NEW).status_code == 403 and enter(here.lan).get(LIST).status_code == 403
    enter(here.thu).post(NEW, ground(autumn))
    assert "15/QĐ-UBND" in enter(here.an).get(LIST).content.decode()
    assert "15/QĐ-UBND" not in enter(here.far).get(LIST).content.decode()


def test_a_ground_taken_back_leaves_the_list_and_counts_no_more(autumn: Autumn, enter: Entering) -> None:
    browser = enter(autumn.here.thu)
    browser.post(NEW, ground(autumn))
    page = f"{LIST}{Ground.objects.get().pk}/rut/"
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"reason": ""}).status_code == 422
    assert browser.post(page, {"reason": "Quyết định bị hủy"}).status_code == 302
    assert browser.get(LIST).context["page"].paginator.count == 0
    assert "Quyết định bị hủy" in browser.get(f"{LIST}?ca_da_rut=on").content.decode()
    assert browser.post(page, {"reason": "lần nữa"}).status_code == 422
    assert browser.post(NEW, ground(autumn, document="16/QĐ-UBND")).status_code == 302


@pytest.fixture(autouse=True)
def key(settings: Any, tmp_path: Path) -> None:
    """This installation's key, with which its log and its files are signed."""
    settings.LOG_FOLDER = tmp_path / "log"
    Folder.here().make_key("so-vet.example")


def exported(autumn: Autumn, enter: Entering, **more: str) -> bytes:
    form = {"person": "LAN", "year": str(YEAR), "document": "9/UBND-TCCB", "signed_on": "2026-11-20", **more}
    answer = enter(autumn.here.thu).post(EXPORT, form)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return bytes(answer.content)


def sent(raw: bytes, person: str = "LAN") -> dict[str, object]:
    return {"person": person, "file": SimpleUploadedFile("ket-qua.json", raw)}


def test_results_go_out_as_a_signed_file_with_every_month_and_its_seal(autumn: Autumn, enter: Entering) -> None:
    found = json.loads(exported(autumn, enter))
    assert [each["month"] for each in found["body"]["months"]] == list(range(1, 13))
    assert all(len(each["seal"]) == 64 and each["total_cp"] == 8500 for each in found["body"]["months"])
    assert found["body"]["agency"] == "UBND xã Thanh Bình Minh" and found["signed"]["key"].startswith("so-vet.example+")
    form = {"person": "LAN", "year": str(YEAR), "document": "9", "signed_on": "2026-11-20"}
    assert enter(autumn.here.an).post(EXPORT, form).status_code == 403


def test_a_file_that_was_changed_is_of_another_or_is_none_enters_nothing(autumn: Autumn, enter: Entering) -> None:
    raw, browser = exported(autumn, enter), enter(autumn.here.thu)
    for wrong in (
        sent(raw.replace(b"8500", b"9500")),
        sent(raw, "MINH"),
        sent(b"{}"),
        sent(b"\xff\x00"),
        sent(b"[" * 100_000),
        sent(raw + b" " * 300_000),
        sent(raw.replace(b'"total_cp": 8500', b'"total_cp": "8500"')),
    ):
        answer = browser.post(FILE, wrong)
        assert answer.status_code == 422 and "file" in answer.context["form"].errors
    assert not MonthBrought.objects.exists()


def test_months_known_here_already_are_refused_by_name(autumn: Autumn, enter: Entering) -> None:
    answer = enter(autumn.here.thu).post(FILE, sent(exported(autumn, enter)))
    assert answer.status_code == 422 and "tháng 1" in str(answer.context["form"].errors["file"]).lower()
    assert not MonthBrought.objects.exists()


def test_a_newcomer_s_months_are_read_in_with_their_digest(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    raw = exported(autumn, enter)
    twin = Person.objects.create(code="MOI", name=here.lan.name, begun=here.lan.begun)
    from tests.apps.org.commune import post

    post(twin, here.economy)
    browser = enter(here.thu)
    assert browser.post(FILE, sent(raw, "MOI"), follow=True).status_code == 200
    rows = MonthBrought.objects.filter(person=twin)
    assert rows.count() == 12 and len(rows[0].digest) == 64 and rows[0].document == "9/UBND-TCCB"
    assert [each.source for each in months_of([twin.pk], YEAR)[twin.pk]] == ["brought"] * 12
    assert rows[0].digest[:16] in browser.get(BROUGHT).content.decode()
    assert {row.key for row in rows} == {str(Folder.here().verifier())}
    onward = json.loads(exported(autumn, enter, person="MOI"))
    assert onward["body"]["months"][0]["from"] == "UBND xã Thanh Bình Minh"


def test_a_file_another_installation_signed_holds_and_its_key_is_to_be_compared_the_first_time(
    autumn: Autumn, enter: Entering
) -> None:
    here = autumn.here
    raw = exported(autumn, enter)
    from tests.apps.org.commune import post

    def newcomer(code: str) -> None:
        post(Person.objects.create(code=code, name=here.lan.name, begun=here.lan.begun), here.economy)

    (Folder.here().path / "key").unlink()
    (Folder.here().path / "key.pub").unlink()
    Folder.here().make_key("so-vet.xa-ban.example")
    browser = enter(here.thu)
    for code, is_said in (("MOI", True), ("MOI2", False)):
        newcomer(code)
        page = browser.post(FILE, sent(raw, code), follow=True)
        assert ("so-vet.example+" in " ".join(map(str, page.context["messages"]))) is is_said
    assert MonthBrought.objects.count() == 24


def test_a_body_signed_by_another_key_than_the_file_names_enters_nothing(autumn: Autumn, enter: Entering) -> None:
    found = json.loads(exported(autumn, enter))
    found["signed"]["key"] = str(Signer.made("so-vet.example").verifier)
    answer = enter(autumn.here.thu).post(FILE, sent(json.dumps(found).encode(), "MINH"))
    assert answer.status_code == 422 and "Chữ ký của tệp không đúng" in answer.content.decode()


def test_without_a_key_nothing_is_exported_and_the_page_says_what_to_do(autumn: Autumn, enter: Entering) -> None:
    (Folder.here().path / "key").unlink()
    form = {"person": "LAN", "year": str(YEAR), "document": "9", "signed_on": "2026-11-20"}
    answer = enter(autumn.here.thu).post(EXPORT, form)
    assert answer.status_code == 422 and "congminh log init" in answer.content.decode()


def test_months_are_entered_from_a_paper_and_taken_back(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    new = Person.objects.create(code="MOI", name="Người Mới", begun=here.lan.begun)
    from tests.apps.org.commune import post

    post(new, here.economy)
    browser = enter(here.thu)
    form = {"person": "MOI", "year": str(YEAR), "agency": "Sở Nội vụ tỉnh bạn", "document": "5/SNV",
            "signed_on": "2026-11-02"}  # fmt: skip
    assert "month_1" in browser.post(HAND, form).context["form"].errors
    assert browser.post(HAND, {**form, "month_1": "86,5", "month_2": "120"}).status_code == 422
    assert browser.post(HAND, {**form, "month_1": "86,5", "month_2": "90"}).status_code == 302
    assert list(MonthBrought.objects.values_list("month", "total_cp")) == [(1, 8650), (2, 9000)]
    page = f"{BROUGHT}{MonthBrought.objects.first().pk}/rut/"  # type: ignore[union-attr]
    assert browser.post(page, {"reason": "Nhầm người"}).status_code == 302
    assert [each.month for each in months_of([new.pk], YEAR)[new.pk]] == [2]
    assert enter(here.an).get(HAND).status_code == 403
