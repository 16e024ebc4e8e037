"""What each step changes in a plain life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.faults.life.plain import FULL_CP, MOST_CP, Act, Complaint, Life, Work


def do(life: Life, act: Act) -> None:
    """Do what is allowed."""
    DONE[act.name](life, act)


def _task(life: Life, act: Act) -> Work:
    found = life.file(act.about)
    assert isinstance(found, Work)
    return found


def _assign(life: Life, act: Act) -> None:
    coefficient_m, assigned_m = act.more
    task = Work("drafting", coefficient_m=coefficient_m, assigned_m=assigned_m)
    task.move("assign", act.who, "assigned")
    life.work.append(task)


def _report(life: Life, act: Act) -> None:
    task = _task(life, act)
    task.done_m, task.finished = act.more
    late = int(task.finished > task.due)
    task.delays, task.waived["delay"] = late, min(task.waived["delay"], late)
    if not late and task.cause_about == "delay":
        task.cause = task.cause_about = ""
    task.move("report", act.who, "reported")


def _update(life: Life, act: Act) -> None:
    task = _task(life, act)
    (task.done_m,) = act.more
    task.move("update", act.who)


def _confirm(life: Life, act: Act) -> None:
    task = _task(life, act)
    task.confirmed_m = act.more[0] if act.more else task.done_m
    task.move(act.name, act.who, "confirmed")


def _return(life: Life, act: Act) -> None:
    task = _task(life, act)
    task.failures += act.name == "return"
    task.move(act.name, act.who, "returned")
    task.returned_at = len(task.traces)


def _undo(life: Life, act: Act) -> None:
    task = _task(life, act)
    if task.state == "confirmed":
        task.confirmed_m = 0
    else:
        task.failures -= task.traces[-1].step == "return"
    task.move("undo", act.who, "reported")


def _cause(life: Life, act: Act) -> None:
    task = _task(life, act)
    if act.name == "ask_cause":
        task.cause, task.cause_about = "asked", act.more[0]
    elif act.name == "accept_cause":
        task.waived[task.cause_about] += task.counting(task.cause_about)
        task.cause = "accepted"
    else:
        task.cause = "refused"
    task.move(act.name, act.who)


def _cancel(life: Life, act: Act) -> None:
    _task(life, act).move("cancel", act.who, "cancelled")


def _self_assess(life: Life, act: Act) -> None:
    (life.self_i1,) = act.more
    if life.given_i1 is not None and not life.noted:
        life.given_i1 = None
    life.draft += 1
    life.sheet.move("self_assess", act.who, "submitted")


def _score(life: Life, act: Act) -> None:
    (life.given_i1,) = act.more
    life.noted = life.given_i1 != life.self_i1
    life.general_cp = FULL_CP - MOST_CP + life.given_i1
    life.draft += 1
    life.sheet.move(act.name, act.who, "scored")


def _notify(life: Life, act: Act) -> None:
    life.results.append(life.reckon(life))
    life.asked_by = life.until = None
    life.sheet.move(act.name, act.who, "notified")
    # Upheld petitions on an earlier result end with a new one that who scores tells.
    for petition in life.complaints if act.name == "notify" else ():
        if petition.state == "upheld" and len(life.results) > petition.result:
            petition.move("correct", act.who, "corrected")


def _close(life: Life, act: Act) -> None:
    if life.sheet.state == "scored":
        _notify(life, act._replace(name="notify_late"))
    for file in (life.sheet, life.other):
        if file.state == "notified":
            file.move("close", act.who, "closed")


def _ask_reopen(life: Life, act: Act) -> None:
    life.asked_by, life.until = act.who, life.today + timedelta(days=act.more[0])
    life.sheet.move("ask_reopen", act.who)


def _answer(life: Life, act: Act) -> None:
    life.asked_by = None
    if act.name == "refuse_reopen":
        life.until = None
    life.sheet.move(act.name, act.who, "submitted" if act.name == "reopen" else None)


def _restore(life: Life, act: Act) -> None:
    life.asked_by = life.until = None
    life.sheet.move("restore", act.who, "notified")


def _lodge(life: Life, act: Act) -> None:
    petition = Complaint("drafting", line=act.more[0], result=len(life.results))
    petition.move("lodge", act.who, "received")
    life.complaints.append(petition)


def _settle(life: Life, act: Act) -> None:
    after = {"uphold": "upheld", "refuse": "refused", "correct": "corrected"}[act.name]
    life.file(act.about).move(act.name, act.who, after)


def _go(after: str) -> Callable[[Life, Act], None]:
    return lambda life, act: life.sheet.move(act.name, act.who, after)


DONE: dict[str, Callable[[Life, Act], None]] = {
    "assign": _assign, "report": _report, "update": _update, "confirm": _confirm, "force_forward": _confirm,
    "return": _return, "send_back": _return, "undo": _undo, "cancel": _cancel,
    **dict.fromkeys(("ask_cause", "accept_cause", "refuse_cause"), _cause),
    "self_assess": _self_assess, "move_on": _go("submitted"), "give_back": _go("in_progress"),
    "score": _score, "score_unsent": _score, "notify": _notify, "notify_late": _notify, "close": _close,
    "sync": _go("synchronised"), "ask_reopen": _ask_reopen, "reopen": _answer, "refuse_reopen": _answer,
    "restore": _restore, "leave_out": _go("left_out"), "take_in": _go("in_progress"),
    "lodge": _lodge, **dict.fromkeys(("uphold", "refuse", "correct"), _settle),
}  # fmt: skip
