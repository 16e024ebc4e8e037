"""«Cuộc họp nhận xét, đánh giá» (Điều 21.1.b, 21.2.b): one meeting on many sheets, who came, what was said."""

from __future__ import annotations

from datetime import date
from typing import Any, Never, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.ledger.models import Unchangeable
from congminh.org.models import Person, Unit
from congminh.org.models.unit import WithUnits
from congminh.year.models.round import YearRound


class MeetingQuerySet(WithUnits["Meeting"]):
    """Meetings."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those one takes part in and those on sheets one sees."""
        from congminh.year.models.sheet import YearSheet  # a sheet refers to its meeting

        seen = YearSheet.objects.visible_to(person, day).order_by().values("meeting")
        return self.filter(pk__in=seen)

    def described(self, day: date) -> Self:
        """With round, chair, secretary and who called it, and the unit by its name of `day`: one more query."""
        named = self.select_related("round", "chair", "secretary", "called_by", "adopted_by")
        return named.with_units(day, "body")


class Meeting(models.Model):
    """One meeting of an agency or of a unit in it; its minutes are adopted once, with every opinion in them.

    `body` is the unit whose meeting it is («nơi công chức công tác»). The decree names no chair and no secretary: who
    calls the meeting says who they are; the secretary writes down what others say.
    """

    round = models.ForeignKey(YearRound, models.PROTECT, related_name="meetings", verbose_name=_("year of the agency"))
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    held_at = models.DateTimeField(_("Time of the meeting"))
    room = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in the chair")
    )
    secretary = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("secretary of the meeting")
    )
    called_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("called by"))
    called_at = models.DateTimeField(_("called at"), auto_now_add=True)
    minutes = models.TextField(_("Minutes of the meeting"), blank=True)
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("adopted under")
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-held_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(adopted_at=None) | ~Q(minutes=""), name="year_meeting_minutes"),
        )

    def __str__(self) -> str:
        return f"{timezone.localtime(self.held_at):%H:%M %d/%m/%Y}"

    @property
    def is_adopted(self) -> bool:
        """Whether its minutes were adopted («đã thông qua biên bản»)."""
        return self.adopted_at is not None


class Attendance(models.Model):
    """One who takes part in a meeting: by which group the law calls them, and whether they came or wrote.

    `group` is the name of `law.nd335.yearly_rating.Participants`; `absent` is known once the minutes are adopted.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name=_("meeting"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("civil servant"))
    group = models.CharField(_("takes part as"), max_length=30)
    may_write = models.BooleanField(_("may write instead"), default=False)
    absent = models.BooleanField(_("absent"), default=False)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("meeting", "pk")
        constraints = (models.UniqueConstraint(fields=["meeting", "person"], name="year_attendance_once"),)

    def __str__(self) -> str:
        return str(self.person)


class Opinion(models.Model):
    """«Ý kiến» of one who takes part in the meeting on one person; it stands in the minutes and is never changed."""

    sheet = models.ForeignKey("YearSheet", models.PROTECT, related_name="opinions", verbose_name=_("year sheet"))
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="opinions", verbose_name=_("meeting"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    text = models.TextField(_("Opinion"))
    written_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written down by")
    )
    in_writing = models.BooleanField(_("in writing"), default=False)

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ("meeting", "sheet", "pk")

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the opinion; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("an opinion is never changed: give a further one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable, always."""
        raise Unchangeable("an opinion is never removed")
