"""What is typed on Mẫu 01: which form stands open to whom, saving as one types, and two who typed at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from congminh.assessment.actions import Overtaken, Written, note_field, save_marks
from congminh.assessment.actions.marking import writer
from congminh.assessment.forms import MarksForm
from congminh.assessment.models import PeriodSheet
from congminh.assessment.views.criteria import written
from congminh.law.nd335.general import criteria
from congminh.law.procedure import Role
from congminh.ledger import twice
from congminh.ledger.forms import step_form
from congminh.org.models import Person
from congminh.work.asking.fields import put_faults

# The steps whose forms are the page itself.
WRITTEN_STEPS = ("self_assess", "score", "score_unsent")


def form_open_to(sheet: PeriodSheet, person: Person, rescoring: bool = False) -> MarksForm | None:
    """The form this person fills in as the sheet stands; a score given already is put right only when asked for."""
    if sheet.state == "scored" and not rescoring:
        return None
    open_now = {step.name for step in sheet.open_to(person)}
    step = next((name for name in WRITTEN_STEPS if name in open_now), None)
    return bound(sheet, step, person) if step else None


def bound(sheet: PeriodSheet, step: str, person: Person, data: Any = None) -> MarksForm:
    """The form of a written step; each field says where its faults stand, so that a script may put them there."""
    form: Any = step_form(sheet, step, person, data)
    for name, field in form.fields.items():
        field.quiet = True
        field.widget.attrs["aria-describedby"] = f"{name}-faults"
    for code in criteria():
        form.fields[note_field(code)].widget.attrs["rows"] = 2
    found: MarksForm = form
    return found


def is_saved_while_typing(sheet: PeriodSheet, person: Person) -> bool:
    """Whether what the person types may be kept between steps as the sheet stands."""
    try:
        writer(sheet, person)
    except PermissionDenied:
        return False
    return True


def writes_as_scorer(form: MarksForm | None) -> bool:
    """Whether the form is that of who scores."""
    return form is not None and form.points == "given_cp"


def save(form: MarksForm, draft: int) -> None:
    """Keep what is typed so far; what cannot be kept stays typed, with its fault beside it. Raises Overtaken."""
    form.fields.pop("reason", None)
    form.is_valid()
    while True:
        try:
            form.file.draft = save_marks(form.file, form.person, draft, _sound(form))
            return
        except ValidationError as fault:
            before = len(form.errors)
            put_faults(form, fault, {})
            if len(form.errors) == before:
                raise


def _sound(form: MarksForm) -> Written:
    """What of the form has no fault; a criterion is kept with its words, or not at all."""
    typed, faulty = form.cleaned_data, form.errors
    sound = [code for code in criteria() if code not in faulty and note_field(code) not in faulty]
    marks = {code: (typed.get(code), typed.get(note_field(code), "")) for code in sound}
    return Written(marks, {name: typed[name] for name in form.columns if name in typed and name not in faulty})


def conflict(form: MarksForm, first: Overtaken) -> dict[str, Any]:
    """Both texts, where they differ: what the other left, what is typed here; nothing is lost."""
    form.is_valid()
    return twice.conflict(form, first, _both(form, first))


def _both(form: MarksForm, first: Overtaken) -> Any:
    typed: Mapping[str, Any] = form.cleaned_data
    for code in criteria():
        mark = first.marks.get(code)
        note = note_field(code)
        theirs = written(getattr(mark, form.points)) if mark else ""
        yield f"{code}, {_('points')}", theirs, written(typed.get(code)) if code in typed else form.data.get(code, "")
        yield (
            f"{code}, {_('comment')}",
            getattr(mark, form.note) if mark else "",
            typed.get(note, form.data.get(note, "")),
        )
    for name in form.columns:
        if name in form.fields:
            there = first.columns.get(name)
            yield form.fields[name].label, "" if there is None else str(there), form.data.get(name, "").strip()


def is_scorer(sheet: PeriodSheet, person: Person) -> bool:
    """Whether the person scores this sheet today."""
    return Role.ASSESSOR in sheet.roles_of(person)
