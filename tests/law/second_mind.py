"""An independent reckoning of Decree 335/2025, in plain exact fractions, read from the decree alone.

It shares no line with the package: where the two disagree, one of them has misread the law.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Any

CHOICES: dict[str, tuple[str, ...]] = {
    "cap_level": ("each", "result"),
    "extra_denominator": ("numerator_only", "both"),
    "empty_assignment": ("insufficient_data", "zero", "exempt"),
    "deduction_scope": ("line", "unit"),
    "total_decimals": ("2", "1"),
    "band_on": ("exact", "printed"),
    "december": ("cut_off", "eleven_months", "reuse"),
    "year_months": ("scored", "twelve"),
    "org_gap": ("authority", "fulfilled", "not_fulfilled"),
}
DEFAULTS: dict[str, str] = {key: options[0] for key, options in CHOICES.items()}

LAWS = ("nd335", "duthao2025")
LEVELS = ("not_fulfilled", "fulfilled", "good", "excellent")
LEADERS = ("deputy", "head")
GROUNDS = ("degradation", "party_prohibition", "setting_example", "duty_discipline", "unit_corruption")

FIGURES = ("quantity", "quality", "timeliness", "results", "general", "total")
PRINTED = ("quantity_bp", "quality_bp", "timeliness_bp", "results_bp", "total_cp")

Row = dict[str, Any]


def chosen(readings: dict[str, str] | None) -> dict[str, str]:
    """The readings «cách hiểu» in force; readings that do not bear on reckoning are left alone."""
    ours = {**DEFAULTS, **{key: value for key, value in (readings or {}).items() if key in CHOICES}}
    for key, value in ours.items():
        if value not in CHOICES[key]:
            raise ValueError(f"reading {key}: {value!r} is not one of {', '.join(CHOICES[key])}")
    return ours


def half_up(value: Fraction) -> int:
    """The nearest whole number, a half going up."""
    return floor(value + Fraction(1, 2))


def exact(value: object) -> Fraction:
    """The number as it is written, so that 0.1 is a tenth and not its nearest float."""
    return value if isinstance(value, Fraction) else Fraction(str(value))


def band(points: Fraction) -> str:
    """The level «mức xếp loại» of a score in points, Điều 20.1–20.4.a."""
    if points >= 90:
        return "excellent"
    if points >= 70:
        return "good"
    return "fulfilled" if points >= 50 else "not_fulfilled"


# --- a month or a quarter -------------------------------------------------------------------------


def score_sheet(sheet: Row, tasks: Iterable[Row], readings: dict | None = None, law: str = "nd335") -> Row:
    """One person's period «điểm theo dõi, đánh giá», Điều 14–17: exact figures and the printed integers.

    Ratios are fractions of 1, general and total are points. Only the tasks of the sheet's person and period
    count. Without an assignment every figure is None. Raises ValueError for an unknown law, post or mark.
    """
    if law not in LAWS:
        raise ValueError(f"law {law!r} is not one of {', '.join(LAWS)}")
    rules = chosen(readings)
    marks = leader_marks(sheet)
    mine = [t for t in tasks if (t["person_id"], t["period"]) == (sheet["person_id"], sheet["period"])]
    ratios = three_ratios(mine, rules, law)
    if ratios is None:
        if rules["empty_assignment"] != "zero":
            return unscored("not_rated" if rules["empty_assignment"] == "exempt" else "insufficient_data")
        ratios = [Fraction(0)] * 3
    return scored(ratios, marks, Fraction(sheet["general_cp"], 100), rules)


def leader_marks(sheet: Row) -> list[Fraction]:
    """d, đ and e as fractions of 1 for a head or a deputy, nothing for staff, Điều 15.3, 15.4, 16.2."""
    if sheet["post"] == "staff":
        return []
    if sheet["post"] not in LEADERS:
        raise ValueError(f"post {sheet['post']!r} is not staff, deputy or head")
    marks = [sheet[name] for name in ("unit_results", "execution", "cohesion")]
    if any(mark not in (50, 100) for mark in marks):
        raise ValueError(f"a {sheet['post']} needs 50 or 100 for each of d, đ, e; found {marks}")
    return [Fraction(mark, 100) for mark in marks]


def three_ratios(tasks: list[Row], rules: dict[str, str], law: str) -> list[Fraction] | None:
    """a, b and c as fractions of 1, Điều 14.2 and 18.1.d; None when nothing is assigned."""
    load = assigned_load(tasks, rules["extra_denominator"])
    if load == 0:
        return None
    done = [task for task in tasks if task["origin"] != "handed_over"]
    sums = [
        sum((coefficient(task) * credited(task, event, rules, law) for task in done), Fraction(0))
        for event in (None, "quality_failures", "delays")
    ]
    held = [min(total, load) for total in sums] if rules["cap_level"] == "each" else sums
    return [total / load for total in held]


def assigned_load(tasks: list[Row], extra_denominator: str) -> Fraction:
    """Standard products assigned: what was handed over stays, what came on top is outside, Điều 18.1.d."""
    inside = ("planned", "handed_over")
    counted = [task for task in tasks if extra_denominator == "both" or task["origin"] in inside]
    return sum((coefficient(task) * Fraction(task["assigned_m"], 1000) for task in counted), Fraction(0))


def coefficient(task: Row) -> Fraction:
    """Standard products in one unit of the product, Điều 13.1.c."""
    return Fraction(task["coefficient_m"], 1000)


def credited(task: Row, event: str | None, rules: dict[str, str], law: str) -> Fraction:
    """How much of what was done still counts after the failed reviews or the delays, Điều 14.2.b, 14.2.c.

    The decree takes 25 % off each time; the draft «dự thảo» counts only what has no such event at all.
    """
    done = Fraction(task["done_m"], 1000)
    times = task[event] if event else 0
    if law == "duthao2025":
        return done if times == 0 else Fraction(0)
    lost = Fraction(times, 4)
    if rules["deduction_scope"] == "unit":
        return max(Fraction(0), done - lost)
    return done * max(Fraction(0), 1 - lost)


def scored(ratios: list[Fraction], marks: list[Fraction], general: Fraction, rules: dict[str, str]) -> Row:
    """R by Điều 16 (a third for staff, a sixth for leaders), the total by Điều 17.1, printed and banded."""
    parts = ratios + marks
    results = sum(parts, Fraction(0)) / len(parts)
    if rules["cap_level"] == "result":
        results = min(results, Fraction(1))
    total = general + 70 * results
    places = 10 ** int(rules["total_decimals"])
    printed = Fraction(half_up(total * places), places)
    row: Row = dict(zip(FIGURES, (*ratios, results, general, total), strict=True))
    row |= {f"{name}_bp": half_up(row[name] * 10_000) for name in FIGURES[:4]}
    row["total_cp"] = int(printed * 100)
    row["grade"] = band(printed if rules["band_on"] == "printed" else total)
    return row


def unscored(grade: str) -> Row:
    """A period with no figures, only the word for it."""
    return dict.fromkeys(FIGURES + PRINTED) | {"grade": grade}


# --- a year ---------------------------------------------------------------------------------------


def year(given: Row, readings: dict | None = None) -> Row:
    """A year's mean and level, Điều 11, 17.3, 20; `months` maps the month to its signed total in hundredths.

    Also read: months_worked (12), leave, grounds, post (staff), unit_grade (a head's). The mean is in points.
    """
    mean = year_mean(given, chosen(readings))
    return {
        "year_mean": mean,
        "year_mean_cp": None if mean is None else half_up(mean * 100),
        "grade": year_grade(given, mean),
    }


def year_mean(given: Row, rules: dict[str, str]) -> Fraction | None:
    """The mean over the scored months, or over the year outside Điều 11.2; None with no month scored."""
    months = dict(given["months"])
    whole = 12
    if rules["december"] != "cut_off":
        months.pop(12, None)
    if rules["december"] == "eleven_months":
        whole = 11
    if rules["december"] == "reuse" and 11 in months:
        months[12] = months[11]
    if not months:
        return None
    over_whole = rules["year_months"] == "twelve" and not given.get("leave")
    return sum((Fraction(cp) for cp in months.values()), Fraction(0)) / 100 / (whole if over_whole else len(months))


def year_grade(given: Row, mean: Fraction | None) -> str:
    """The level in the decree's order: Điều 11.1–11.2, then 11.3 and 20.4, then the band, then 20.6."""
    spared = {"sick", "maternity"} & set(given.get("leave") or ())
    if given.get("months_worked", 12) < 6 and not spared:
        return "not_rated"
    if automatic_ground(given):
        return "not_fulfilled"
    if mean is None:
        return "insufficient_data"
    return under_the_unit(given, band(mean))


def automatic_ground(given: Row) -> bool:
    """Whether a ground of Điều 11.3.a, 20.4.b–d holds; corruption in the unit weighs on its leaders only."""
    grounds = set(given.get("grounds") or ())
    if unknown := grounds - set(GROUNDS):
        raise ValueError(f"grounds: {', '.join(sorted(unknown))} is not among {', '.join(GROUNDS)}")
    if given.get("post", "staff") not in LEADERS:
        grounds.discard("unit_corruption")
    return bool(grounds)


def under_the_unit(given: Row, grade: str) -> str:
    """A head is not rated above the organisation, Điều 20.6; one without a level holds nobody back."""
    unit_grade = given.get("unit_grade")
    if given.get("post") != "head" or unit_grade in (None, "authority_decides"):
        return grade
    return LEVELS[min(LEVELS.index(grade), LEVELS.index(unit_grade))]


# --- the cap on excellent -------------------------------------------------------------------------


def excellent_max(
    percent: object,
    base: str,
    rounding: str,
    eligible: int,
    good: int,
    rated: int | None = None,
    small: str = "as_reckoned",
) -> int:
    """How many of the eligible may be excellent, Điều 20.5: the largest number keeping the rule, by trying.

    `good` counts those whose own band is good; those kept out of excellent become good as well.
    """
    share = exact(percent) / 100
    kept = [x for x in range(eligible + 1) if x <= allowed(share * base_of(base, x, eligible, good, rated), rounding)]
    most = max(kept, default=0)
    return max(most, 1) if small == "at_least_one" and eligible >= 1 else most


def base_of(base: str, excellent: int, eligible: int, good: int, rated: int | None) -> int:
    """The people the share is taken of, when `excellent` of the eligible are let through."""
    if base == "all" and rated is None:
        raise ValueError("base all needs rated, the number of all staff rated")
    bases = {
        "final_good": eligible + good - excellent,
        "original_good": good,
        "good_or_better": eligible + good,
        "all": rated or 0,
    }
    return bases[base]


def allowed(share: Fraction, rounding: str) -> int:
    """The share in whole people: rounded down, or to the nearest with the half going up."""
    return {"floor": floor, "nearest": half_up}[rounding](share)


# --- an organisation ------------------------------------------------------------------------------


def organisation(unit: Row, readings: dict | None = None) -> str:
    """The level of an organisation, Điều 8.1–8.4; where no level's conditions fit, the reading org_gap."""
    score, done, on_time = (exact(unit[name]) for name in ("score", "done", "on_time"))
    below = done < 70 and not unit.get("force_majeure", False)
    if score < 50 or unit.get("misconduct", False) or below:
        return "not_fulfilled"
    if done < 70:
        return "authority_decides"  # force majeure: Điều 8.4.b itself leaves the level to the authority
    if done == 100 and on_time == 100 and score >= 70:
        return "excellent" if score >= 90 and outstanding(unit) else "good"
    if done == 100 and on_time >= 80:
        return "fulfilled"
    gap = chosen(readings)["org_gap"]
    return "authority_decides" if gap == "authority" else gap


def outstanding(unit: Row) -> bool:
    """What excellence asks besides the score and the tasks, Điều 8.1.a (30 % exceeded), 8.1.b and 8.1.c."""
    exceeded = exact(unit.get("exceeded", 0)) >= 30
    return exceeded and not unit.get("subordinate_failed", False) and unit.get("findings_remedied", True)
