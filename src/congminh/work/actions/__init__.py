"""What changes tasks, each in one transaction; bad input is a ValidationError that names its field.

Rows are assigned (`assigning`), planned from what was there (`planning`), proposed (`proposing`); people report
(`reporting`), heads confirm (`confirming`), causes are judged (`causes`), tasks are handed on or put right (`moving`).
State changes by `ledger.actions.take` alone; nothing moves in a closed period.
"""

from congminh.work.actions.assigning import assign, assign_shared, put_whole, split
from congminh.work.actions.causes import accept_cause, ask_cause, refuse_cause
from congminh.work.actions.confirming import confirm, confirm_all, force_forward, return_work, send_back, undo
from congminh.work.actions.moving import adjust, cancel, give_to, hand_over, take_back
from congminh.work.actions.planning import Planned, apply_templates, copy_period, put_goal, put_template, remove_goal
from congminh.work.actions.proposing import approve, decline, propose, withdraw
from congminh.work.actions.reporting import Result, keep_note, record_all, record_progress, report, unrecord_all

__all__ = [
    "Planned",
    "Result",
    "accept_cause",
    "adjust",
    "apply_templates",
    "approve",
    "ask_cause",
    "assign",
    "assign_shared",
    "cancel",
    "confirm",
    "confirm_all",
    "copy_period",
    "decline",
    "force_forward",
    "give_to",
    "hand_over",
    "keep_note",
    "propose",
    "put_goal",
    "put_template",
    "put_whole",
    "record_all",
    "record_progress",
    "refuse_cause",
    "remove_goal",
    "report",
    "return_work",
    "send_back",
    "split",
    "take_back",
    "undo",
    "unrecord_all",
    "withdraw",
]
