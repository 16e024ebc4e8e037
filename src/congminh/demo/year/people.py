"""The people's year in the demonstration: forms sent, one meeting held and one under way, a head's level proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from congminh.demo import agency
from congminh.demo.lines import draw
from congminh.demo.organisation import PERSONNEL, code
from congminh.demo.work_rows import in_swing
from congminh.demo.year.words import (
    ACT,
    BROUGHT,
    MINUTES,
    NOTE_OF_LEAVE,
    OPINIONS,
    PARTY_OPINIONS,
    REPORTS,
    RETURNED,
    ROOMS,
)
from congminh.law.facts import GRADES
from congminh.ledger.models import Entry, Notice
from congminh.org.actions import record_leave
from congminh.org.models import Leave, Person, Unit
from congminh.year.actions import (
    Filled,
    adopt_minutes,
    bring_months,
    convene,
    enter_ground,
    file_form,
    hear_party,
    open_year,
    propose,
    remark,
    return_form,
)
from congminh.year.facts.months import months_of
from congminh.year.facts.reckoning import reckoned
from congminh.year.models import Ground, MonthBrought, YearRound, YearSheet

OFFICE, ECONOMY = 2, 3
CHAIR, DEPUTY_CHAIR, OFFICE_HEAD, REPRIMANDED, MOTHER = 101, 102, 201, 314, 411
# Home with her child before the months of the demonstration begin.
MATERNITY = (date(2026, 2, 2), date(2026, 7, 31))
# Who has not sent Form 02 yet, besides those whom chance picks; whose came back for correction.
DRAFTING, RETURNED_TO = (304, 314, 317, 501, 101, 401), 409
LEADERS = ("head", "deputy")


@dataclass(frozen=True)
class Play:
    """The agency's year with who acts in it."""

    round: YearRound
    people: Mapping[int, Person]
    thu: Person
    day: date

    def sheets(self, numbers: Iterable[int]) -> list[YearSheet]:
        """The sheets of these people as they are stored."""
        codes = [code(number) for number in numbers]
        found = YearSheet.objects.select_related("person", "round").filter(round=self.round, person__code__in=codes)
        return list(found.order_by("person__code"))

    def of(self, number: int) -> YearSheet:
        """The sheet of one of them."""
        return self.sheets([number])[0]


@transaction.atomic
def load_year() -> None:
    """Bring in the people's year, after that of the organisations; loading it again changes nothing."""
    if YearRound.objects.exists():
        return
    loaded, day = agency.load(), timezone.localdate()
    codes = {code(number): number for number in loaded.people}
    people = {codes[person.code]: person for person in Person.objects.filter(code__in=codes)}
    thu, commune = people[loaded.cast[PERSONNEL]], Unit.objects.get(code=code(1))
    record_leave(Leave(person=people[MOTHER], kind="maternity", first=MATERNITY[0], last=MATERNITY[1]), by=thu)
    party = [people[DEPUTY_CHAIR], people[loaded.cast["hoa"]]]
    play = Play(open_year(commune, in_swing(day).year, thu, party=party).round, people, thu, day)
    _bring_months_before(play)
    _reprimand(play)
    _file(play)
    _hold_meetings(play)


def _bring_months_before(play: Play) -> None:
    """The months before the agency worked in the system, as it signed them on paper; none of days on leave."""
    year, this = play.round.year, in_swing(play.day)
    known = months_of([person.pk for person in play.people.values()], year)
    told = {person: {month.month: month.total_cp for month in months} for person, months in known.items()}
    signed = date(year, 1, 1) + timedelta(days=4)
    first = min((month for months in told.values() for month in months), default=this.first.month)
    rows = [
        MonthBrought(
            person=person, year=year, month=month, total_cp=_like(told[person.pk], number, month),
            agency=BROUGHT["agency"], document=BROUGHT["document"], signed_on=max(signed, date(year, first, 1)),
        )
        for number, person in sorted(play.people.items())
        for month in range(1, first)
        if person.pk in told and person != play.thu and not (number == MOTHER and _away(year, month))
    ]  # fmt: skip
    bring_months(rows, play.thu)


def _like(told: Mapping[int, int], number: int, month: int) -> int:
    """Points of a month like those told later."""
    totals = sorted(told.values())
    return totals[draw(len(totals), "brought", number, month)] - 10 * draw(15, "brought less", number, month)


