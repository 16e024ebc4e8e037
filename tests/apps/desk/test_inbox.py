"""What waits for me, what I was told."""

from congminh.ledger.actions import take
from congminh.ledger.models import Notice
from tests.apps.desk.conftest import Entering
from tests.apps.org.commune import Commune
from tests.apps.trial.models import TrialSheet


def test_home_lists_the_files_whose_next_step_is_mine(here: Commune, sheet: TrialSheet, enter: Entering) -> None:
    minh, lan = enter(here.minh), enter(here.lan)
    assert f"/ho-so/{sheet.pk}/" in minh.get("/viec-cua-toi/").content.decode()
    assert f"/ho-so/{sheet.pk}/" not in lan.get("/viec-cua-toi/").content.decode()
    take("assign", sheet, here.minh, 0, {"tasks": "Soạn kế hoạch"})
    assert f"/ho-so/{sheet.pk}/" not in minh.get("/viec-cua-toi/").content.decode()
    assert f"/ho-so/{sheet.pk}/" in lan.get("/viec-cua-toi/").content.decode()


def test_an_account_without_a_post_is_told_why_it_is_empty(here: Commune, enter: Entering) -> None:
    page = enter(here.son).get("/")
    assert page.status_code == 200
    assert "chưa gắn với công chức nào đang công tác" in page.content.decode()
    assert enter(here.son).get("/hop-thu/").status_code == 404


def test_the_inbox_counts_what_is_unread_and_marks_only_mine(here: Commune, sheet: TrialSheet, enter: Entering) -> None:
    take("assign", sheet, here.minh, 0, {"tasks": "Soạn kế hoạch"})
    notice = Notice.objects.get(to=here.lan)
    lan = enter(here.lan)
    page = lan.get("/hop-thu/").content.decode()
    assert "Giao nhiệm vụ" in page
    assert '<a class="count" href="/hop-thu/">1' in page
    enter(here.minh).post("/hop-thu/da-doc/", {"newest": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None
    assert lan.post("/hop-thu/da-doc/", {"newest": notice.pk}).headers["Location"] == "/hop-thu/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert 'class="count"' not in lan.get("/hop-thu/").content.decode()


def test_a_notice_that_came_after_the_page_was_shown_stays_unread(
    here: Commune, sheet: TrialSheet, enter: Entering
) -> None:
    take("assign", sheet, here.minh, 0, {"tasks": "Một"})
    shown = Notice.objects.get(to=here.lan)
    take("assign", sheet, here.minh, 1, {"tasks": "Hai"})
    enter(here.lan).post("/hop-thu/da-doc/", {"newest": shown.pk})
    assert [notice.read_at is None for notice in Notice.objects.filter(to=here.lan).order_by("pk")] == [False, True]
