"""A file that moves by a procedure, the entries that say how it moved, and the notices they caused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Never, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.law.procedure import Procedure, Role, Step
from congminh.law.text import Text
from congminh.ledger.log.models import Checkpoint, Leaf, Payload
from congminh.ledger.procedures import named
from congminh.ledger.words import said

if TYPE_CHECKING:
    from congminh.org.models import Person

__all__ = ["Attachment", "CaseFile", "Changed", "Checkpoint", "Entry", "Leaf", "Notice", "Payload", "Unchangeable"]


class Unchangeable(Exception):
    """An entry of the ledger was to be changed or removed; it never is."""


class Changed(Exception):
    """A file of evidence is no longer what was handed in."""


class CaseFile(models.Model):
    """«Hồ sơ»: something that moves by a procedure of the law, one step at a time.

    An app's own file (a sheet, a petition) is a child of this model: it names its `procedures`, says who is
    who in it, and its `objects` know `visible_to(person)` and `waiting_for(person)`. Only `actions.take`
    changes `state` and `version`.
    """

    # The names of the procedures whose files are rows of this child; a file of a procedure is of one child.
    procedures: ClassVar[tuple[str, ...]] = ()
    # Whether people are reminded by `within` of its table; not where its days are set otherwise.
    is_reminded: ClassVar[bool] = True
    # The article by which what was handed in with its steps is kept whatever anybody asks; none where it may be erased.
    papers_kept_by: ClassVar[str] = "Điều 24"
    # What its entries keep that no history tells: said elsewhere, to fewer.
    untold: ClassVar[tuple[str, ...]] = ()

    procedure = models.CharField(_("procedure"), max_length=64)
    state = models.CharField(_("state"), max_length=64)
    version = models.PositiveIntegerField(_("version"), default=0)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    class Meta:
        verbose_name = _("file")

    def __str__(self) -> str:
        return f"{self.procedure} {self.pk}: {self.state}"

    def get_absolute_url(self) -> str:
        """The page of the file."""
        return reverse("case", args=[self.pk])

    def title(self) -> str:
        """What the file is about, in a line; the procedure's name unless its app says more."""
        return str(self.procedure_label)

    @property
    def procedure_label(self) -> Any:
        """The name of its procedure, in the page's language."""
        return said(self.rules.label)

    @property
    def state_label(self) -> Any:
        """Where it stands, in the page's language."""
        return said(self.rules.state(self.state).label)

    @property
    def rules(self) -> Procedure:
        """The table of steps this file moves by («trình tự, thủ tục»)."""
        return named(self.procedure)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The roles a person has in this file; none unless its app says so."""
        return frozenset()

    def people_in(self, role: Role) -> Iterable[Person]:
        """Who is told when a step tells this role; nobody unless its app says so."""
        return ()

    @classmethod
    def together(cls, files: Sequence[Self]) -> None:
        """Read once what many of these files share; nothing unless its app says so."""

    @classmethod
    def kept_now(cls, entries: Sequence[Entry]) -> dict[int, dict[str, Any]] | None:
        """By entry, what the rows kept of results they signed say now, in the words of their data; None for none."""
        return None

    @classmethod
    def unvouched(cls) -> Iterable[Text]:
        """What stands in this kind's rows and no entry tells of, a sentence each."""
        return ()

    def hides(self, entry: Entry, person: Person) -> bool:
        """Whether an entry is not for this reader's eyes yet, though the file is."""
        return False

    def holds(self, fact: str) -> bool:
        """Whether a fact that a step waits for (`Step.when`) is so; not unless its app says so."""
        return False

    def open_to(self, person: Person) -> tuple[Step, ...]:
        """The steps this person may take now: the buttons of the page."""
        steps = self.rules.open_to(self.roles_of(person), self.state)
        return tuple(step for step in steps if all(self.holds(fact) for fact in step.when))


