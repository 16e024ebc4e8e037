"""What a granted request forgets («xóa»), and what it stops («dừng xử lý»): what the register says of the purpose.

Records of evaluation are kept by law (Nghị định 335/2025, Điều 24) and never reach this place. Of settled files that
are no such record everything said is erased from the log and the ledger, and the files handed in with them from the
disk; who took which step when stays, and so do the root and everybody else's proofs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from congminh.ledger.files import kinds
from congminh.ledger.log.erasing import erase
from congminh.ledger.log.models import Leaf, Payload
from congminh.ledger.log.sequencing import sequence
from congminh.ledger.models import Attachment, CaseFile
from congminh.org.models import Person
from congminh.privacy.register import Purpose


@transaction.atomic
def forget(person: Person, chosen: Iterable[Purpose], by: Person, why: str) -> dict[str, int]:
    """Erase what these purposes hold of a person; by purpose how many rows, entries and files went."""
    return {each.key: sum(_forget(person, how, each, by, why) for how in each.erase) for each in chosen}


@transaction.atomic
def stop(person: Person, chosen: Iterable[Purpose]) -> dict[str, int]:
    """Stop what these purposes do with a person's data; by purpose how many rows were changed."""
    found = {}
    for each in chosen:
        rows = _held(each, each.stop["model"]).rows(person.pk)
        found[each.key] = rows.update(**{each.stop["field"]: False})
    return found


def _forget(person: Person, how: Any, purpose: Purpose, by: Person, why: str) -> int:
    if how.get("papers"):
        return _papers(person, by, why)
    rows = _held(purpose, how["model"]).rows(person.pk)
    if "blank" in how:
        return int(rows.update(**{how["blank"]: ""}))
    # By keys: rows found over a join cannot be removed at once on every engine.
    keys = list(rows.values_list("pk", flat=True))
    apps.get_model(how["model"])._base_manager.filter(pk__in=keys).delete()
    return len(keys)


def _held(purpose: Purpose, model: str) -> Any:
    return next(each for each in purpose.held if each.model == model)


def _papers(person: Person, by: Person, why: str) -> int:
    """Everything said and handed in with a person's settled files that are no record of an evaluation."""
    sequence()  # a leaf is erased once it has its index
    gone = 0
    for file in settled(person):
        leaves = Leaf.objects.filter(entry__file=file.pk, payload__isnull=False).order_by("index")
        for leaf in leaves:
            erase(leaf, by=by.pk, why=why)
            gone += 1
        gone += forget_files(file)
        _blank(file)
    return gone


def settled(person: Person) -> list[CaseFile]:
    """The person's files at rest whose papers no article keeps."""
    found: list[CaseFile] = []
    for name, kind in kinds().items():
        if kind.papers_kept_by == "":
            rows = kind._base_manager.filter(procedure=name, person=person)
            found += [file for file in rows.order_by("pk") if file.state in file.rules.finals]
    return found


def forget_files(file: CaseFile) -> int:
    """Remove the evidence handed in with a file whose entries were erased: rows now, bytes once that is committed."""
    papers = list(Attachment.objects.filter(file=file.pk).filter(~Q(entry__leaf__in=_unerased(file))))
    Attachment.objects.filter(pk__in=[paper.pk for paper in papers]).delete()
    for paper in papers:
        transaction.on_commit(partial(paper.content.storage.delete, str(paper.content.name)))
    return len(papers)


def _unerased(file: CaseFile) -> Any:
    return Payload.objects.filter(leaf__entry__file=file.pk).values("leaf")


def _blank(file: CaseFile) -> None:
    """Empty the texts of a request itself; what it was and when stays."""
    texts: dict[str, Any] = (
        {"about": ""} if hasattr(file, "about") else {"shown": {}, "said_head": None, "assessor": None}
    )
    type(file)._base_manager.filter(pk=file.pk).update(**texts)
