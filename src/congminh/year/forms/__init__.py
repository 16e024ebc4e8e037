"""What is handed in with the steps of a year: each form calls its step's action, which says what is wrong where."""

from congminh.year.forms import anew, judging, petition, sheet

__all__ = ["anew", "judging", "petition", "sheet"]