class Entry(models.Model):
    """«Vết»: who took which step of which file, when, by which article, and what it changed.

    Rows are only ever added: the database itself refuses UPDATE, DELETE and TRUNCATE (first migration).
    """

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    who = models.ForeignKey("org.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    role = models.CharField(_("role"), max_length=32)
    step = models.CharField(_("step"), max_length=64)
    cite = models.CharField(_("article"), max_length=64)
    before = models.CharField(_("before"), max_length=64)
    after = models.CharField(_("after"), max_length=64)
    data = models.JSONField(_("data"), default=dict)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_entry_a_version")]

    def __str__(self) -> str:
        return f"{self.number}. {self.step} ({self.cite})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("an entry of the ledger is never changed; take a further step instead")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable, always."""
        raise Unchangeable("an entry of the ledger is never removed")


class Attachment(models.Model):
    """«Minh chứng»: a file handed in with a step; its digest stands in the step's entry too.

    Rows are only ever added, as entries are; what they point to is checked against `sha256` when it is read.
    """

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="attachments")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=200)
    media = models.CharField(_("kind"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("digest"), max_length=64)
    content = models.FileField(_("contents"), upload_to="minh-chung/%Y/%m/", max_length=200)

    class Meta:
        verbose_name = _("evidence")
        ordering = ["entry", "pk"]

    def __str__(self) -> str:
        return self.name

    def read(self) -> bytes:
        """What was handed in; raises Changed when the file on the disk is no longer that."""
        with self.content.open("rb") as kept:
            found: bytes = kept.read()
        if hashlib.sha256(found).hexdigest() != self.sha256:
            raise Changed(self.name)
        return found


class Notice(models.Model):
    """«Thông báo»: one person told of one entry, written with it; or reminded of a step that is due.

    A reminder has no entry: it says which `step` of `procedure` is `due`, in how many `files`, of which `file` is one;
    `over` is the one of the last day. All are read in the inbox and mailed once in a digest.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    to = models.ForeignKey("org.Person", on_delete=models.PROTECT, related_name="notices", verbose_name=_("to"))
    role = models.CharField(_("as"), max_length=32)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    files = models.PositiveIntegerField(_("files"), default=1)
    procedure = models.CharField(_("procedure"), max_length=64, blank=True)
    step = models.CharField(_("step"), max_length=64, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    over = models.BooleanField(_("the last day is here"), default=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.UniqueConstraint(fields=["entry", "to"], name="told_once"),
            models.UniqueConstraint(
                fields=["to", "procedure", "step", "due", "over"],
                condition=models.Q(entry=None),
                name="reminded_once",
            ),
            models.CheckConstraint(
                condition=models.Q(entry__isnull=False) | models.Q(file__isnull=False, due__isnull=False),
                name="told_or_reminded",
            ),
        ]
        indexes = [models.Index(fields=["to", "read_at"], name="inbox")]

    def __str__(self) -> str:
        return f"{self.entry or self.step} → {self.to}"

    def get_absolute_url(self) -> str:
        """The page of the file; of a reminder about several, of what waits."""
        if self.entry is None and self.files > 1:
            return reverse("home")
        return reverse("case", args=[self.entry.file_id if self.entry else self.file_id])

    @property
    def said(self) -> str:
        """What was done in which procedure, or is to be done by when, in a line; no names, no scores."""
        if self.entry:
            rules = self.entry.file.rules
            return f"{said(rules.label)}: {said(rules.step(self.entry.step).label)}"
        rules = named(self.procedure)
        what = f"{said(rules.label)}: {said(rules.step(self.step).label)}"
        told = {"what": what, "day": f"{self.due:%d/%m/%Y}", "number": self.files}
        return self._by_day() % told

    def _by_day(self) -> str:
        """The sentence of a reminder, with holes."""
        if self.files > 1 and self.over:
            return gettext("The last day is %(day)s. %(what)s (%(number)s files)")
        if self.files > 1:
            return gettext("Due by %(day)s. %(what)s (%(number)s files)")
        return gettext("The last day is %(day)s. %(what)s") if self.over else gettext("Due by %(day)s. %(what)s")

    @property
    def source(self) -> str:
        """Who did it and by which article; of a reminder the article alone."""
        if self.entry:
            return f"{self.entry.who.name} · {self.entry.cite}"
        return named(self.procedure).step(self.step).cite
