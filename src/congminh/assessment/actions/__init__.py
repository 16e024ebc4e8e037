"""What changes sheets and periods, each in one transaction; bad input is a ValidationError that names its field."""

from congminh.assessment.actions.closing import Closed, close_rounds, standing
from congminh.assessment.actions.marking import Overtaken, Written, note_field, save_marks
from congminh.assessment.actions.moving import move_on_all
from congminh.assessment.actions.opening import NotReady, Opened, Passed, blocking, open_round, set_timetable
from congminh.assessment.actions.petitioning import Line, correct, lodge, stops
from congminh.assessment.actions.reopening import ask_reopen, refuse_reopen, reopen, restore
from congminh.assessment.actions.scoring import marks_of, score, score_unsent, send
from congminh.assessment.actions.settling import Settled, settle_round, settle_sheet
from congminh.assessment.actions.telling import notify, notify_all, notify_late

__all__ = [
    "Closed",
    "Line",
    "NotReady",
    "Opened",
    "Overtaken",
    "Passed",
    "Settled",
    "Written",
    "ask_reopen",
    "blocking",
    "close_rounds",
    "correct",
    "lodge",
    "marks_of",
    "move_on_all",
    "note_field",
    "notify",
    "notify_all",
    "notify_late",
    "open_round",
    "refuse_reopen",
    "reopen",
    "restore",
    "save_marks",
    "score",
    "score_unsent",
    "send",
    "set_timetable",
    "settle_round",
    "settle_sheet",
    "standing",
    "stops",
]
