"""The meeting (Điều 21.1.b, 21.2.b): called for many sheets, opinions in it, its minutes adopted once for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.ledger.actions import Stale, Taking, take
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person
from congminh.work.refusing import refuse
from congminh.year.actions.standing import must_be_said, must_stand, share_seats, take_each
from congminh.year.facts.attending import Company, taking_part
from congminh.year.models import Attendance, Meeting, Opinion, YearSheet

# As what somebody is in the meeting whom the law does not call.
SECRETARY = "secretary"


@transaction.atomic
def convene(
    sheets: Sequence[YearSheet],
    by: Person,
    held_at: datetime,
    room: str = "",
    chair: Person | None = None,
    secretary: Person | None = None,
) -> Meeting:
    """Call one meeting on these people, each sheet as it was loaded; whom the law calls takes part and is told.

    `chair` presides, by whoever calls it where nobody is named; `secretary` writes down what is said, and takes part
    for that where the law does not call them. ValidationError where the law calls others for one of them: theirs is
    another meeting.
    """
    if not sheets:
        refuse("sheets", _("Nobody is chosen."), _("Choose on whom the meeting gives its remarks."))
    share_seats(sheets)
    must_stand("convene", sheets, by)
    company = _company(sheets)
    first = sheets[0]
    meeting = Meeting(round=first.round, body_id=company.body, held_at=held_at, room=room.strip(), called_by=by)
    meeting.chair, meeting.secretary = chair or by, secretary
    meeting.save()
    parts = [
        Attendance(meeting=meeting, person_id=p.person, group=p.group, may_write=p.may_write) for p in company.parts
    ]
    if secretary and secretary.pk not in {part.person_id for part in parts}:
        parts.append(Attendance(meeting=meeting, person=secretary, group=SECRETARY))
    Attendance.objects.bulk_create(parts)
    time = f"{timezone.localtime(held_at):%H:%M %d/%m/%Y}"
    data = {"meeting_time": time, "meeting": meeting.pk, "place": meeting.room, "chair": meeting.chair.name}
    for sheet in sheets:
        sheet.meeting = meeting
    take_each("convene", [Taking(sheet, data, {"meeting": meeting}) for sheet in sheets], by)
    return meeting


@transaction.atomic
def remark(sheet: YearSheet, by: Person, version: int, text: str, said_by: Person | None = None) -> Entry:
    """Give an opinion on a person in the meeting; it stands in the minutes as it was said.

    With `said_by` the secretary of the meeting writes down what another who takes part said there. What others said
    meanwhile is no reason to be refused: only where one's own opinion came first is it Stale.
    """
    CaseFile.objects.select_for_update().get(pk=sheet.pk)
    since = sheet.entries.filter(number__gt=version)
    now = CaseFile.objects.get(pk=sheet.pk)
    if now.state != "convened" or since.exclude(step="remark").exists() or since.filter(who=by).exists():
        raise Stale(sheet.entries.order_by("number").last(), [sheet.pk])
    text = must_be_said("opinion", text, _("No opinion is given."), _("Write what you think of the person's work."))
    part = _speaking(sheet, by, said_by)
    named = {"said_by": part.person.name} if said_by and said_by.pk != by.pk else {}
    entry = take("remark", sheet, by, now.version, {"opinion": text, **named})
    opinion = Opinion(sheet=sheet, meeting=part.meeting, by=part.person, text=text)
    opinion.written_by, opinion.in_writing = (by, False) if named else (None, part.may_write)
    opinion.save()
    return entry


@transaction.atomic
def adopt_minutes(
    meeting: Meeting,
    by: Person,
    minutes: str,
    absent: Collection[Person] = (),
    reports: Mapping[int, str] | None = None,
    seen: tuple[YearSheet, int] | None = None,
    papers: Sequence[File] = (),
) -> list[Entry]:
    """Adopt the minutes of a meeting for every sheet of it; every opinion given stands in them.

    `reports` are by sheet the self-rating reports given there, where the person wrote none with Form 02. `seen` is a
    sheet at the version its page showed. ValidationError naming those whose report is missing.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    found = YearSheet.objects.select_related("person", "round").filter(meeting=meeting, state="convened")
    sheets = list(found.order_by("pk"))
    for sheet in sheets:
        if seen and sheet.pk == seen[0].pk:
            sheet.version = seen[1]
    if not sheets or (seen and seen[0].pk not in {sheet.pk for sheet in sheets}):
        raise Stale(seen[0].entries.order_by("number").last() if seen else None, [seen[0].pk] if seen else [])
    share_seats(sheets)
    must_stand("adopt_minutes", sheets, by)
    minutes = must_be_said("minutes", minutes, _("No minutes are given."), _("Write what was said and concluded."))
    given = _reports(sheets, reports or {})
    meeting.attendances.filter(person__in=[person.pk for person in absent]).update(absent=True)
    adopted = {"minutes": minutes, "adopted_at": timezone.now(), "adopted_by": by}
    Meeting.objects.filter(pk=meeting.pk).update(**adopted)
    opinions = _opinions(meeting)
    takings = [
        Taking(
            sheet,
            {"self_report": given[sheet.pk], "minutes": minutes, "opinions": opinions.get(sheet.pk, [])},
            {"self_report": given[sheet.pk]},
        )
        for sheet in sheets
    ]
    if papers and seen:
        return _with_papers(takings, seen[0].pk, by, papers)
    return take_each("adopt_minutes", takings, by)


