"""Months to reckon: drawn ones with realistic and awkward textures, and fixed ones at the very bounds."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.law.second_mind import CHOICES

Row = dict[str, Any]
Whole = st.SearchStrategy[int]

MOST_COEFFICIENT_M = 1_000_000
MOST_QUANTITY_M = 10_000_000
MOST_LOAD = 10_000_000 * 1_000_000  # standard products of one person's period, in millionths

PERIODS = tuple(202600 + month for month in range(1, 13))
PEER_GROUPS = ("lãnh đạo", "tham mưu tổng hợp", "chuyên môn nghiệp vụ", "hành chính")
EXTRA = ("taken_over", "ad_hoc")
ORIGINS = ("planned", "handed_over", *EXTRA)
MARKS = ("unit_results", "execution", "cohesion")
PERIOD_READINGS = tuple(CHOICES)[:6]  # those that bear on a month or a quarter


def line(origin: str, coefficient_m: int, assigned_m: int, done_m: int, failures: int = 0, delays: int = 0) -> Row:
    """A task without its person and period."""
    fields = {"origin": origin, "coefficient_m": coefficient_m, "assigned_m": assigned_m, "done_m": done_m}
    return fields | {"quality_failures": failures, "delays": delays}


def sheet_of(person: int, period: int, post: str, general_cp: int, marks: tuple[int | None, ...]) -> Row:
    """A sheet; marks are d, đ and e in percent, or None three times for staff."""
    unit = {"unit_id": 1 + person % 3, "peer_group": PEER_GROUPS[person % len(PEER_GROUPS)]}
    row = {"person_id": person, "period": period} | unit | {"post": post, "general_cp": general_cp}
    return row | dict(zip(MARKS, marks, strict=True))


# --- textures: what a person's month looks like ---------------------------------------------------

usual = st.sampled_from((800, 1000, 1600, 2700, 3700, 8000, 20_000, 80_000, 100_000))
pieces = st.integers(1, 12).map(lambda count: count * 1000)
delivered = st.one_of(st.just(0), pieces, pieces, st.integers(0, 12_000))
few_events = st.sampled_from((0, 0, 0, 0, 1, 2, 3, 4, 5))
many_events = st.one_of(st.integers(0, 12), st.integers(0, 1000))
nil = st.just(0)


def lines(
    origins: tuple[str, ...],
    coefficients: Whole = usual,
    assigned: Whole = pieces,
    done: Whole = delivered,
    events: Whole = few_events,
    least: int = 1,
    most: int = 6,
) -> st.SearchStrategy[list[Row]]:
    """Some lines of the given origins, coefficients (thousandths), quantities (thousandths) and events."""
    one = st.builds(line, st.sampled_from(origins), coefficients, assigned, done, events, events)
    return st.lists(one, min_size=least, max_size=most)


def together(*parts: st.SearchStrategy[list[Row]]) -> st.SearchStrategy[list[Row]]:
    """The lines of every part in one month."""
    return st.tuples(*parts).map(lambda drawn: [task for part in drawn for task in part])


edge_quantity = st.sampled_from((1, 9_999_999, MOST_QUANTITY_M))
any_done = st.integers(0, MOST_QUANTITY_M)
# An odd thousandth of 14 or 20 pieces ends a total, or a ratio, on half of its last printed digit.
half_steps = st.sampled_from((14_000, 20_000, 140_000))
odd = st.integers(0, 7000).map(lambda count: 2 * count + 1)

TEXTURES: dict[str, st.SearchStrategy[list[Row]]] = {
    "ordinary": together(lines(("planned",), most=3), lines(ORIGINS, least=0)),
    "half_steps": lines(("planned",), st.just(1000), half_steps, odd, nil, most=1),
    "nothing": st.just([]),
    "only_extra": lines(EXTRA, assigned=st.one_of(nil, pieces)),
    "handed_over": together(lines(("handed_over",), most=3), lines(EXTRA, least=0, most=2)),
    "nothing_done": lines(("planned",), done=nil),
    "many_events": lines(("planned", "ad_hoc"), done=st.integers(1, 30_000), events=many_events),
    "extremes": lines(ORIGINS, st.sampled_from((1, 999_999, MOST_COEFFICIENT_M)), edge_quantity, edge_quantity),
    "anywhere": lines(ORIGINS, st.integers(1, MOST_COEFFICIENT_M), st.integers(1, MOST_QUANTITY_M), any_done),
}


def ties(sheet: Row) -> st.SearchStrategy[list[Row]]:
    """Totals that are 50, 70 or 90 exactly, or a hair to either side."""
    marks = sum(sheet[name] or 0 for name in MARKS)
    nudges = st.sampled_from((0, 0, -1, 1, -700, 700, -3000))
    return st.builds(
        lambda target, nudge: [tie_line(target - sheet["general_cp"], marks, nudge)],
        st.sampled_from((5000, 7000, 9000)),
        nudges,
    )


def tie_line(wanted_cp: int, marks: int, nudge: int) -> Row:
    """A line whose a = b = c brings exactly `wanted_cp` hundredths, as far as a line can, plus the nudge."""
    # Staff want 70·x; leaders want 70·(3x + marks)/6, where marks are percent.
    assigned, done = (2_100_000, 600 * wanted_cp - 7000 * marks) if marks else (7_000_000, 1000 * wanted_cp)
    return line("planned", 1000, assigned, min(max(done + nudge, 0), MOST_QUANTITY_M))


# --- what the tests draw --------------------------------------------------------------------------


def loads(tasks: list[Row]) -> tuple[int, int]:
    """Σ k·g and Σ k·h over every origin, in millionths of a standard product."""
    assigned = sum(task["coefficient_m"] * task["assigned_m"] for task in tasks)
    return assigned, sum(task["coefficient_m"] * task["done_m"] for task in tasks)


def within_load(tasks: list[Row]) -> list[Row]:
    """The lines, in order, that keep both loads within the bound."""
    kept: list[Row] = []
    for task in tasks:
        if max(loads([*kept, task])) <= MOST_LOAD:
            kept.append(task)
    return kept


def stamped(sheet: Row, tasks: list[Row]) -> list[Row]:
    """The lines as rows of the tasks file."""
    return [{"person_id": sheet["person_id"], "period": sheet["period"]} | task for task in tasks]


@st.composite
def sheet_and_tasks(draw: st.DrawFn, person: int, period: int) -> tuple[Row, list[Row]]:
    """One person's period and its tasks."""
    post = draw(st.sampled_from(("staff", "staff", "deputy", "head")))
    mark = st.none() if post == "staff" else st.sampled_from((100, 50))
    general_cp = draw(st.one_of(st.sampled_from((3000, 2850, 2000, 0)), st.integers(0, 3000)))
    sheet = sheet_of(person, period, post, general_cp, draw(st.tuples(mark, mark, mark)))
    textures = TEXTURES | {"ties": ties(sheet)}
    return sheet, stamped(sheet, within_load(draw(textures[draw(st.sampled_from(tuple(textures)))])))


