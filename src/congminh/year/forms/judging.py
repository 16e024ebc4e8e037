"""The Party committee's opinion, the proposal, the decision, and telling it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.ledger.forms import NEEDS, form_for
from congminh.ledger.models import Entry
from congminh.year import actions
from congminh.year.forms.fields import DecisionField, LevelField, YearForm
from congminh.year.forms.sheet import Plain, of_each

PUBLIC = (
    ("electronic", _("on this system, for everyone in the agency")),
    ("notice_board", _("on the notice board")),
    ("meeting", _("at a meeting of the agency")),
)


@form_for("year_head", "hear_party")
@form_for("year_deputy", "hear_party")
class HearParty(Plain):
    """«Nhận xét của cấp ủy đảng»."""

    def call(self, version: int, **typed: Any) -> Entry:
        """Enter the opinion."""
        return actions.hear_party(self.file, self.person, version, typed["party_opinion"])


@form_for("year_head", "propose")
class Propose(YearForm):
    """«Tổng hợp, đề xuất»: what was said and scored, and the level proposed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.without("proposed_grade")
        self.area("summary", NEEDS["summary"], required=False)
        self.fields["proposed_grade"] = LevelField(label=NEEDS["proposed_grade"])

    def call(self, version: int, **typed: Any) -> Entry:
        """Propose."""
        return actions.propose(self.file, self.person, version, typed["proposed_grade"], typed["summary"])


@form_for("year_head", "send_back")
class SendBack(Plain):
    """«Yêu cầu đề xuất lại»."""

    def call(self, version: int, **typed: Any) -> Entry:
        """Send back."""
        return actions.send_back(self.file, self.person, version, typed["reason"])


@of_each("decide")
class Decide(YearForm):
    """«Kết quả xếp loại của cấp có thẩm quyền»: the level, why where it is not the law's, part IV of the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.without("grade")
        label = _("III. Level by the competent authority")
        self.fields["grade"] = LevelField(label=label, initial=self.file.proposed_grade)
        self.area("reason", _("Reason, where the level is not the one by score and cap"), required=False, rows=3)
        self.area("handling", NEEDS["handling"], required=False)
        self.fields["decision"] = DecisionField(required=False)

    def call(self, version: int, **typed: Any) -> Entry:
        """Decide."""
        return actions.decide(self.file, self.person, version, **typed)


@of_each("publish")
class Publish(YearForm):
    """«Công khai kết quả»: in which form, the electronic one first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        radio = forms.RadioSelect()
        self.fields["form_of_publication"] = forms.ChoiceField(
            label=NEEDS["form_of_publication"], choices=PUBLIC, widget=radio, initial="electronic"
        )

    def call(self, version: int, **typed: Any) -> Entry:
        """Publish."""
        return actions.publish(self.file, self.person, version, typed["form_of_publication"])
