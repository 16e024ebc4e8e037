"""Steps of «Đây không phải người đứng đầu của tôi»: what personnel answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.ledger.forms import NEEDS, StepForm, form_for
from congminh.org.competence import competence
from congminh.org.models import LineRequest
from congminh.org.procedure import REPORTING_LINE

# Kept in the entry of the first step: how its history calls it.
NEEDS["said_head"] = _("Who it should be")


class LineForm(StepForm):
    """A step of the request: words alone, no files."""

    takes_evidence = False


@form_for(REPORTING_LINE.name, "settle")
class Settle(LineForm):
    """The outcome, already written as it stands now: to be read and sent."""

    outcome = forms.CharField(
        label=_("What was put right"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Put the posts or units right first; then this says who is competent now."),
    )  # fmt: skip

    def __init__(self, file: LineRequest, *rest: Any) -> None:
        super().__init__(file, *rest)
        self.fields["outcome"].initial = outcome_of(file)


@form_for(REPORTING_LINE.name, "refuse")
class Refuse(LineForm):
    """Why it stays as it is."""


@form_for(REPORTING_LINE.name, "withdraw")
class Withdraw(LineForm):
    """Nothing is asked."""


def outcome_of(file: LineRequest) -> str:
    """Who is competent today, in a sentence; what is missing where nobody is."""
    scored, _rated = competence([file.person], timezone.localdate()).told[file.person_id]
    if not scored.name:
        return str(scored.why)
    said = {"name": scored.name, "article": scored.article, "why": scored.why}
    return gettext("From today %(name)s scores: %(why)s.") % said
