"""What changes the organisation, each in one transaction; bad input is a ValidationError that names its field.

Each leaves its `Change` («vết»): `by` is who acted, None for the system or a command. Nothing is overwritten: a
change begins on a day, and the row before it ends the day before.
"""

from congminh.org.actions.accounts import give_account, give_accounts, make_accounts, prepare_accounts
from congminh.org.actions.agency import choose_reading, decide, put_peer_group, put_position
from congminh.org.actions.line import ask_line
from congminh.org.actions.people import correct_person, hire, leave_service, record_leave, remove_leave
from congminh.org.actions.posts import appoint, correct_post, delegate, end_post, give_field, remove_post, second
from congminh.org.actions.reorganisation import merge_units, split_unit
from congminh.org.actions.units import begin_unit, correct_unit, dissolve_unit, move_unit, rename_unit

__all__ = [
    "appoint",
    "ask_line",
    "begin_unit",
    "choose_reading",
    "correct_person",
    "correct_post",
    "correct_unit",
    "decide",
    "delegate",
    "dissolve_unit",
    "end_post",
    "give_account",
    "give_accounts",
    "give_field",
    "hire",
    "leave_service",
    "make_accounts",
    "merge_units",
    "move_unit",
    "prepare_accounts",
    "put_peer_group",
    "put_position",
    "record_leave",
    "remove_leave",
    "remove_post",
    "rename_unit",
    "second",
    "split_unit",
]