def _away(year: int, month: int) -> bool:
    return MATERNITY[0] <= date(year, month, 15) <= MATERNITY[1]


def _reprimand(play: Play) -> None:
    """A reprimand for an act of duty: a ground for not fulfilled (Điều 11.3.a, 20.4)."""
    first = date(play.round.year, 1, 5)
    done, decided = (max(first, play.day - timedelta(days=days)) for days in (110, 60))
    office = Unit.objects.get(code=code(ECONOMY))
    person = play.people[REPRIMANDED]
    enter_ground(
        Ground(person=person, kind="administrative", act_day=done, effective=decided, happened_at=office,
               duty_related=True, **ACT),
        play.thu,
    )  # fmt: skip


def _file(play: Play) -> None:
    """Form 02 of most, each with the level the months give and a report for the meeting."""
    every = reckoned(play.round)
    sheets = play.sheets(number for number in play.people if number not in DRAFTING and _has_sent(number))
    for sheet in sheets:
        sheet.use(sheets[0].seats())
        number = int(sheet.person.code.rpartition("-")[2])
        grade = every[sheet.pk].grade
        notes = {7: NOTE_OF_LEAVE} if number == MOTHER else {}
        report = REPORTS[draw(len(REPORTS), "report", number)]
        file_form(sheet, sheet.person, sheet.version, Filled(grade if grade in GRADES else "good", report, notes))
    returned = play.of(RETURNED_TO)
    return_form(returned, play.thu, returned.version, RETURNED)


def _has_sent(number: int) -> bool:
    """Everybody of the two units that meet first; of the others two in three."""
    return number // 100 in (1, OFFICE, ECONOMY) or number == RETURNED_TO or bool(draw(3, "sent", number))


def _hold_meetings(play: Play) -> None:
    """The office's people and leaders have been spoken of; the economy office meets today."""
    loaded = agency.load().people
    filed = [number for number, one in loaded.items() if one.unit in (OFFICE, ECONOMY) and number not in DRAFTING]
    staff = {unit: [n for n in filed if loaded[n].unit == unit and not loaded[n].leads] for unit in (OFFICE, ECONOMY)}
    leaders = [number for number in filed if loaded[number].unit == OFFICE and loaded[number].leads]
    _adopted(play, staff[OFFICE], OFFICE_HEAD, 3)
    _adopted(play, leaders, CHAIR, 2)
    for number in leaders:
        sheet, by = play.of(number), play.people[DEPUTY_CHAIR]
        hear_party(sheet, by, sheet.version, PARTY_OPINIONS[draw(len(PARTY_OPINIONS), "party", number)])
    sheet = play.of(OFFICE_HEAD)
    propose(sheet, play.thu, sheet.version, "good", "Theo điểm các tháng và mức xếp loại của đơn vị.")
    minh = play.people[agency.load().cast["minh"]]
    convene(
        play.sheets(staff[ECONOMY]),
        play.thu,
        _at(play.day),
        ROOMS[1],
        chair=minh,
        secretary=play.people[315],
    )
    _speak(play, staff[ECONOMY][:4], [play.people[303], minh])
    # Forms that came in are read; by key: PostgreSQL knows nothing yet of rows this new.
    sent = list(Entry.objects.filter(step="file_form").values_list("pk", flat=True))
    Notice.objects.filter(entry__in=sent, read_at=None).update(read_at=timezone.now())


def _adopted(play: Play, numbers: Sequence[int], chair: int, days_ago: int) -> None:
    """A meeting held some days ago, its minutes adopted."""
    held = _at(play.day - timedelta(days=days_ago))
    secretary = play.people[205]
    meeting = convene(play.sheets(numbers), play.thu, held, ROOMS[0], chair=play.people[chair], secretary=secretary)
    _speak(play, numbers[:6], [play.people[202], play.people[203], play.people[210]])
    adopt_minutes(meeting, play.thu, MINUTES, [play.people[213]])


def _speak(play: Play, numbers: Sequence[int], speakers: Sequence[Person]) -> None:
    """An opinion on each, in turn."""
    for place, number in enumerate(numbers):
        sheet, by = play.of(number), speakers[place % len(speakers)]
        by = next(one for one in (by, *speakers) if one.pk != sheet.person_id)
        remark(sheet, by, sheet.version, OPINIONS[place % len(OPINIONS)])


def _at(day: date) -> datetime:
    """Eight in the morning of a working day, `day` or one before."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(8)))