@st.composite
def sheets_and_tasks(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Sheets of one to six persons over one to three periods, and all their tasks in no particular order."""
    months = st.lists(st.sampled_from(PERIODS), min_size=1, max_size=3, unique=True)
    persons = range(1, draw(st.integers(1, 6)) + 1)
    pairs = [draw(sheet_and_tasks(person, period)) for person in persons for period in draw(months)]
    tasks = [task for _, mine in pairs for task in mine]
    draw(st.randoms(use_true_random=False)).shuffle(tasks)
    return [sheet for sheet, _ in pairs], tasks


def readings(*keys: str) -> st.SearchStrategy[dict[str, str]]:
    """An agency's choices for every reading of the period score, or of the ones named; or none at all."""
    choices = {key: st.sampled_from(CHOICES[key]) for key in keys or PERIOD_READINGS}
    # Drawn whole: left optional, most keys would be absent from most draws.
    return st.one_of(*[st.fixed_dictionaries(choices)] * 4, st.just({}))


def at_the_bounds() -> list[tuple[Row, list[Row]]]:
    """Sheets of general 30 whose Σ k·g and Σ k·h are both exactly 1e13 millionths, each for every post."""
    posts = (("staff", (None, None, None)), ("deputy", (50, 50, 50)), ("head", (100, 50, 100)))
    found = [(post, marks, tasks) for tasks in full_loads() for post, marks in posts]
    sheets = [sheet_of(i, 202612, post, 3000, marks) for i, (post, marks, _) in enumerate(found, start=1)]
    return [(sheet, stamped(sheet, tasks)) for sheet, (_, _, tasks) in zip(sheets, found, strict=True)]


def full_loads() -> list[list[Row]]:
    """Ways to reach both bounds: one line, awkward lines, extra work, passed-on work, many lines."""
    top, most, half = MOST_COEFFICIENT_M, MOST_QUANTITY_M, MOST_QUANTITY_M // 2
    rest = MOST_LOAD - 999_983 * 9_999_991
    awkward = [(999_983, 9_999_991, 1, 3), (top, rest // top, 2, 1), (rest % top, 1, 3, 2)]
    return [
        [line("planned", top, most, most)],
        [line("planned", top, most, most, 1, 1000)],
        [line("planned", k, g, g, failures, delays) for k, g, failures, delays in awkward],
        [line("planned", top, most, half, 1, 2), line("ad_hoc", top, 0, half, 3, 0)],
        [line("handed_over", top, half, 0), line("planned", top, half, most, 3, 1)],
        [line("planned", 10_000, 1_000_000, 1_000_000, i % 4, i % 5) for i in range(1000)],
    ]
