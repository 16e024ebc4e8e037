"""The month's pages with 40,000 people and 1,000,000 tasks in PostgreSQL: queries, and milliseconds."""

import sys
from collections.abc import Sequence

from bench.measure import LIMITS, apart
from bench.pages import MOST_MS, look

PEOPLE, TASKS = 40_000, 1_000_000
MOST_QUERIES = 15
# A month in full swing: of seven tasks one is reported and waits; of three of these one recurs, with a link.
REPORTED = """
UPDATE ledger_casefile SET state = 'reported' WHERE procedure = 'task' AND state = 'confirmed' AND id % 7 = 0;
UPDATE work_task t SET confirmed_on = NULL, confirmed_m = 0,
  template_id = CASE WHEN f.id % 3 = 0 THEN {template} END,
  link = CASE WHEN f.id % 3 = 0 THEN 'https://vb.vn/1' ELSE '' END
  FROM ledger_casefile f WHERE f.id = t.casefile_ptr_id AND f.state = 'reported';
ANALYZE"""
STAFF = (
    "/?ky={month}",
    "/viec-cua-toi/?ky={month}",
    "/viec-dot-xuat/",
    "/phieu/",
    "/phieu/{staff}/",
    "/phieu/{staff}/vi-sao/",
)
HEAD = (
    "/?ky={month}", "/viec-cua-toi/?ky={month}", "/cho-xac-nhan/", "/cho-xac-nhan/?page=2", "/cho-xac-nhan/ca-lo/",
    "/giao-viec/", "/giao-viec/?ky={month}", "/giao-viec/chep-ky-truoc/",
    "/don-vi-thang/?ky={month}", "/chuong-trinh/", "/phieu/{head}/", "/phieu/{head}/vi-sao/",
)  # fmt: skip
# The head of an agency of two hundred people, whose deputies and unit heads are scored from below upward.
CHAIR = (
    "/?ky={month}", "/viec-cua-toi/?ky={month}", "/cho-xac-nhan/", "/don-vi-thang/?ky={month}",
    "/don-vi-phieu/cong-chuc/?ky={period}",
)  # fmt: skip
ADVISER = (
    "/don-vi-phieu/don-vi/?ky={period}", "/don-vi-phieu/cong-chuc/?ky={period}",
    "/don-vi-phieu/cong-chuc/?ky={period}&page=2", "/don-vi-phieu/cong-chuc/?ky={period}&page=1500",
    "/don-vi-phieu/cong-chuc/?ky={period}&q=12", "/don-vi-phieu/cong-chuc/?ky={period}&don_vi=X7.3",
    "/don-vi-thang/?ky={month}", "/don-vi-thang/?ky={month}&don_vi=X7.3",
)  # fmt: skip


def work() -> int:
    """In a process of its own, with its settings: fill, look at every page, a line each; 1 beyond a limit."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from bench import province
    from congminh.assessment.models import PeriodSheet
    from congminh.org.models import Person
    from congminh.work.models import Template

    adviser = province.fill(PEOPLE, TASKS)
    sheets = PeriodSheet.objects.select_related("person").order_by("pk")
    head, staff = (sheets.filter(rank=rank, unit__kind="direct").first() for rank in ("head", "staff"))
    chair = sheets.filter(rank="head", unit__kind="using").first()
    recurring = Template.objects.create(unit=head.unit, person=staff.person, code="KT.1")
    with connection.cursor() as cursor:
        cursor.execute(REPORTED.format(template=recurring.pk))
    for number, person in enumerate((adviser, head.person, staff.person, chair.person)):
        user = get_user_model().objects.create_user(f"do-{number}")
        Person.objects.filter(pk=person.pk).update(user=user)
        person.user = user
    named = {"month": province.MONTH.code, "period": str(province.MONTH), "head": head.pk, "staff": staff.pk}
    found = [
        look(name, person, page, page.format(**named), MOST_QUERIES)
        for name, person, pages in (
            ("staff", staff.person, STAFF),
            ("head", head.person, HEAD),
            ("chair", chair.person, CHAIR),
            ("adviser", adviser, ADVISER),
        )
        for page in pages
    ]
    return 0 if all(found) else 1


def main(only: Sequence[str] = ()) -> int:
    """The lines of this claim; 1 where a page is beyond its limits."""
    failed = apart("bench.month_pages")
    kept = f"every page of the month within its queries and {MOST_MS} ms, {PEOPLE} people, {TASKS} tasks"
    print(f"{kept}: {'NOT KEPT' if failed else 'kept'}", flush=True)
    LIMITS.append((kept, not failed))
    return failed


if __name__ == "__main__":
    sys.exit(work() if sys.argv[1:2] == ["work"] else main(sys.argv[1:]))
