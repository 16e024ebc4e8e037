"""Rows of the demonstration agency that routes of access.yaml are about, by the names it gives them."""

from datetime import date
from typing import Any

from django.utils import timezone

from congminh.accounts.models import Slips
from congminh.catalogue.models import Catalogue
from congminh.jobs.models import Job
from congminh.law.calendar import Period
from congminh.ledger.actions import open_file, take
from congminh.ledger.models import Attachment, Notice
from congminh.org.models import Leave, Person
from congminh.work.actions import assign, put_goal, put_template
from congminh.work.models import Goal, Task, Template
from congminh.work.rows import Row
from tests.apps.desk.test_steps import PDF
from tests.apps.exchange.books import given
from tests.apps.trial.models import TrialSheet


def of_the_demonstration() -> dict[str, Any]:
    """The name of each place and its number."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    who = {code: Person.objects.get(code=f"TBM-{code}") for code in (301, 304, 404)}
    rows = {"owner": who[304], "assessor": who[301], "personnel": who[404]}
    sheet = open_file(TrialSheet(procedure="trial_sheet", **rows))
    take("assign", sheet, who[301], 0, {"tasks": "Soạn kế hoạch"}, [SimpleUploadedFile("ke-hoach.pdf", PDF)])
    assert date.today() >= who[304].begun
    job = Job.objects.create(owner=who[304], label="Tải bảng điểm", task="any", language="vi")
    lan, hoa = (who.get(code) or Person.objects.get(code=f"TBM-{code}") for code in (304, 302))
    slips = Slips.objects.create(owner=who[404])
    slips.keep({who[304].pk: "x"})
    leave = Leave.objects.create(person=lan, kind="sick", first=date(2026, 3, 2), last=date(2026, 3, 3))
    catalogue = Catalogue.objects.get()
    seat = lan.posts.get().position
    task, goal, template = _of_work(who[301], lan, catalogue)
    return {
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
        "lan_leave": leave.pk,
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
