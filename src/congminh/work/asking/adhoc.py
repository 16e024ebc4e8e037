"""«Việc đột xuất, nhận thay»: a task of one's own outside the plan, done already or still to do (Điều 18.1.d)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.models import Product
from congminh.law.calendar import Period
from congminh.ledger.forms import NEEDS, ManyFiles
from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField
from congminh.work.actions import propose
from congminh.work.forms import ThousandthsField
from congminh.work.models import Task
from congminh.work.models.kept import COEFFICIENT
from congminh.work.periods import kind_on
from congminh.work.rows import Row

ORIGINS = (
    (Task.Origin.AD_HOC.value, _("Ad hoc work given to me")),
    (Task.Origin.TAKEN_OVER.value, _("Work taken over from a colleague")),
)
# Where the columns of the action stand in the form.
PLACES = {"assigned_on": "given_on", "coefficient_m": "coefficient", "period": "due"}


class ProposeForm(forms.Form):
    """A task outside the plan, of a `product` of the catalogue, or a new item where there is none (Điều 13.3)."""

    name = forms.CharField(
        label=_("What is to be delivered"), max_length=400, help_text=_("As one would find it, such as “Report on …”.")
    )
    coefficient = ThousandthsField(
        COEFFICIENT.high,
        label=NEEDS["coefficient"],
        required=False,
        help_text=_(
            "What you hold right; who scores you decides, and it stays provisional until the catalogue has it."
        ),
    )
    origin = forms.ChoiceField(label=_("How it came"), choices=ORIGINS, widget=forms.RadioSelect)
    quantity = ThousandthsField(label=NEEDS["quantity"], help_text=_("A part counts too, such as 0,8."))
    given_on = DayField(label=_("Given on"))
    due = DayField(label=_("Due"))
    finished_on = DayField(label=NEEDS["finished_on"], required=False, help_text=_("Empty while it is still to do."))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who gave it, by which document."),
    )
    link = forms.CharField(label=_("Link to the result"), required=False, max_length=500)
    evidence = ManyFiles(
        label=NEEDS["evidence"], required=False, help_text=_("PDF, DOCX, XLSX, PNG or JPG, up to 10 MB each.")
    )

    def __init__(self, visit: Visit, product: Product | None, data: Any = None, files: Any = None) -> None:
        usual = {"origin": ORIGINS[0][0], "quantity": 1000, "given_on": visit.day, "due": visit.day}
        super().__init__(data, files, initial=usual, label_suffix="")
        self.visit, self.product = visit, product
        if product:
            self.fields["name"].required = False
            self.fields["name"].help_text = _("Empty to call it as the catalogue does.")
            del self.fields["coefficient"]

    def act(self) -> Task:
        """Propose the task; raises what the action raises."""
        said = self.cleaned_data
        period = Period.of_day(said["due"], kind_on(self.visit.day)).code
        given = {"assigned_on": said["given_on"], "origin": said["origin"]}
        row = Row(self.visit.person, self.product, said["quantity"], said["due"], period, said["name"], **given)
        done_m = said["quantity"] if said["finished_on"] else 0
        return propose(
            row, said.get("coefficient"), done_m, said["finished_on"], said["note"], said["link"], said["evidence"]
        )
