"""What changes years and their sheets, each in one transaction; bad input is a ValidationError that names its field."""

from congminh.year.actions.deciding import Verdict, decide, decide_all
from congminh.year.actions.entering import bring_months, enter_ground, take_back_ground, take_back_month
from congminh.year.actions.filing import Filled, file_for_absent, file_form, leave_unrated, rate_after_all, return_form
from congminh.year.actions.limiting import choose, decide_exception
from congminh.year.actions.meeting import adopt_minutes, convene, remark
from congminh.year.actions.opening import Days, Opened, Passed, name_party, open_year, settle_year
from congminh.year.actions.re_rating import examine, keep, publish_anew, raise_wrong, replace_result
from congminh.year.actions.telling import notify, notify_all, publish, publish_all
from congminh.year.actions.weighing import hear_party, propose, send_back

__all__ = [
    "Days",
    "Filled",
    "Opened",
    "Passed",
    "Verdict",
    "adopt_minutes",
    "bring_months",
    "choose",
    "convene",
    "decide",
    "decide_all",
    "decide_exception",
    "enter_ground",
    "examine",
    "file_for_absent",
    "file_form",
    "hear_party",
    "keep",
    "leave_unrated",
    "name_party",
    "notify",
    "notify_all",
    "open_year",
    "propose",
    "publish",
    "publish_all",
    "publish_anew",
    "raise_wrong",
    "rate_after_all",
    "remark",
    "replace_result",
    "return_form",
    "send_back",
    "settle_year",
    "take_back_ground",
    "take_back_month",
]