def _speaking(sheet: YearSheet, by: Person, said_by: Person | None) -> Attendance:
    """Who gives the opinion: oneself, or one who takes part and whose words the secretary writes down."""
    who = said_by or by
    rows = Attendance.objects.select_related("meeting", "person").filter(meeting=sheet.meeting_id, person=who)
    part = rows.first()
    if part is None:
        what, mend = _("Only who takes part in the meeting gives an opinion."), _("Choose one of them.")
        if said_by is None:
            raise PermissionDenied(what)
        refuse("said_by", what, mend)
    if who.pk != by.pk and part.meeting.secretary_id != by.pk:
        raise PermissionDenied(_("What others said is written down by the secretary of the meeting."))
    if who.pk == sheet.person_id:
        what, mend = _("Nobody gives an opinion on themselves."), _("Their report stands in the minutes by itself.")
        refuse("said_by", what, mend)
    return part


def may_host(sheet: YearSheet, by: Person) -> bool:
    """Whether somebody may call the meeting on a person."""
    return bool(sheet.roles_of(by) & set(sheet.rules.step("convene").by))


def _company(sheets: Sequence[YearSheet]) -> Company:
    """Whom the law calls, the same for all of these people."""
    first = taking_part(sheets[0])
    if not first.parts:
        what, mend = _("Nobody is called to this meeting."), _("Enter who holds a post in the unit.")
        refuse("sheets", what, mend)
    for sheet in sheets[1:]:
        if taking_part(sheet).called != first.called or sheet.round_id != sheets[0].round_id:
            what = _("The law calls others to the meeting on %(person)s.")
            refuse("sheets", what, _("Call another meeting for this person."), person=sheet.person)
    return first


def _reports(sheets: Sequence[YearSheet], reports: Mapping[int, str]) -> dict[int, str]:
    given = {sheet.pk: (reports.get(sheet.pk) or sheet.self_report).strip() for sheet in sheets}
    missing = [str(sheet.person) for sheet in sheets if not given[sheet.pk]]
    if missing:
        what = _("No self-rating report is entered for: %(names)s.")
        refuse("self_report", what, _("Write in a sentence what the person reported, or that they were away."),
               names=", ".join(missing))  # fmt: skip
    return given


def _opinions(meeting: Meeting) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {}
    for opinion in meeting.opinions.select_related("by").order_by("pk"):
        found.setdefault(opinion.sheet_id, []).append({"by": opinion.by.name, "text": opinion.text})
    return found


def _with_papers(takings: Sequence[Taking[YearSheet]], first: int, by: Person, papers: Sequence[File]) -> list[Entry]:
    """The signed minutes are kept with the sheet they were handed in on; the others name them by their digest."""
    (mine,) = [each for each in takings if each.file.pk == first]
    others = [each for each in takings if each.file.pk != first]
    version = mine.file.version
    entry = take("adopt_minutes", mine.file, by, version, mine.data, papers, **mine.changes)
    kept = {"minutes_kept_with": first, "minutes_files": entry.data["evidence"]}
    return [entry, *take_each("adopt_minutes", [Taking(e.file, {**e.data, **kept}, e.changes) for e in others], by)]
