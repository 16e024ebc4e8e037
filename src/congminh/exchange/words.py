"""What is said of a file, a row or a cell: what it is, and what to do. Kept as a kind and its names, said when read.

So a preview is the same whatever the language it was made in, and is read in the reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from congminh.exchange.words_of_people import OF_PEOPLE
from congminh.exchange.words_of_work import OF_WORK
from congminh.exchange.words_of_year import OF_YEAR

LANGUAGES = ("vi", "en")
FILL = _("Fill it in, or leave the row out.")

OF_FILES = {
    "unreadable": ("%(text)s", ""),
    "no_table": (
        _("No sheet has a row of headings with %(columns)s."),
        _("Download the template and paste the rows into it, or give the columns these headings."),
    ),
    "missing_columns": (
        _("The table lacks columns that are needed: %(columns)s."),
        _("Add them with these headings; the order does not matter."),
    ),
    "column_twice": (
        _("Two columns of the sheet “%(sheet)s” are headed “%(heading)s”: %(columns)s."),
        _("Keep the one that counts and take away or rename the other."),
    ),
    "no_rows": (_("There is no row beneath the headings."), _("Write a row for each thing to be imported.")),
    "too_many_rows": (_("The file has more than %(most)s rows."), _("Split it into several files.")),
    "changed_meanwhile": (
        _("Somebody changed the organisation after this preview was made, so nothing was imported."),
        _("The preview below is new: look through it and import again."),
    ),
    "unknown_column": (
        _("Column %(column)s of the sheet “%(sheet)s” was not read: “%(heading)s” is none of the form."),
        _("If it should be read, give it the form's heading."),
    ),
    "hidden_sheet": (
        _("The hidden sheet “%(sheet)s” has such a table and was not read."),
        _("Show the sheet in Excel if its rows are to be imported."),
    ),
}
OF_CELLS = {
    "needed": (_("The cell is empty."), FILL),
    "too_long": (
        _("The text has %(length)s letters; at most %(longest)s are kept."),
        _("Shorten it."),
    ),
    "one_code": (_("“%(value)s” is more than one code."), _("Write one code in the cell.")),
    "not_a_day": (_("“%(value)s” is no day of the calendar."), _("Write dd/mm/yyyy, for example 01/07/2026.")),
    "not_whole": (
        _("“%(value)s” is no whole number from %(least)s to %(most)s."),
        _("Write one of those numbers."),
    ),
    "not_a_choice": (_("“%(value)s” is none of the choices."), _("Choose one of: %(options)s.")),
    "not_a_mark": (_("“%(value)s” is no mark."), _("Write x, or leave the cell empty.")),
    "excel_error": (_("The cell holds the Excel error %(value)s."), _("Mend the formula, or write the value itself.")),
    "not_calculated": (
        _("The cell holds a formula that was never calculated."),
        _("Open the file in Excel and save it, or write the value itself."),
    ),
    "depends": (
        _("Row %(row)s, on which this row rests, is faulty."),
        _("Mend that row first."),
    ),
    "unknown_unit": (
        _("There is no unit with the code “%(code)s”."),
        _("Check the code, or import the unit first."),
    ),
    "outside_unit": (
        _("%(unit)s is not of your agency, so it is not yours to change."),
        _("Check the code, or ask the personnel adviser of that agency."),
    ),
    "unit_not_there": (
        _("%(unit)s does not exist on %(day)s."),
        _("Check the unit and the day."),
    ),
    "decision_half": (
        _("A decision needs its number and its date."),
        _("Fill in both, or leave the columns of the decision empty."),
    ),
    "decision_to_come": (
        _("The day of signing is yet to come."),
        _("Write the day that stands on the decision."),
    ),
    "signer_needed": (
        _("The decision %(decision)s is not in the system yet, and no row says who signed it."),
        _("Write the signer in one of its rows."),
    ),
    "two_signers": (
        _("Another row says that %(signer)s signed the decision %(decision)s."),
        _("Write one signer for one decision."),
    ),
    "signer_kept": (_("The decision %(decision)s is in the system, signed by %(signer)s: that stays."), ""),
    "decision_unused": (
        _("Nothing changes from this day, so the decision %(decision)s is not written."),
        _("To put it to what is there, write the day that began."),
    ),
}
OF_UNITS = {
    "needed_for_new_unit": (_("The unit is new, and this is not filled in."), FILL),
    "code_twice": (
        _("The code “%(code)s” is in rows %(rows)s."),
        _("Keep one row for a unit; give another unit a code of its own."),
    ),
    "parent_needed": (
        _("The unit is new, and the unit above it is not said."),
        _("Write its code: only the agency at the top adds units under none."),
    ),
    "above_itself": (_("The unit is said to be above itself."), _("Write the code of another unit.")),
    "above_begins_later": (
        _("The unit above, in row %(row)s, begins only on %(day)s."),
        _("Let the unit above begin first, or this one later."),
    ),
    "circle": (
        _("The units would stand above themselves: %(path)s."),
        _("Choose another unit above for one of them."),
    ),
    "unit_ended": (
        _("%(unit)s ended on %(day)s."),
        _("Leave the row out, or give a new unit a new code."),
    ),
    "before_unit": (
        _("%(unit)s began only on %(day)s."),
        _("Write that day or a later one."),
    ),
    "day_needed": (
        _("Name or place differ from those in the system, and the day they hold from is not said."),
        _("Write the day; to put right what was entered wrongly, write %(day)s."),
    ),
    "later_change": (
        _("%(unit)s changes on %(day)s already."),
        _("Write that day or a later one."),
    ),
    "corrects": (_("What is entered from %(day)s is put right, as if it had been so from that day."), ""),
    "holds_from": (_("It holds from %(day)s; what was before stays for the days before."), ""),
}
OF_UNDOING = {
    "gone_since": (_("Something it wrote is there no more (%(what)s %(number)s)."), ""),
    "changed_since": (
        _("%(what)s was changed after the import."),
        _("Undo the later change first, or put things right by hand."),
    ),
    "hangs": (
        _("Something newer rests on what it added: %(what)s."),
        _("Take that away first, or put things right by hand."),
    ),
    "renamed_since": (
        _("A unit was renamed or moved after the import: %(what)s."),
        _("Put things right by hand, from today on."),
    ),
    "above_ended": (
        _("A unit would go back under one that has ended: %(what)s."),
        _("Put things right by hand, from today on."),
    ),
    "clashes_now": (
        _("A post would go back beside a newer one: %(what)s."),
        _("End the newer one first, or put things right by hand."),
    ),
}
SAID: Mapping[str, tuple[Any, Any]] = {
    **OF_FILES,
    **OF_CELLS,
    **OF_UNITS,
    **OF_PEOPLE,
    **OF_WORK,
    **OF_YEAR,
    **OF_UNDOING,
}


class Told(NamedTuple):
    """What is said: what it is, what to do ('' for nothing), and of a cell its column's letter and heading."""

    what: str
    next: str
    column: str = ""
    heading: str = ""


def told(one: Mapping[str, Any]) -> Told:
    """A fault, a note or a refusal in the language of whoever reads."""
    what, advice = SAID[one["kind"]]
    said = {name: _in_language(value) for name, value in one["said"].items()}
    if "vi" in said:
        said["text"] = _in_language(said)
    return Told(str(what) % said, str(advice) % said, one.get("column", ""), one.get("heading", ""))


def in_both(say: Callable[[], str]) -> dict[str, str]:
    """Words that are kept in every language, as a value of `said`."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = say()
    return found


def _in_language(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return value["en" if (get_language() or "vi").startswith("en") else "vi"]
