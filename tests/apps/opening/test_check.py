"""The check before a period opens: run, read by kind, mended one by one, run again until it is green."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from congminh.jobs.models import Job
from congminh.opening.mending import MENDS
from congminh.org import precheck
from congminh.org.actions import end_post
from congminh.org.models import Check, CheckFinding, Person
from tests.apps.catalogue.office import in_force
from tests.apps.org.commune import SINCE, Commune, person, post, unit
from tests.apps.org_pages.conftest import Entering, faulty, rows, words


def run(client: Client, here: Commune, **more: Any) -> Any:
    said = {"ngay": "2026-10-15", "don_vi": here.commune.pk, **more}
    answer = client.post("/kiem-tra/chay/", said)
    return client.get(answer.headers["Location"]) if answer.status_code == 302 else answer


def with_accounts(here: Commune, enter: Entering) -> None:
    for who in Person.objects.all():
        enter(who)


def test_before_the_first_check_the_page_says_what_to_do(thu: Client) -> None:
    assert "Chưa kiểm tra lần nào" in words(thu.get("/kiem-tra/"))


def test_what_is_missing_is_listed_with_the_button_that_mends_it(here: Commune, thu: Client) -> None:
    end_post(here.minh.posts.get(), date(2026, 9, 30))
    page = run(thu, here)
    told = words(page)
    assert "cần khắc phục UBND xã Thanh Bình Minh, tại ngày 15/10/2026" in told
    assert "Phòng Kinh tế chưa có người đứng đầu" in told
    assert "/don-vi/KT/bo-nhiem/?rank=head&amp;next=%2Fkiem-tra%2F%3Flan%3D" in page.content.decode()
    assert "/cong-chuc/SON/bo-nhiem/?next=" in page.content.decode()


def test_one_kind_is_seen_alone(here: Commune, thu: Client) -> None:
    run(thu, here)
    check = Check.objects.get()
    every = list(rows(thu.get(f"/kiem-tra/?lan={check.pk}")))
    alone = list(rows(thu.get(f"/kiem-tra/?lan={check.pk}&loai=without_account")))
    assert len(every) > len(alone) == check.counts["without_account"]
    assert list(rows(thu.get(f"/kiem-tra/?lan={check.pk}&loai=khong-co"))) == every


def test_after_mending_one_comes_back_is_told_to_check_again_and_it_turns_green(
    here: Commune, thu: Client, enter: Entering
) -> None:
    with_accounts(here, enter)
    in_force(here)
    Person.objects.filter(pk=here.son.pk).update(ended=SINCE)
    deputy = here.thuong.posts.get()
    deputy.rank = "deputy"
    deputy.save()
    post(here.son, here.culture)
    Person.objects.filter(pk=here.son.pk).update(ended=None)
    post(person("TRUONG", "Trương Thị Đầu"), here.culture, "head")
    enter(Person.objects.get(code="TRUONG"))
    page = run(thu, here)
    (only,) = rows(page)
    assert only.startswith("Nguyễn Phan Hoài Thương, cấp phó của Phòng Văn hóa, chưa có lĩnh vực phụ trách")
    assert only.endswith("Phòng Văn hóa Giao lĩnh vực phụ trách")
    check = Check.objects.get()
    said = {"on": "2026-10-15", "persons": [here.thu.pk], "next": f"/kiem-tra/?lan={check.pk}"}
    answer = thu.post(f"/vi-tri-dang-giu/{deputy.pk}/linh-vuc/", said)
    assert "vừa thay đổi: hãy kiểm tra lại" in words(thu.get(answer.headers["Location"]))
    assert "Sẵn sàng mở kỳ" in words(run(thu, here))
    assert "Đã có lần kiểm tra sau" in words(thu.get(f"/kiem-tra/?lan={check.pk}"))
    assert "Sẵn sàng mở kỳ" in words(thu.get("/kiem-tra/"))


def test_a_day_or_a_unit_that_is_none_is_told_beside_its_field(here: Commune, thu: Client) -> None:
    page = run(thu, here, ngay="mai", don_vi=here.other_commune.pk)
    assert page.status_code == 422
    assert faulty(page) == {"ngay", "don_vi"}
    assert Check.objects.exists() is False


def test_a_unit_that_begins_later_cannot_be_checked_today(here: Commune, thu: Client) -> None:
    new = unit("MT", "Phòng Môi trường", "direct", here.commune, date(2027, 1, 1))
    assert faulty(run(thu, here, don_vi=new.pk)) == {"don_vi"}


def test_a_province_is_checked_as_long_work(here: Commune, thu: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congminh.org.precheck.run.AT_ONCE", 2)
    answer = thu.post("/kiem-tra/chay/", {"ngay": "2026-10-15", "don_vi": here.commune.pk})
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/viec-nen/{job.pk}/"
    assert (job.owner, job.arguments) == (here.thu, {"day": "2026-10-15", "within": here.commune.pk})


def test_the_long_work_keeps_what_the_page_then_shows(here: Commune, thu: Client) -> None:
    from congminh.opening.work import _find, check

    job = Job.objects.create(owner=here.thu, label="Kiểm tra", task="check", language="vi")
    found = _find(job, "2026-10-15", here.commune.pk)
    result = check.func.__wrapped__(job, found, "2026-10-15", here.commune.pk)
    assert job.done == job.total > 0
    assert result == f"/kiem-tra/?lan={Check.objects.get().pk}"
    assert len(list(rows(thu.get(result)))) == CheckFinding.objects.count() == len(found)


def test_every_act_that_a_check_asks_for_has_its_page() -> None:
    asked = {"appoint", "bring_catalogue", "end_post", "give_account", "give_field", *precheck.MENDS.values()}
    assert asked - MENDS.keys() == set()


def test_only_personnel_see_it_and_only_their_own(here: Commune, thu: Client, enter: Entering) -> None:
    run(thu, here)
    check = Check.objects.get()
    assert enter(here.minh).get("/kiem-tra/").status_code == 403
    assert enter(here.son).get("/kiem-tra/").status_code == 404
    here.far.posts.update(position=here.thu.posts.get().position)
    assert enter(here.far).get(f"/kiem-tra/?lan={check.pk}").status_code == 404
    assert "Chưa kiểm tra lần nào" in words(enter(here.far).get("/kiem-tra/"))
