"""«Chuyển kết quả» (Điều 19.1): a person's signed months as a file another agency can read, and reading such a file.

The file is JSON with a SHA-256 of its body, which whoever reads it checks, and an HMAC of the body by this
installation's key, by which the installation itself knows its own file again; `key` is a digest of that key, public,
so that anybody sees which installation signed. It is no qualified digital signature: the paper that goes with it is
what the agency signs.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from congminh.assessment.models import Result
from congminh.org.models import Person
from congminh.work.refusing import refuse
from congminh.year.facts.months import months_of
from congminh.year.models import MonthBrought

FORMAT, VERSION, MOST_BYTES = "congminh.months", 1, 200_000
SALT = b"congminh.year.moving"


class Paper(NamedTuple):
    """The paper that goes with the file: whose it is, its number and day."""

    agency: str
    document: str
    signed_on: date


class Read(NamedTuple):
    """A file as read: months not saved yet, its digest, and whether this installation signed it."""

    code: str
    name: str
    months: list[MonthBrought]
    digest: str
    is_ours: bool
    key: str


def written(person: Person, year: int, paper: Paper) -> bytes:
    """The signed months of a person's year as a file; those brought before go on with where they came from."""
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
    told = _canonical(body)
    signed = {"sha256": hashlib.sha256(told).hexdigest(), "hmac_sha256": _hmac(told), "key": key_digest()}
    return json.dumps({"body": body, "signed": signed}, ensure_ascii=False, indent=2).encode()


def read(raw: bytes, person: Person) -> Read:
    """The months of a file, for a person; ValidationError at «file» for what is none, was changed, or is another's."""
    found = _parsed(raw)
    body, signed = found["body"], found["signed"]
    told = _canonical(body)
    digest = hashlib.sha256(told).hexdigest()
    if not hmac.compare_digest(digest, str(signed.get("sha256", ""))):
        what, mend = _("The file was changed after it was signed."), _("Ask the old agency for the file anew.")
        refuse("file", what, mend, _("Its digest is not the one of its content."))
    if str(body["person"].get("name", "")).casefold() != person.name.casefold():
        what, mend = _("The file is of %(other)s."), _("Choose that person, or the file of %(person)s.")
        refuse("file", what, mend, other=str(body["person"].get("name", "")), person=person.name)
    months = [_month(each, body, person, digest) for each in body["months"]]
    if not months:
        refuse("file", _("The file holds no month."), _("Ask the old agency which months it signed."))
    is_ours = hmac.compare_digest(_hmac(told), str(signed.get("hmac_sha256", "")))
    return Read(str(body["person"].get("code", "")), person.name, months, digest, is_ours, str(signed.get("key", "")))


def key_digest() -> str:
    """What anybody may know of this installation's key: the beginning of its SHA-256."""
    return hashlib.sha256(_key()).hexdigest()[:32]


def _key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), SALT, hashlib.sha256).digest()


def _hmac(told: bytes) -> str:
    return hmac.new(_key(), told, hashlib.sha256).hexdigest()


def _canonical(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


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


def _month(each: Mapping[str, Any], body: Mapping[str, Any], person: Person, digest: str) -> MonthBrought:
    row = MonthBrought(person=person, year=body["year"], digest=digest, signed_on=date.fromisoformat(body["signed_on"]))
    row.month, row.span, row.total_cp = each["month"], each["span"], each["total_cp"]
    row.agency, row.document = str(body["agency"])[:200], str(body["document"])[:60]
    return row
