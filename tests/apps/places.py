"""Rows of the demonstration agency that routes of access.yaml are about, by the names it gives them."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from congminh.accounts.models import Sitting, Slips
from congminh.assessment.models import PeriodSheet
from congminh.catalogue.models import Catalogue
from congminh.insight.models import WhatIf
from congminh.jobs.models import Job
from congminh.law.calendar import Period
from congminh.ledger.actions import open_file, take
from congminh.ledger.models import Attachment, Notice
from congminh.org.models import Decision, Leave, Person, Unit
from congminh.privacy.actions import ask
from congminh.unit_year.actions import begin_set, decide_set, open_year, put_criteria
from congminh.unit_year.models import UnitSheet
from congminh.work.actions import assign, put_goal, put_template
from congminh.work.models import Goal, Task, Template
from congminh.work.rows import Row
from congminh.year.actions import Filled, bring_months, convene, enter_ground, file_form
from congminh.year.actions import open_year as open_year_of_people
from congminh.year.models import Ground, MonthBrought, YearSheet
from tests.apps.desk.test_steps import PDF
from tests.apps.exchange.books import given
from tests.apps.trial.models import TrialSheet
from tests.apps.unit_year.year import rows as criteria_rows
from tests.apps.year.autumn import HELD, put_months


def of_the_demonstration() -> dict[str, Any]:
    """The name of each place and its number."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    who = {code: Person.objects.get(code=f"TBM-{code}") for code in (301, 304, 404)}
    rows = {"owner": who[304], "assessor": who[301], "personnel": who[404]}
    sheet = open_file(TrialSheet(procedure="trial_sheet", **rows))
    take("assign", sheet, who[301], 0, {"tasks": "Soạn kế hoạch"}, [SimpleUploadedFile("ke-hoach.pdf", PDF)])
    assert timezone.localdate() >= who[304].begun
    job = Job.objects.create(owner=who[304], label="Tải bảng điểm", task="any", language="vi")
    lan, hoa = (who.get(code) or Person.objects.get(code=f"TBM-{code}") for code in (304, 302))
    slips = Slips.objects.create(owner=who[404])
    slips.keep({who[304].pk: "x"})
    leave = Leave.objects.create(person=lan, kind="sick", first=date(2026, 3, 2), last=date(2026, 3, 3))
    catalogue = Catalogue.objects.get()
    seat = lan.posts.get().position
    task, goal, template = _of_work(who[301], lan, catalogue)
    organisations = _of_organisations(who[404])
    return {
        **organisations,
        **_of_the_year(who[404], lan),
        **_of_closed_periods(who[404], lan, hoa),
        "lan_task": task.pk,
        "a_goal": goal.pk,
        "a_template": template.pk,
        "lan_sheet": sheet.pk,
        "lan_paper": Attachment.objects.get().pk,
        "lan_notice": Notice.objects.get(entry__file=sheet).pk,
        "commune_catalogue": catalogue.pk,
        "thu_import": given("units", [{"code": "TBM-3", "name": "Phòng Kinh tế"}], who[404]).pk,
        "a_product": catalogue.products.order_by("pk")[0].pk,
        "lan_job": job.pk,
        "thu_slips": slips.pk,
        "thu_factor": Authenticator.objects.create(user=who[404].user, type="totp", data={"secret": "x"}).pk,
        "thu_sitting": Sitting.objects.create(user=who[404].user, session_key="elsewhere").pk,
        "lan_leave": leave.pk,
        "lan_request": ask(lan, "correct", ["identity"], "Sửa tên đệm").pk,
        "lan_position": seat.pk,
        "lan_group": seat.peer_group_id,
        "hoa_post": hoa.posts.get().pk,
    }


def _of_work(minh: Person, lan: Person, catalogue: Catalogue) -> tuple[Task, Goal, Template]:
    """A task of Lan's, a goal of her office, a recurring task."""
    today = timezone.localdate()
    period, unit = Period.of_day(today), lan.posts.get().unit
    product = catalogue.products.get(code="KT-16")
    task = assign([Row(lan, product, 1000, period.last, period.code)], minh)[0]
    goal = put_goal(Goal(unit=unit, name="Cấp giấy lần đầu", first=period.code, last=period.code), minh)
    return task, goal, put_template(Template(unit=unit, person=lan, code="KT-16"), minh)


def _of_organisations(thu: Person) -> dict[str, int]:
    """The year of the commune's organisations: a set of criteria in force, a draft, the sheet of the economy office."""
    commune = Unit.objects.get(code="TBM-1")
    decided = begin_set(commune, thu, "Bộ tiêu chí")
    put_criteria(decided, thu, criteria_rows())
    paper = Decision(number="45/QĐ-UBND", signed_on=date(2026, 1, 5), signer="Chủ tịch UBND tỉnh", about="Bộ tiêu chí")
    decide_set(decided, thu, paper, date(2026, 1, 1))
    open_year(2026, thu)
    return {
        "commune": commune.pk,
        "criteria_in_force": decided.pk,
        "criteria_draft": begin_set(commune, thu, "Dự thảo", decided).pk,
        "economy_year": UnitSheet.objects.get(unit__code="TBM-3").pk,
    }


def _of_the_year(thu: Person, lan: Person) -> dict[str, int]:
    """The commune's year, with Lan's sheet, a ground and a month she brought."""
    commune = Unit.objects.get(code="TBM-1")
    opened = open_year_of_people(commune, 2026, thu)
    act = Ground(person=lan, kind="administrative", act="Chậm trả hồ sơ", document="7/QĐ-UBND", signer="Chủ tịch")
    act.act_day, act.effective, act.duty_related = date(2026, 1, 5), date(2026, 2, 2), True
    act.happened_at = lan.posts.get().unit
    month = MonthBrought(person=lan, year=2025, month=7, total_cp=8000, agency="Sở giả định", document="9/SGD")
    month.signed_on = date(2025, 8, 5)
    return {
        "a_year": opened.round.pk,
        "lan_year": opened.round.sheets.get(person=lan).pk,
        "a_ground": enter_ground(act, thu).pk,
        "a_month_brought": bring_months([month], thu)[0].pk,
    }


def _of_closed_periods(thu: Person, lan: Person, hoa: Person) -> dict[str, int]:
    """Lan's month of October, told and closed; what somebody supposed of it; a meeting on Hoa's year."""
    commune = Unit.objects.get(code="TBM-1")
    closed = put_months(lan, {10: 8500}, commune)[0]
    PeriodSheet.objects.filter(pk=closed.pk).update(unit=lan.posts.get().unit)
    supposed = WhatIf.objects.create(by=thu, kind="month", period=202610, law="duthao2025", done_at=timezone.now())
    supposed.agencies.add(commune)
    sheet = YearSheet.objects.get(person=hoa)
    file_form(sheet, hoa, sheet.version, Filled("good", "Hoàn thành nhiệm vụ"))
    sheet.refresh_from_db()
    return {"lan_closed": closed.pk, "a_what_if": supposed.pk, "a_meeting": convene([sheet], thu, HELD).pk}
