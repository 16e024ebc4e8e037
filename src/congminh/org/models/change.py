"""«Vết thay đổi tổ chức»: who changed what of the organisation, when, by which decision; kept for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, Never, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.ledger.models import Unchangeable
from congminh.org.models.decision import Decision
from congminh.org.models.leave import Leave
from congminh.org.models.person import Person
from congminh.org.models.post import Post
from congminh.org.models.unit import Unit, seen_by

# What the values of a change are called on a page.
NAMES: Mapping[str, str | Promise] = {
    "about": _("about"),
    "account": _("account"),
    "added": _("added"),
    "begun": _("first day of service"),
    "changed": _("changed"),
    "code": _("code"),
    "complexity": _("complexity group"),
    "decision": _("decision"),
    "ended": _("last day of service"),
    "faulty": _("faulty"),
    "first": _("first day"),
    "into": _("goes on in"),
    "is_inspector": _("inspects"),
    "is_personnel": _("advises on personnel"),
    "kind": _("kind"),
    "last": _("last day"),
    "left": _("left as it is"),
    "name": _("name"),
    "number": _("number"),
    "option": _("option"),
    "parent": _("unit above"),
    "parts": _("parts"),
    "peer_group": _("peer group"),
    "persons_in_charge": _("civil servants in charge"),
    "position": _("job position"),
    "rank": _("rank"),
    "sha256": _("digest"),
    "signed_on": _("signed on"),
    "signer": _("signer"),
    "tier": _("tier"),
    "title": _("title"),
    "unit": _("unit"),
    "units": _("units"),
    "units_in_charge": _("units in charge"),
}
DAYS = frozenset({"begun", "ended", "first", "last", "signed_on"})
CODED = frozenset({"kind", "rank", "tier"})
WORDS = {code: word for each in (Unit.Kind, Unit.Tier, Post.Rank, Post.Kind, Leave.Kind) for code, word in each.choices}


class Line(NamedTuple):
    """One value that changed, as a page shows it; empty where there was or is none."""

    label: str | Promise
    before: str
    after: str


class ChangeQuerySet(models.QuerySet["Change"]):
    """Changes, the newest first."""

    def about(self, unit: Unit | None = None, person: Person | None = None) -> Self:
        """Those of a unit, or of a civil servant's service, posts, leave and account."""
        return self.filter(unit=unit) if unit else self.filter(person=person)

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of the units and people whose files one sees, one's own; for personnel also the common ones."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything:
            return self
        seen = Q(unit__in=sight.files) | Q(person__in=Person.objects.whose_file_is_in(sight, person, day))
        return self.filter(seen | Q(unit=None, person=None)) if sight.is_personnel else self.filter(seen)


class Change(models.Model):
    """«Vết thay đổi tổ chức»: one act on units, people, posts or settings, with what was before and after.

    `who` is empty where the system or a command acted. `data`: `of` says which row where unit and person do
    not, `before` and `after` hold names and ISO days. Rows are only ever added: the database refuses the rest.
    """

    class Action(models.TextChoices):
        """What was done: the functions of `org.actions` by name, what a merger does to posts, what apps above do."""

        BEGIN_UNIT = "begin_unit", _("unit established")
        RENAME_UNIT = "rename_unit", _("unit renamed")
        MOVE_UNIT = "move_unit", _("unit moved")
        MERGE_UNITS = "merge_units", _("units merged")
        SPLIT_UNIT = "split_unit", _("unit divided")
        DISSOLVE_UNIT = "dissolve_unit", _("unit dissolved")
        CORRECT_UNIT = "correct_unit", _("unit corrected")
        APPOINT = "appoint", _("appointed")
        END_POST = "end_post", _("post ended")
        DELEGATE = "delegate", _("delegated")
        SECOND = "second", _("seconded")
        GIVE_FIELD = "give_field", _("field given in charge")
        CARRY_POST = "carry_post", _("post carried over")
        CORRECT_POST = "correct_post", _("post corrected")
        REMOVE_POST = "remove_post", _("post entered by mistake removed")
        HIRE = "hire", _("entered service")
        LEAVE_SERVICE = "leave_service", _("left service")
        CORRECT_PERSON = "correct_person", _("civil servant corrected")
        RECORD_LEAVE = "record_leave", _("leave recorded")
        REMOVE_LEAVE = "remove_leave", _("leave removed")
        GIVE_ACCOUNT = "give_account", _("account given")
        RENEW_PASSWORD = "renew_password", _("new password handed out")
        CLOSE_ACCOUNT = "close_account", _("account closed")
        OPEN_ACCOUNT = "open_account", _("account opened again")
        PUT_POSITION = "put_position", _("job position entered")
        PUT_PEER_GROUP = "put_peer_group", _("peer group entered")
        CHOOSE_READING = "choose_reading", _("reading chosen")
        DECIDE = "decide", _("decision entered")
        IMPORT = "import", _("imported from Excel")
        UNDO_IMPORT = "undo_import", _("import undone")

    at = models.DateTimeField(_("at"), auto_now_add=True)
    who = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="changes_made", verbose_name=_("who")
    )
    # No choices of the column: apps above add actions, and a trace outlives the words for it.
    action = models.CharField(_("action"), max_length=20)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("unit")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("civil servant")
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("decision")
    )
    data = models.JSONField(_("data"), default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the organisation")
        verbose_name_plural = _("changes of the organisation")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.data.get('of') or self.person or self.unit}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the change; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("a change of the organisation is never rewritten; make a further change instead")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable, always."""
        raise Unchangeable("a change of the organisation is never removed")

    def get_action_display(self) -> str:
        """What was done, in the language of whoever reads."""
        return str(dict(self.Action.choices).get(self.action, self.action))

    def lines(self) -> list[Line]:
        """What changed, value by value, in the language of whoever reads."""
        before, after = self.data.get("before", {}), self.data.get("after", {})
        keys = dict.fromkeys((*before, *after))
        return [Line(NAMES.get(key, key), shown(key, before.get(key)), shown(key, after.get(key))) for key in keys]


def shown(key: str, value: Any) -> str:
    """One kept value as a page shows it: days as 01/07/2025, codes by their words, lists with commas."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if key in DAYS:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return str(WORDS.get(value, value)) if key in CODED else str(value)
