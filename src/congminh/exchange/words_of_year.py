"""What is said of rows of the year of organisations: what it is, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

OF_YEAR = {
    "no_unit_sheet": (
        _("No organisation you see has the code “%(code)s” and a sheet of %(year)s."),
        _("Check code and year, or open the year of organisations first."),
    ),
    "unknown_indicator": (
        _("The set of criteria “%(criteria)s” has no indicator “%(code)s”."),
        _("Check the code in the second sheet of the template."),
    ),
    "indicator_from_tasks": (
        _("“%(name)s” is taken from the tasks of the year, not from a file."),
        _("Leave the row out: tasks are counted on the page of figures."),
    ),
    "indicator_twice": (
        _("The indicator of this unit is in rows %(rows)s."),
        _("Keep one row for an indicator of a unit."),
    ),
    "other_source": (
        _("“%(name)s” has one source: %(source)s."),
        _("Take the value from that source, or leave the cell empty if it is from there."),
    ),
    "other_closing": (
        _("“%(name)s” closes on %(day)s."),
        _("Write that day, or leave the cell empty."),
    ),
    "indicator_closed": (
        _("The indicator closed on %(day)s, and the row says another value."),
        _("Leave the row out: it stays as it was on that day."),
    ),
    "figures_not_yours": (
        _("The sheet of %(unit)s stands at: %(state)s, where its figures are not yours to enter."),
        _("Leave the row out, or ask who recognises the organisation."),
    ),
    "about_indicator": (_("%(name)s, in %(measure)s; source: %(source)s."), ""),
    "figures_changed_meanwhile": (
        _("Figures changed after this preview was made, so nothing was imported."),
        _("The preview below is new: look through it and import again."),
    ),
    "figures_used": (
        _("The level of %(unit)s was decided since, and rests on these figures."),
        _("Have the level annulled first (Điều 4.4)."),
    ),
    "closed_since": (
        _("“%(name)s” closed on %(day)s, so its value stays."),
        _("Say on the sheet what is wrong with it."),
    ),
}
