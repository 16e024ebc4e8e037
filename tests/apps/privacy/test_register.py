"""The register names every field that says something of a person, and no field that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.test import Client

import congminh.law.nd335
from congminh.law.parameters import load_yaml
from congminh.org.models import Person
from congminh.privacy.register import articles, not_personal, notice, purposes, source
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, words

OURS = {"trial", "django_tasks_database"}


def leading() -> set[type[Model]]:
    """Every model from which a way leads to a person or an account, however long."""
    found: set[type[Model]] = {Person, get_user_model()}
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in OURS]
    while more := {model for model in every if model not in found and points(model) & found}:
        found |= more
    return found


def points(model: type[Model]) -> set[type[Model]]:
    """The models its own columns and links point to, its parent in the database aside."""
    return {
        field.related_model for field in (*model._meta.local_fields, *model._meta.many_to_many) if field.is_relation
    }


def held_by(model: type[Model]) -> set[str]:
    """The columns of a model that hold something: keys of rows and of parents tell nothing."""
    own = model._meta.local_concrete_fields
    return {f.name for f in own if not f.primary_key and not getattr(f.remote_field, "parent_link", False)}


def registered() -> dict[str, set[str]]:
    """By model every field the register names."""
    found: dict[str, set[str]] = {}
    for purpose in purposes().values():
        for held in purpose.held:
            found.setdefault(held.model, set()).update(held.named)
    return found


def missing(models: Iterable[type[Model]]) -> list[str]:
    """The fields of these models that are neither registered nor said to be of nobody."""
    known = registered()
    return sorted(
        f"{model._meta.label}.{name}"
        for model in models
        for name in held_by(model) - known.get(model._meta.label, set()) - not_personal().get(model._meta.label, set())
    )


def test_no_field_that_says_something_of_a_person_is_forgotten() -> None:
    assert missing(leading()) == []


def test_a_new_field_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk itself: with one purpose away, its fields are named."""
    left = {key: each for key, each in purposes().items() if key != "notes"}
    monkeypatch.setattr("tests.apps.privacy.test_register.purposes", lambda: left)
    assert missing(leading()) == [f"work.DailyNote.{name}" for name in ("day", "person", "task", "text")]


def test_every_field_named_is_there_once_and_leads_to_its_person() -> None:
    seen: list[str] = []
    for purpose in purposes().values():
        for held in purpose.held:
            seen += [f"{held.model}.{name}" for name in held.named]
            assert set(held.named) <= held_by(apps.get_model(held.model)), held.model
            if held.of:
                assert str(held.rows(1).query)  # the way to the person is one the database can go
    for model, names in not_personal().items():
        assert names <= held_by(apps.get_model(model)), model
        seen += [f"{model}.{name}" for name in names]
    assert sorted(seen) == sorted(set(seen)), "named twice"


def test_every_purpose_has_its_articles_and_says_what_happens_to_it() -> None:
    decree = load_yaml(Path(congminh.law.nd335.__file__).with_name("articles.yaml"))["articles"]
    for purpose in purposes().values():
        assert purpose.basis and set(purpose.basis) <= {*decree, *articles()}, purpose.key
        assert bool(purpose.keep) != bool(purpose.erase), purpose.key
        assert not purpose.keep or purpose.keep in {*decree, *articles()}, purpose.key
        assert all(text.vi and text.en for text in (purpose.title, purpose.why, purpose.seen, purpose.kept))


def test_what_may_be_erased_is_of_the_person_alone() -> None:
    """An evaluation, the ledger, looks and the account are none of it."""
    assert {each.key for each in purposes().values() if each.erase} == {"notes", "requests", "mail"}


def test_the_source_says_what_was_read_only_second_hand() -> None:
    assert "chưa đối chiếu bản ký số" in source().vi and "not yet compared" in source().en
    assert notice().version >= 1


@pytest.mark.django_db
def test_everybody_signed_in_reads_every_purpose_with_its_fields(month: Month, enter: Entering) -> None:
    said = words(enter(month.here.lan).get("/du-lieu-ca-nhan/"))
    for purpose in purposes().values():
        assert purpose.title.vi in said
    for word in ("nhạy cảm", "Điều 12.2.a", "Điều 24.2", "Nhật ký công việc"):
        assert word in said
    assert Client(headers={"host": "localhost"}).get("/du-lieu-ca-nhan/").status_code == 302
