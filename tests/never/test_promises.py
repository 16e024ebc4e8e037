"""The tables of promises: each in both languages, with a command that there is, or a word why there is none."""

from __future__ import annotations

import re
import shlex
from argparse import _SubParsersAction
from pathlib import Path

import pytest

from congminh.cli import COMMANDS, parser

ROOT = Path(__file__).parents[2]
TABLES = {"en": ROOT / "docs/operations/security.md", "vi": ROOT / "docs/operations/security.vi.md"}
QUOTED = re.compile(r"`([^`]+)`")
# A word of each promise of the design, so that none is left out of the table.
PROMISED = (
    "cannot be changed without trace", "proves their result offline", "Merkle core", "Erasure leaves", "looked at my",
    "role forbids", "Two at once", "crash", "repeated request", "backup restores", "Bad files", "Exports cannot",
    "Sign-in", "Browser", "API", "Statistics never judge", "Supply chain", "changed by two", "Legal clocks",
    "Personal data",
)  # fmt: skip
Row = tuple[str, str, str]


def rows(language: str) -> list[Row]:
    """What is promised, by which command it is checked, what was measured."""
    lines = TABLES[language].read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    assert all(len(each) == 3 for each in cells), [each for each in cells if len(each) != 3]
    return [(one, two, three) for one, two, three in cells[1:]]


def verbs() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def known(command: str) -> bool:
    """Whether there is such a command, with files that there are."""
    words = shlex.split(command)
    words = words[1:] if re.fullmatch(r"[A-Z_]+=\w+", words[0]) else words
    program, rest = words[0], words[1:]
    if program == "make":
        return rest[0] in verbs()
    if program == "pytest":
        places = [each for at, each in enumerate(rest) if each != "-k" and (at == 0 or rest[at - 1] != "-k")]
        return bool(places) and all((ROOT / each).exists() for each in places)
    if program == "congminh":
        return is_of_ours(rest)
    if program == "pip":
        return all((ROOT / each).exists() for each in rest if each.endswith(".txt"))
    return program in ("check", "nginx", "systemd-analyze") or (ROOT / command).exists()


def is_of_ours(words: list[str]) -> bool:
    """Whether the command line knows a command and its options; a subcommand of the site's by its file."""
    if words[0] == "manage":
        return any(ROOT.glob(f"src/congminh/*/management/commands/{words[1]}.py"))
    (verb,) = [each for each in parser()._actions if isinstance(each, _SubParsersAction)]
    options = {name for action in verb.choices[words[0]]._actions for name in action.option_strings}
    return words[0] in COMMANDS and {each for each in words[1:] if each.startswith("--")} <= options


@pytest.mark.parametrize("language", TABLES)
def test_every_command_of_the_table_is_there(language: str) -> None:
    named = [command for row in rows(language) for command in QUOTED.findall(row[1])]
    named += [said for row in rows(language) for said in QUOTED.findall(row[2]) if " " in said or "/" in said]
    assert len(named) > 30
    assert [command for command in named if not known(command)] == []


def test_a_command_that_is_not_there_is_found() -> None:
    for command in (
        "make nothing",
        "pytest tests/nowhere.py",
        "pytest",
        "congminh verify --wish",
        "congminh manage no",
    ):
        assert not known(command), command


def test_every_promise_of_the_design_is_in_the_table() -> None:
    promises = [promise for promise, _command, _figure in rows("en")]
    assert [word for word in PROMISED if not any(word in promise for promise in promises)] == []


def test_both_languages_promise_the_same_by_the_same_commands() -> None:
    def commands(row: Row) -> list[str]:
        return [command.replace("TỆP", "FILE") for command in QUOTED.findall(row[1])]

    assert [commands(row) for row in rows("vi")] == [commands(row) for row in rows("en")]


@pytest.mark.parametrize("language", TABLES)
def test_every_promise_has_a_command_or_says_why_there_is_none(language: str) -> None:
    without = [row for row in rows(language) if not QUOTED.findall(row[1])]
    assert [row[0] for row in without] == ["API"]
    assert all(row[2] for row in rows(language))
