"""The connection cut at COMMIT, before it arrived and before its answer; pages killed while they answer.

Whoever gets no answer repeats what they did: it is done once.
"""

from __future__ import annotations

import re
import threading

import pytest

from tests.apps.operations.sites import ENGINE
from tests.faults.breaking import Broken
from tests.faults.proxy import between
from tests.faults.served import Pages, served

ONCE = 11
ENTRY, DONE = 'INSERT INTO "ledger_entry"', 'UPDATE "assessment_round"'
by_wire = pytest.mark.skipif(ENGINE != "postgresql", reason="SQLite is reached by no wire")


def heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.S)
    return found[1] if found else page[:500]


@by_wire
def test_a_step_cut_at_its_commit_and_sent_again_is_taken_once(site: Broken) -> None:
    with site.hand() as hand, between(site.url) as (proxy, url), served(site, "--no-worker", DATABASE_URL=url) as pages:
        for number, when in enumerate(("before", "after")):
            sheet, who = hand("to_tell", number)[0]
            way = f"/ho-so/{sheet}/notify/"
            cookie, sent = pages.form(way, hand("enter", who))
            proxy.cut(ENTRY, when)
            status, page = pages.ask(way, cookie, sent)
            assert (proxy.cuts, status) == (number + 1, 503), heading(page)
            assert "Mất kết nối với cơ sở dữ liệu" in page
            assert hand("told", [sheet]) == {str(sheet): ONCE if when == "after" else 0}
            again, page = pages.ask(way, cookie, sent)
            assert again in (302, 409), heading(page)  # done now; or done before, as the answer says
            assert hand("told", [sheet]) == {str(sheet): ONCE}


@by_wire
def test_a_closing_cut_at_its_commit_and_begun_again_is_one_closing(site: Broken) -> None:
    with site.hand() as hand, between(site.url) as (proxy, url):
        site.more = {"DATABASE_URL": url}
        with site.worker() as worker:
            for number, when in enumerate(("before", "after")):
                proxy.cut(DONE, when)
                job = hand("begin", number)
                hand.over(job)
                assert proxy.cuts == number + 1
                assert hand("job", job)[0] == ("failed" if when == "before" else "done")
                hand.closes(number)
                assert hand("effects", number) == site.calm(number)
            assert not worker.is_dead(), worker.said()
        assert hand("receipts") == []


def test_pages_killed_while_they_answer_lose_nothing_they_answered(site: Broken) -> None:
    """Everybody tells their results at once; all is killed half way; then everybody sends again what had no answer."""
    with site.hand() as hand:
        some = [each for number in range(3) for each in hand("to_tell", number)][:24]
        cookies = {who: hand("enter", who) for who in {who for _, who in some}}
        answered: dict[int, int] = {}
        with served(site, "--no-worker") as pages:
            forms = {sheet: pages.form(f"/ho-so/{sheet}/notify/", cookies[who]) for sheet, who in some}
            _all_at_once(pages, forms, answered, kill_after=len(some) // 2)
        left = hand("told", list(forms))
        assert set(left.values()) <= {0, ONCE}, left
        acknowledged = [sheet for sheet, status in answered.items() if status == 302]
        assert acknowledged and all(left[str(sheet)] == ONCE for sheet in acknowledged)
        assert len(acknowledged) < len(some)
        with served(site, "--no-worker") as pages:
            for sheet, (cookie, sent) in forms.items():
                if sheet not in acknowledged:
                    assert pages.ask(f"/ho-so/{sheet}/notify/", cookie, sent)[0] in (302, 409)
        assert set(hand("told", list(forms)).values()) == {ONCE}
    print(f"{len(acknowledged)} of {len(some)} acknowledged before the kill, 0 lost, 0 twice")


def _all_at_once(
    pages: Pages, forms: dict[int, tuple[str, dict[str, str]]], answered: dict[int, int], kill_after: int
) -> None:
    def send(sheets: list[int]) -> None:
        for sheet in sheets:
            try:
                answered[sheet] = pages.ask(f"/ho-so/{sheet}/notify/", *forms[sheet])[0]
            except OSError:
                return
            if len(answered) == kill_after:
                pages.kill()

    every = list(forms)
    threads = [threading.Thread(target=send, args=(every[start::4],)) for start in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
