"""What changes an organisation's year, each in one transaction; bad input is a ValidationError that names its field."""

from congminh.unit_year.actions.capping import allow_more, choose_tied
from congminh.unit_year.actions.complaining import record_complaint, report_verification, verify
from congminh.unit_year.actions.deciding import annul, decide, send
from congminh.unit_year.actions.figures import count_anew, enter_counts, enter_values
from congminh.unit_year.actions.many import Ready, Verdict, decide_all, notify_all, ready
from congminh.unit_year.actions.opening import Opened, open_year
from congminh.unit_year.actions.setting import begin_set, decide_set, drop_set, put_criteria, put_indicators
from congminh.unit_year.actions.writing import Overtaken, Written, marks_of, save_sheet, writer

__all__ = [
    "Opened",
    "Overtaken",
    "Ready",
    "Verdict",
    "Written",
    "allow_more",
    "annul",
    "begin_set",
    "choose_tied",
    "count_anew",
    "decide",
    "decide_all",
    "decide_set",
    "drop_set",
    "enter_counts",
    "enter_values",
    "marks_of",
    "notify_all",
    "open_year",
    "put_criteria",
    "put_indicators",
    "ready",
    "record_complaint",
    "report_verification",
    "save_sheet",
    "send",
    "verify",
    "writer",
]
