"""Large files are read, written and taken back by a worker; the page shows how far it is."""

from typing import Any

import pytest
from django.test import Client

from congminh.exchange.models import Import
from congminh.exchange.views import work
from congminh.jobs.models import Job
from congminh.org.models import Unit
from tests.apps.exchange_pages.sending import THERE, last, page, products, send, sheet
from tests.apps.exchange_pages.test_catalogue import SIGNED
from tests.apps.exchange_pages.test_import import TEAM
from tests.apps.jobs.hands import run_waiting
from tests.apps.org.commune import Commune
from tests.apps.org_pages.conftest import words


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LARGE_BYTES", 100)
    monkeypatch.setattr(work, "LARGE_ROWS", 1)


def teams(number: int) -> bytes:
    return sheet("units", [{**TEAM, "code": f"T{n}", "name": f"Tổ {n}"} for n in range(number)])


def test_a_large_file_is_read_by_a_worker_while_its_page_tells(here: Commune, thu: Client) -> None:
    answer = send(thu, "units", teams(3), follow=False)
    task = Job.objects.get()
    assert answer.headers["Location"] == f"/viec-nen/{task.pk}/"
    assert "Đang chờ đến lượt" in words(thu.get(page(last())))
    run_waiting()
    task.refresh_from_db()
    assert (task.state, task.result_url) == ("done", page(last()))
    assert "3 thêm mới" in words(thu.get(page(last())))


def test_it_is_written_and_taken_back_by_a_worker_too(here: Commune, thu: Client) -> None:
    send(thu, "units", teams(3))
    run_waiting()
    for address, number in (("ghi/", 3), ("hoan-tac/", 0)):
        thu.post(page(last(), address))
        assert Unit.objects.filter(code__startswith="T", code__regex="[0-9]").count() == 3 - number
        run_waiting()
        assert Job.objects.order_by("-pk")[0].state == "done"
        assert Unit.objects.filter(code__startswith="T", code__regex="[0-9]").count() == number
    assert last().state == "undone"


def test_a_refused_file_says_so_on_its_page(here: Commune, thu: Client) -> None:
    send(thu, "units", b"not a workbook" * 20)
    run_waiting()
    said = words(thu.get(page(last())))
    assert "bị từ chối" in said
    assert "Tệp không phải là tệp Excel" in said
    assert "Gửi tệp khác" in said


def test_a_catalogue_with_its_decision_is_entered_by_a_worker(here: Commune, thu: Client) -> None:
    from congminh.catalogue.models import Catalogue

    send(thu, "catalogue", products(*THERE))
    run_waiting()
    thu.post(page(last(), "ghi/"), SIGNED)
    run_waiting()
    assert Catalogue.objects.get().state == "decided"


def test_what_was_wrong_is_said_by_the_job_and_nothing_is_saved(here: Commune, thu: Client) -> None:
    send(thu, "units", teams(2))
    run_waiting()
    first: Any = thu.post(page(last(), "ghi/"))
    thu.post(page(last(), "ghi/"))
    run_waiting()
    assert first.status_code == 302
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "done", "failed"]
    assert Import.objects.get().state == "applied"


def test_a_reading_whose_worker_went_is_begun_again(here: Commune, thu: Client) -> None:
    send(thu, "units", teams(2))
    Job.objects.update(state="failed", problem="Việc dừng giữa chừng.")
    said = words(thu.get(page(last())))
    assert "Việc dừng giữa chừng." in said
    assert "Đọc lại tệp" in said
    answer = thu.post(page(last(), "doc-lai/"))
    assert answer.headers["Location"] == f"/viec-nen/{Job.objects.order_by('-pk')[0].pk}/"
