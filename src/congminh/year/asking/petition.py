"""What a petition on a year asks for: as one on a month, sent about the level."""

from __future__ import annotations

from congminh.assessment.asking.petition import LodgeForm as MonthForm
from congminh.org.models import Person
from congminh.year.models import YearPetition, YearSheet
from congminh.year.petitioning import lodge


class LodgeForm(MonthForm):
    """Why one does not agree with one's level, and what one rests that on."""

    def act_on_year(self, sheet: YearSheet, person: Person) -> YearPetition:
        """Lodge it; raises what the action raises, and then nothing has happened."""
        typed = self.cleaned_data
        return lodge(sheet, person, typed["grounds"], typed["evidence"])
