"""What may be done in a plain life, and what it changes: a rule for each step."""

from __future__ import annotations

from tests.faults.life.plain import (
    ASSESSOR,
    COUNTED_AGAINST,
    OWNER,
    PERSONNEL,
    RESOLVER,
    TOLD,
    UNDER_WAY,
    Act,
    Complaint,
    Life,
    Work,
)

SECOND = (ASSESSOR, PERSONNEL)
MOST_DAYS = 30


def may(life: Life, act: Act) -> bool:
    """Whether it is allowed: by this person, as things stand, seen as they stand."""
    return act.behind == 0 and act.who in WHO[act.name] and _stands(life, act)


def _stands(life: Life, act: Act) -> bool:
    if act.name in WORK:
        return life.is_open and _work_stands(life, act)
    if act.about.startswith("petition"):
        return _petition_stands(life, act)
    return _sheet_stands(life, act)


def _work_stands(life: Life, act: Act) -> bool:
    if act.name == "assign":
        return True
    task = life.file(act.about)
    assert isinstance(task, Work)
    return task.state in WORK[act.name] and {
        "undo": task.state == "confirmed" or task.returned_at == len(task.traces),
        "ask_cause": task.cause != "asked" and act.name == "ask_cause" and task.counting(act.more[0]) > 0,
        "accept_cause": task.cause == "asked" and task.counting(task.cause_about) > 0,
        "refuse_cause": task.cause == "asked",
        "force_forward": life.today > life.confirm_by,
        "cancel": task.finished is None,
    }.get(act.name, True)


def _petition_stands(life: Life, act: Act) -> bool:
    petition = life.file(act.about)
    assert isinstance(petition, Complaint)
    if act.name == "correct":
        return petition.state == "upheld" and life.sheet.state in TOLD and len(life.results) > petition.result
    return petition.state == "received"


def _sheet_stands(life: Life, act: Act) -> bool:
    if act.name == "lodge":
        lines = {each.line for each in life.complaints if each.state in ("received", "upheld")}
        return life.sheet.state in TOLD and act.more[0] not in lines
    if act.name == "close":
        late = life.sheet.state == "scored" and life.today > life.publish_by and life.in_time
        return late or life.sheet.state in (*TOLD, "left_out")
    asked = life.asked_by is not None
    return life.sheet.state in SHEET[act.name] and {
        "self_assess": life.in_time,
        "give_back": life.in_time,
        "score": life.in_time,
        "score_unsent": life.today > life.self_by and life.in_time,
        "move_on": life.today > life.self_by,
        "notify": life.in_time,
        "notify_late": life.today > life.publish_by and life.in_time,
        "ask_reopen": not asked and bool(act.more) and 0 <= act.more[0] <= MOST_DAYS,
        "reopen": asked and life.asked_by != act.who,
        "refuse_reopen": asked and life.asked_by != act.who,
        # Whoever asked has no say in the sheet until the second person has answered; closing the period is no say.
        "sync": life.asked_by != act.who,
        "restore": not life.in_time,
        "leave_out": not life.results,
    }.get(act.name, True)


# By step of a task, from where it begins.
WORK = {
    "assign": (),
    "report": UNDER_WAY,
    "update": ("assigned",),
    "confirm": ("reported",),
    "return": ("reported",),
    "send_back": ("reported",),
    "undo": ("confirmed", "returned"),
    "force_forward": ("reported",),
    "ask_cause": COUNTED_AGAINST,
    "accept_cause": COUNTED_AGAINST,
    "refuse_cause": COUNTED_AGAINST,
    "cancel": ("assigned",),
}
SHEET = {
    "self_assess": ("in_progress",),
    "move_on": ("in_progress",),
    "give_back": ("submitted", "scored"),
    "score": ("submitted", "scored"),
    "score_unsent": ("in_progress",),
    "notify": ("scored",),
    "notify_late": ("scored",),
    "sync": ("closed",),
    "ask_reopen": TOLD,
    "reopen": TOLD,
    "refuse_reopen": TOLD,
    "restore": ("in_progress", "submitted", "scored"),
    "leave_out": ("in_progress", "submitted"),
    "take_in": ("left_out",),
}
PETITION = ("uphold", "refuse", "correct")
WHO = {
    **dict.fromkeys(WORK, (ASSESSOR,)),
    **dict.fromkeys(("report", "update", "ask_cause"), (OWNER,)),
    "force_forward": SECOND,
    **dict.fromkeys(("self_assess", "lodge"), (OWNER,)),
    **dict.fromkeys(("give_back", "score", "score_unsent", "notify", "correct"), (ASSESSOR,)),
    **dict.fromkeys(("move_on", "notify_late", "close", "sync", "restore", "leave_out", "take_in"), (PERSONNEL,)),
    **dict.fromkeys(("ask_reopen", "reopen", "refuse_reopen"), SECOND),
    **dict.fromkeys(("uphold", "refuse"), (RESOLVER,)),
}
