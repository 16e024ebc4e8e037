"""The month of the small commune, with a browser for whoever comes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from congminh.assessment.actions import note_field
from congminh.assessment.models import PeriodSheet
from congminh.law.nd335.general import criteria
from congminh.org.models import Person
from tests.apps.assessment.month import begun
from tests.apps.worlds import world

Entering = Callable[..., Client]


@pytest.fixture(autouse=True)
def papers(settings: Any, tmp_path: Path) -> None:
    """What is handed in goes to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


month = world(begun)


@pytest.fixture
def enter() -> Entering:
    """A browser signed in as a person; with `script`, one in which htmx asks."""

    def entering(person: Person, script: bool = False) -> Client:
        user, _ = get_user_model().objects.get_or_create(username=person.code.lower())
        Person.objects.filter(pk=person.pk).update(user=user)
        client = Client(headers={"host": "localhost", **({"HX-Request": "true"} if script else {})})
        client.force_login(user)
        return client

    return entering


def words(answer: Any) -> str:
    """What a page says, without its marks, with single blanks."""
    body = answer.content.decode()
    main = body[body.index("<main") : body.index("</main>")] if "<main" in body else body
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def faulty(answer: Any) -> set[str]:
    """The fields beside which a fault stands."""
    return set(re.findall(r'id="id_([\w.]+)_error"', answer.content.decode()))


def value(answer: Any, field: str) -> str:
    """What stands in a field of a form."""
    found = re.search(rf'<input[^>]*name="{re.escape(field)}"[^>]*value="([^"]*)"', answer.content.decode())
    return html.unescape(found[1]) if found else ""


def typed(sheet: PeriodSheet, points: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """A form filled in: every criterion at its maximum but those given, with a comment beside those."""
    chosen = {code: str(criterion.max_cp / 100).replace(".", ",") for code, criterion in criteria().items()}
    chosen |= points or {}
    notes = {note_field(code): "Còn chậm" for code in points or {}}
    return {"version": sheet.version, "draft": sheet.draft, **chosen, **notes, **more}


def page(sheet: PeriodSheet, tail: str = "") -> str:
    """The address of a sheet."""
    return f"/phieu/{sheet.pk}/{tail}"
