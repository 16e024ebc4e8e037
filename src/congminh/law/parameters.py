"""The law's numbers and the agency's readings, read from YAML: dated, cited, in force on a day.

A value has a start and a reference and never an end: it holds until the next one begins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from congminh.law.text import Text


@dataclass(frozen=True)
class Parameter:
    """A number the law sets («mức, ngưỡng, tỷ lệ»): whole, in the unit it names, with its article."""

    name: str
    label: Text
    unit: str
    cite: str
    values: tuple[tuple[date, int], ...]

    def on(self, day: date) -> int:
        """The value in force on `day`; the first one for a day before it began.

        A draft, or last year's facts, can so be reckoned with a number that did not bind yet.
        """
        begun = [value for start, value in self.values if start <= day]
        return begun[-1] if begun else self.values[0][1]


@dataclass(frozen=True)
class Reading:
    """«Cách hiểu»: where the text is silent, the options, our default and why."""

    key: str
    question: str
    title: Text
    ask: Text
    cite: str
    default: str
    options: Mapping[str, Text]
    source: Text
    bears_on: tuple[str, ...]


class UnknownChoice(ValueError):
    """An agency chose a reading or an option that the law's file does not offer."""


@cache
def load_yaml(path: Path) -> Any:
    """A YAML file as plain data, read once (the C reader when PyYAML has it)."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)  # noqa: S506 - a safe loader  # nosec B506


def text(entry: Mapping[str, str]) -> Text:
    """A {vi: …, en: …} entry as Text."""
    return Text(" ".join(entry["vi"].split()), " ".join(entry["en"].split()))


def load_parameters(path: Path) -> dict[str, Parameter]:
    """The numbers of a decree by name («tham số»), from `parameters.yaml`."""

    def each() -> Iterator[Parameter]:
        for name, entry in load_yaml(path).items():
            values = tuple(sorted((start, int(value)) for start, value in entry["values"].items()))
            yield Parameter(name, text(entry), entry["unit"], entry["cite"], values)

    return {parameter.name: parameter for parameter in each()}


def load_readings(path: Path) -> dict[str, Reading]:
    """The readings of a decree by key («cách hiểu»), from `readings.yaml`."""
    return {
        key: Reading(
            key,
            entry["question"],
            text(entry["title"]),
            text(entry["ask"]),
            entry["cite"],
            str(entry["default"]),
            {str(option): text(words) for option, words in entry["options"].items()},
            text(entry["source"]),
            tuple(entry["bears_on"]),
        )
        for key, entry in load_yaml(path).items()
    }


def choose(readings: Mapping[str, Reading], choices: Mapping[str, str]) -> dict[str, str]:
    """Every reading's option: the agency's choice by `Decision`, else the default.

    Raises UnknownChoice naming the reading and the options it has.
    """
    for key, option in choices.items():
        if key not in readings:
            raise UnknownChoice(f"there is no reading «{key}»; the readings are: {', '.join(readings)}")
        if str(option) not in readings[key].options:
            options = ", ".join(readings[key].options)
            raise UnknownChoice(f"reading «{key}» has no option «{option}»; choose one of: {options}")
    return {key: str(choices.get(key, reading.default)) for key, reading in readings.items()}
