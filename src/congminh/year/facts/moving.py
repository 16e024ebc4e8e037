"""«Chuyển kết quả» (Điều 19.1): a person's signed months as a file another agency can read, and reading such a file.

The file is JSON: a body, and a note (C2SP signed-note) over the body's SHA-256, signed by the key of this
installation's log with Ed25519. Whoever reads the file checks the note by the public key in it, and knows that key
again from files that came before, or compares it with the paper. It is no qualified digital signature: the paper
that goes with the file is what the agency signs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from congminh.assessment.models import Result
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.notes import BadNote, Signer, Verifier, signed_by
from congminh.org.models import Person
from congminh.work.refusing import refuse
from congminh.year.facts.months import months_of
from congminh.year.models import MonthBrought

FORMAT, VERSION, MOST_BYTES = "congminh.months", 1, 200_000


class Paper(NamedTuple):
    """The paper that goes with the file: whose it is, its number and day."""

    agency: str
    document: str
    signed_on: date


class Read(NamedTuple):
    """A file as read: months not saved yet, its digest, whose key signed it, whether that key was met before."""

    code: str
    name: str
    months: list[MonthBrought]
    digest: str
    key: str
    is_known: bool


def written(person: Person, year: int, paper: Paper) -> bytes:
    """The signed months of a person's year as a file; those brought before go on with where they came from.

    Raises ValidationError where this installation has no key to sign with.
    """
    signer = _signer()
    months = months_of([person.pk], year).get(person.pk, [])
    sealed = _seals([each.key for each in months if each.source == "sheet"])
    brought = MonthBrought.objects.in_bulk([each.key for each in months if each.source == "brought"])
    body: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "person": {"code": person.code, "name": person.name},
        "year": year,
        "agency": paper.agency,
        "document": paper.document,
        "signed_on": paper.signed_on.isoformat(),
        "months": [
            {"month": each.month, "span": each.span, "total_cp": each.total_cp, **_origin(each, sealed, brought)}
            for each in months
        ],
    }
    digest = _digest(body)
    signed = {"sha256": digest, "key": str(signer.verifier), "note": signer.sign(_text(digest))}
    return json.dumps({"body": body, "signed": signed}, ensure_ascii=False, indent=2).encode()


def read(raw: bytes, person: Person) -> Read:
    """The months of a file, for a person; ValidationError at «file» for what is none, was changed, or is another's."""
    found = _parsed(raw)
    body, signed = found["body"], found["signed"]
    digest = _digest(body)
    key = _signed_by(digest, signed)
    if str(body["person"].get("name", "")).casefold() != person.name.casefold():
        what, mend = _("The file is of %(other)s."), _("Choose that person, or the file of %(person)s.")
        refuse("file", what, mend, other=str(body["person"].get("name", "")), person=person.name)
    months = [_month(each, body, person, digest, str(key)) for each in body["months"]]
    if not months:
        refuse("file", _("The file holds no month."), _("Ask the old agency which months it signed."))
    known = MonthBrought.objects.filter(key=str(key), withdrawn_at=None).exists() or str(key) == own_key()
    return Read(str(body["person"].get("code", "")), person.name, months, digest, str(key), known)


def own_key() -> str:
    """The public key by which files of this installation are known; empty where there is none."""
    signer = Folder.here().signer()
    return str(signer.verifier) if signer else ""


def _signer() -> Signer:
    signer = Folder.here().signer()
    if signer is None:
        what, mend = (
            _("This installation has no key to sign with."),
            _("Have the administrator run «congminh log init»."),
        )
        refuse("person", what, mend)
    return signer


def _signed_by(digest: str, signed: Mapping[str, Any]) -> Verifier:
    """The key that signed the file; ValidationError at «file» where the note does not hold for this content."""
    try:
        key = Verifier.read(str(signed.get("key", "")))
        text, _names = signed_by(str(signed.get("note", "")), [key])
    except BadNote:
        text = ""
    if text != _text(digest):
        what, mend = _("The file was changed after it was signed."), _("Ask the old agency for the file anew.")
        refuse("file", what, mend, _("Its signature does not hold for its content."))
    return key


def _text(digest: str) -> str:
    """What is signed: which kind of file, and the SHA-256 of its body."""
    return f"{FORMAT}\n{digest}\n"


def _digest(body: Mapping[str, Any]) -> str:
    told = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return sha256(told).hexdigest()


def _seals(sheets: list[int]) -> dict[int, str]:
    """The seal of the result in force of each sheet, by which the ledger vouches for it."""
    rows = Result.objects.select_related("basis").filter(sheet__in=sheets).order_by("sheet", "number")
    return {row.sheet_id: row.seal() for row in rows}


def _origin(each: Any, sealed: Mapping[int, str], brought: Mapping[int, MonthBrought]) -> dict[str, str]:
    if each.source == "sheet":
        return {"seal": sealed.get(each.key, "")}
    row = brought[each.key]
    return {"from": row.agency, "document": row.document, "digest": row.digest}


def _parsed(raw: bytes) -> dict[str, Any]:
    """The file's two parts, each as it should be; nothing in it is trusted before."""
    what, mend = _("This is no file of results from another agency."), _("Choose the .json file the old agency sent.")
    if len(raw) > MOST_BYTES:
        refuse("file", what, mend)
    try:
        found = json.loads(raw)
        body, signed = found["body"], found["signed"]
        sound = (
            isinstance(signed, dict)
            and (body["format"], body["version"]) == (FORMAT, VERSION)
            and isinstance(body["person"], dict)
            and isinstance(body["months"], list)
            and len(body["months"]) <= 12
            and bool(date.fromisoformat(body["signed_on"]))
            and all(isinstance(each, dict) for each in body["months"])
            and all(type(each[name]) is int for each in body["months"] for name in ("month", "span", "total_cp"))
            and type(body["year"]) is int
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        sound = False
    if not sound:
        refuse("file", what, mend)
    return {"body": body, "signed": signed}


def _month(each: Mapping[str, Any], body: Mapping[str, Any], person: Person, digest: str, key: str) -> MonthBrought:
    row = MonthBrought(person=person, year=body["year"], digest=digest, key=key)
    row.signed_on = date.fromisoformat(body["signed_on"])
    row.month, row.span, row.total_cp = each["month"], each["span"], each["total_cp"]
    row.agency, row.document = str(body["agency"])[:200], str(body["document"])[:60]
    return row
