"""«Danh mục dữ liệu cá nhân được xử lý»: purposes with their fields, basis, readers and time, from `register.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

from congminh.law.parameters import load_yaml
from congminh.law.text import Text

ALL = "*"
SELF = "self"


@dataclass(frozen=True)
class Held:
    """What one model holds for one purpose: its fields, the way `of` a row to the person, what waits, is secret."""

    model: str
    fields: tuple[str, ...]
    of: str = ""
    secret: tuple[str, ...] = ()
    until: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        """Every field the register names."""
        return (*self.fields, *self.secret)

    def rows(self, person: int) -> Any:
        """The rows about a person; none where no way leads there."""
        rows = apps.get_model(self.model)._base_manager
        return rows.filter(**{"pk" if self.of == SELF else self.of: person}).order_by("pk") if self.of else rows.none()


@dataclass(frozen=True)
class Purpose:
    """«Mục đích xử lý»: why, by which articles, who sees it, how long; `keep` is why it is not erased on request."""

    key: str
    title: Text
    why: Text
    basis: tuple[str, ...]
    seen: Text
    kept: Text
    held: tuple[Held, ...]
    sensitive: bool = False
    keep: str = ""
    erase: tuple[Mapping[str, Any], ...] = ()
    stop: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MonitoringNotice:
    """«Thông báo về việc theo dõi»: its version, and its parts, each a title and points."""

    version: int
    since: date
    title: Text
    parts: tuple[tuple[Text, tuple[Text, ...]], ...]


@cache
def _read() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_yaml(Path(__file__).with_name("register.yaml"))
    return found


@cache
def purposes() -> dict[str, Purpose]:
    """Every purpose by its key, in the order of the page."""
    return {key: _purpose(key, said) for key, said in _read()["purposes"].items()}


@cache
def not_personal() -> dict[str, set[str]]:
    """By model, the fields that say nothing of a person though the model leads to one."""
    found: dict[str, set[str]] = {}
    for reason in _read()["not_personal"]:
        for model, fields in reason["models"].items():
            found.setdefault(model, set()).update(fields.split())
    return found


def articles() -> dict[str, Text]:
    """The articles on personal data that are cited, each with what was read of it."""
    return {cite: _text(said) for cite, said in _read()["articles"].items()}


def source() -> Text:
    """How far the articles cited were read."""
    return _text(_read()["source"])


@cache
def notice() -> MonitoringNotice:
    """The notice in force."""
    said = _read()["notice"]
    parts = tuple((_text(part["title"]), tuple(map(_text, part["points"]))) for part in said["parts"])
    return MonitoringNotice(said["version"], said["since"], _text(said["title"]), parts)


def _purpose(key: str, said: Mapping[str, Any]) -> Purpose:
    words = {name: _text(said[name]) for name in ("title", "why", "seen", "kept")}
    return Purpose(
        key=key,
        basis=tuple(said["basis"]),
        held=tuple(_held(said["models"])),
        sensitive=bool(said.get("sensitive")),
        keep=said.get("keep", ""),
        erase=tuple(said.get("erase", ())),
        stop=said.get("stop", {}),
        **words,
    )


def _held(models: Mapping[str, Mapping[str, Any]]) -> Iterator[Held]:
    for model, said in models.items():
        until = {name: tuple(fields.split()) for name, fields in said.get("until", {}).items()}
        secret = tuple(said.get("secret", "").split())
        yield Held(model, tuple(said["fields"].split()), said.get("of", ""), secret, until)


def _text(said: Mapping[str, str]) -> Text:
    return Text(said["vi"], said["en"])
