"""What each command does: read the options, call the room that knows, say what it found."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from congminh.law import UnknownLaw
from congminh.law.calendar import CalendarError, Period
from congminh.law.case_facts import BadCase
from congminh.law.faults import BadFacts
from congminh.law.parameters import UnknownChoice
from congminh.law.text import Text

if TYPE_CHECKING:
    from congminh.exchange.batch.score import Engine

Options = argparse.Namespace
BAD_INPUT = 2


class Refused(ValueError):
    """A command cannot do what it was asked; the text says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def _reasons(error: Exception, language: str) -> list[str]:
    """What went wrong, a line each, in the reader's language."""
    if isinstance(error, BadFacts):
        more = Text(f"… tất cả {error.more} dòng sai", f"… {error.more} rows are wrong in all")
        told = [fault.text(language) for fault in error.faults]
        return told + ([more(language)] if error.more > len(told) else [])
    if isinstance(error, Refused | CalendarError):
        return [error.text(language)]
    return [str(error.args[0])]


def answers(run: Callable[[Options], int]) -> Callable[[Options], int]:
    """Turn a refusal into words on stderr and exit 2."""

    @wraps(run)
    def wrapped(options: Options) -> int:
        try:
            return run(options)
        except (BadFacts, BadCase, UnknownChoice, Refused, CalendarError, UnknownLaw) as error:
            for line in _reasons(error, options.lang):
                print(line, file=sys.stderr)
            return BAD_INPUT

    return wrapped


def choices(options: Options) -> dict[str, str]:
    """The readings named on the command line; raises Refused for one that is not KEY=OPTION."""
    wrong = [each for each in options.reading if "=" not in each]
    if wrong:
        raise Refused(Text(f"--reading {wrong[0]}: viết KEY=OPTION", f"--reading {wrong[0]}: write KEY=OPTION"))
    return dict(each.split("=", 1) for each in options.reading)


@answers
def cases(options: Options) -> int:
    """Run law cases; one line a failure, closing on «N passed, M failed»."""
    from congminh.law import cases as law_cases

    named = [Path(path) for path in options.paths]
    files = [file for path in named for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    every = [case for file in files or law_cases.built_in() for case in law_cases.load(file)]
    failed = 0
    for case in every:
        failures = law_cases.run(case)
        failed += bool(failures)
        for failure in failures:
            print(failure)
    print(f"{len(every) - failed} passed, {failed} failed")
    return int(failed > 0)


@contextmanager
def _engine(options: Options) -> Iterator["Engine"]:
    from congminh.exchange.batch.duck import DuckDB
    from congminh.exchange.batch.progress import Progress

    if getattr(options, "engine", "duckdb") == "duckdb":
        with DuckDB(Progress(options.lang)) as duck:
            yield duck
        return
    from congminh.exchange.batch import spark

    try:
        engine = spark.Spark(options.remote)
    except ImportError as error:
        raise Refused(spark.session_error()) from error
    with engine:
        yield engine


@answers
def score(options: Options) -> int:
    """Score files of facts; progress on stderr, the results in --out, nothing written on bad input."""
    from congminh.exchange.batch import score as batch
    from congminh.exchange.batch.progress import Progress

    out = Path(options.out)
    if not out.parent.is_dir():
        raise Refused(Text(f"không có thư mục {out.parent}", f"there is no folder {out.parent}"))
    inputs = batch.Inputs.of(options.tasks, options.sheets, options.period)
    with _engine(options) as engine:
        batch.score(engine, inputs, options.out, options.law, choices(options), Progress(options.lang))
    return 0


@answers
def explain(options: Options) -> int:
    """Print the figure tree of one person, with articles and readings."""
    from congminh import law
    from congminh.exchange.batch.duck import DuckDB
    from congminh.exchange.batch.person import explained
    from congminh.exchange.batch.score import Inputs

    if not options.period:
        raise Refused(Text("cần --period, ví dụ 2026-10", "--period is needed, such as 2026-10"))
    decree = law.named(options.law)
    inputs = Inputs.of(options.tasks, options.sheets, options.period)
    with DuckDB() as duck:
        told = explained(duck, inputs, decree, options.person, choices(options), options.lang)
    period = Period.parse(options.period).label(options.lang)
    print(f"{decree.title(options.lang)} · {period} · {Text('công chức', 'person')(options.lang)} {options.person}\n")
    print("\n".join(told))
    return 0


@answers
def compare(options: Options) -> int:
    """Reckon the same facts under several laws and print what differs and who changes level."""
    from congminh.exchange.batch import compare as batch
    from congminh.exchange.batch.progress import Progress
    from congminh.exchange.batch.score import Inputs
    from congminh.exchange.batch.told import comparison_lines

    keys = [key.strip() for key in options.laws.split(",") if key.strip()]
    if len(set(keys)) < 2:
        raise Refused(Text("--laws: nêu ít nhất hai văn bản", "--laws: name at least two laws"))
    inputs = Inputs.of(options.tasks, options.sheets, options.period)
    with _engine(options) as engine:
        found = batch.compare(engine, inputs, keys, options.out, choices(options), Progress(options.lang))
    print("\n".join(comparison_lines(found, options.lang)))
    return 0


def catalogue(options: Options) -> int:
    """Check a catalogue workbook: 0 no doubt, 1 doubts, 2 cannot be read."""
    from congminh.catalogue.report import check

    return check(Path(options.file), options.lang)


@answers
def demo_data(options: Options) -> int:
    """Build the demonstration agency's files, score them and print the last month's table."""
    from congminh.demo.build import build

    return build(Path(options.folder), options.lang)
