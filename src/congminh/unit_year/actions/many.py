"""A whole list at once: many levels decided, many organisations told; each sheet as its page showed it, all or none.

What is prepared on the sheets is decided as it stands there; where no level is prepared, the one that points,
conditions and the cap give. A sheet that still waits for something is no part of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.law.facts import GRADES
from congminh.law.procedure import Role
from congminh.ledger.actions import Stale, Taking, take_all
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.unit_year.actions.deciding import BEST, keep, lock_range, must_be_right
from congminh.unit_year.facts.caps import Range, range_of
from congminh.unit_year.facts.standing import Standing
from congminh.unit_year.facts.vouching import told
from congminh.unit_year.models import UnitResult, UnitSheet
from congminh.unit_year.models.queries import WEIGHED
from congminh.unit_year.seats import bench_on
from congminh.work.refusing import refuse

NOTICE_LETTERS = 2000


@dataclass(frozen=True)
class Verdict:
    """A sheet as a page showed it: the version and save it stood at, and the level that is decided on it."""

    sheet: int
    version: int
    draft: int
    grade: str


@dataclass(frozen=True)
class Ready:
    """A sheet of the list with the level it would get; `fault` is what it still waits for."""

    sheet: UnitSheet
    grade: str
    fault: ValidationError | None = None

    @property
    def verdict(self) -> Verdict:
        """As it is decided."""
        return Verdict(self.sheet.pk, self.sheet.version, self.sheet.draft, self.grade)


def ready(seen: Range) -> list[Ready]:
    """Every sheet of a range that may be decided now or soon, the highest score first; changes nothing.

    Those before it in the list take their places of the cap first. Two queries, however many.
    """
    every = seen.reckoning.every
    weighed = [sheet for sheet in seen.sheets.values() if sheet.state in WEIGHED]
    if not weighed:
        return []
    standing = Standing.of(weighed, weighed[0].bench())
    found, taken = [], 0
    for sheet in sorted(weighed, key=lambda each: (-(every[each.pk].score_cp or 0), each.unit.code)):
        sheet.grade = sheet.grade or _proposed(sheet, seen)
        fault = _fault(lambda: must_be_right(sheet, seen, standing, taken))  # noqa: B023
        taken += fault is None and sheet.grade == BEST
        found.append(Ready(sheet, sheet.grade, fault))
    return found


@transaction.atomic
def decide_all(authority: int, year: int, verdicts: Sequence[Verdict], by: Person) -> list[Entry]:
    """Decide many levels of one authority's range; the entries in the order of `verdicts`.

    Held to all that `decide` is, the cap with all of them decided. Raises PermissionDenied for whoever does not
    recognise them, ValidationError for what stands in the way, Stale where one has moved since its page was made.
    """
    bench = bench_on(timezone.localdate())
    lock_range(authority, year, bench)
    seen = range_of(authority, year, bench)
    sheets = _as_shown(verdicts, seen)
    if not sheets:
        refuse("sheet", _("Nothing is ticked."), _("Tick the organisations it is about."))
    standing, taken = Standing.of(sheets, bench), 0
    for sheet, verdict in zip(sheets, verdicts, strict=True):
        if Role.RECOGNISER not in sheet.roles_of(by):
            raise PermissionDenied(_("This is for who recognises the organisations of this range."))
        sheet.grade = verdict.grade
        _named(sheet, lambda: must_be_right(sheet, seen, standing, taken))  # noqa: B023
        taken += verdict.grade == BEST
    _put_levels(sheets, by)
    results = keep(sheets, by, seen)
    newest = UnitResult.objects.filter(sheet=OuterRef("pk")).order_by("-number").values("pk")[:1]
    UnitSheet.objects.filter(pk__in=results).update(result=Subquery(newest))
    names = {sheet.pk: sheet.bench().name(sheet.unit_id) for sheet in sheets}
    return take_all("decide", [Taking(sheet, told(results[sheet.pk], names[sheet.pk])) for sheet in sheets], by)


@transaction.atomic
def notify_all(sheets: Sequence[UnitSheet], by: Person, notice: str = "") -> list[Entry]:
    """Tell many organisations and the agencies concerned (Điều 9.2.b), each sheet as it was loaded: all or none.

    `notice` is the number and date of what was sent on paper, where something was.
    """
    if not sheets:
        refuse("sheet", _("Nothing is ticked."), _("Tick the organisations it is about."))
    if len(notice) > NOTICE_LETTERS:
        refuse("notice", _("This is longer than %(most)s letters."), _("Shorten it."), most=NOTICE_LETTERS)
    bench = bench_on(timezone.localdate())
    for sheet in sheets:
        sheet.use(bench)
    heads = [bench.head(sheet.unit_id) for sheet in sheets]
    bench.people([*heads, *(pk for sheet in sheets for pk in sorted(bench.related(sheet.unit_id)))])
    data = {"written_notice": notice.strip()} if notice.strip() else {}
    return take_all("notify", [Taking(sheet, data) for sheet in sheets], by)


def _proposed(sheet: UnitSheet, seen: Range) -> str:
    """The level by points and conditions, within the cap; empty where people have to say it."""
    grade = seen.reckoning.every[sheet.pk].grade or ""
    if grade == BEST and seen.place(sheet.pk) == "beyond" and set(seen.awaited) <= {sheet.pk}:
        return "good"
    return grade if grade in GRADES else ""


def _fault(check: Callable[[], None]) -> ValidationError | None:
    try:
        check()
    except ValidationError as fault:
        return fault
    return None


def _named(sheet: UnitSheet, check: Callable[[], None]) -> None:
    """What stands in the way of one of many, with its name before it."""
    if (fault := _fault(check)) is not None:
        first = next(iter(fault.error_dict.values()))[0] if hasattr(fault, "error_dict") else fault
        what = f"{sheet.unit}: {' '.join(first.messages)}"
        raise ValidationError(what, params=first.params or {"next": "", "why": ""})


def _as_shown(verdicts: Sequence[Verdict], seen: Range) -> list[UnitSheet]:
    """The sheets of a range, each still as its page showed it; Stale with those that moved."""
    if any(verdict.sheet not in seen.sheets for verdict in verdicts):
        raise PermissionDenied(_("This is for who recognises the organisations of this range."))
    shown = [(seen.sheets[verdict.sheet], verdict) for verdict in verdicts]
    late = [sheet.pk for sheet, verdict in shown if _has_moved(sheet, verdict)]
    if late:
        raise Stale(Entry.objects.filter(file_id=late[0]).order_by("number").last(), late)
    return [sheet for sheet, _verdict in shown]


def _has_moved(sheet: UnitSheet, verdict: Verdict) -> bool:
    return (sheet.version, sheet.draft) != (verdict.version, verdict.draft) or sheet.state not in WEIGHED


def _put_levels(sheets: Sequence[UnitSheet], by: Person) -> None:
    """The levels decided, on the sheets themselves; one statement for each level."""
    now = timezone.now()
    for grade in GRADES:
        rows = UnitSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets if sheet.grade == grade])
        rows.exclude(grade=grade).update(grade=grade, draft=F("draft") + 1, draft_by=by, draft_at=now)
