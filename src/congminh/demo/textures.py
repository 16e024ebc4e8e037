"""The situations the demonstration must show, written by hand over the ordinary months: textures.yaml."""

from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from congminh.demo.lines import Line

Month = tuple[int, int]


class Texture(NamedTuple):
    """A situation: the people concerned, the month (yyyymm), and one sentence that tells it."""

    people: tuple[int, ...]
    period: int
    sentence: str


def _textures() -> dict[str, Texture]:
    return {
        name: Texture(tuple(one["people"]), one["period"], one["sentence"]) for name, one in _read()["textures"].items()
    }


def _months(section: str) -> dict[Month, tuple[Line, ...]]:
    return {_month(row): tuple(Line(**line) for line in row["lines"]) for row in _read()[section]}


def _marked(section: str) -> frozenset[Month]:
    return frozenset((person, period) for period, people in _read()[section].items() for person in people)


def _month(row: dict[str, Any]) -> Month:
    return row["person"], row["period"]


@cache
def _read() -> dict[str, Any]:
    source = resources.files("congminh.demo") / "textures.yaml"
    read: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return read


TEXTURES = _textures()
ADDED = _months("added")
WRITTEN = _months("written")
GENERAL_CP: dict[Month, int] = {_month(row): row["points"] for row in _read()["general_cp"]}
PLAN_LATE = _marked("plan_late")
DISUNITY = _marked("disunity")
