"""What each command does: read the options, call the room that knows, say what it found."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from congminh import law
from congminh.law.calendar import CalendarError, Period
from congminh.law.case_facts import BadCase
from congminh.law.decree import Law
from congminh.law.faults import BadFacts
from congminh.law.parameters import UnknownChoice
from congminh.law.text import Text

if TYPE_CHECKING:
    from congminh.exchange.batch.progress import Progress
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
        more = Text(f"… và còn {error.more} chỗ sai nữa", f"… and {error.more} more are wrong")
        told = [fault.text(language) for fault in error.faults]
        return told + ([more(language)] if error.more else [])
    if isinstance(error, Refused | CalendarError):
        return [error.text(language)]
    if isinstance(error, OSError):
        return [f"{error.filename or ''}: {error.strerror}"]
    return [str(error.args[0])]


def answers(run: Callable[[Options], int]) -> Callable[[Options], int]:
    """Turn a refusal into words on stderr and exit 2."""

    @wraps(run)
    def wrapped(options: Options) -> int:
        try:
            return run(options)
        except (BadFacts, BadCase, UnknownChoice, Refused, CalendarError, OSError) as error:
            for line in _reasons(error, options.lang):
                print(line, file=sys.stderr)
            return BAD_INPUT

    return wrapped


def law_named(key: str) -> Law:
    """The law with this key; raises Refused naming those there are."""
    try:
        return law.named(key)
    except law.UnknownLaw as error:
        keys = ", ".join(each.key for each in law.laws())
        what = Text(f"không có văn bản “{key}”; hiện có: {keys}", f"no law “{key}”; there are: {keys}")
        raise Refused(what) from error


def choices(options: Options, known: Law) -> dict[str, str]:
    """The readings named on the command line; raises Refused for one the law does not have, or written otherwise."""
    found = dict(_choice(each, known) for each in options.reading)
    if len(found) < len(options.reading):
        raise Refused(Text("--reading: một cách hiểu nêu hai lần", "--reading: a reading is named twice"))
    return found


def _choice(written: str, known: Law) -> tuple[str, str]:
    key, _, option = written.partition("=")
    if not option:
        raise Refused(Text(f"--reading {written}: viết KEY=OPTION", f"--reading {written}: write KEY=OPTION"))
    if key not in known.readings:
        every = ", ".join(known.readings)
        raise Refused(Text(f"không có cách hiểu “{key}”; hiện có: {every}", f"no reading “{key}”; there are: {every}"))
    if option not in known.readings[key].options:
        every = ", ".join(known.readings[key].options)
        vi, en = f"“{key}” không có lựa chọn “{option}”", f"“{key}” has no option “{option}”"
        raise Refused(Text(f"{vi}; chọn một trong: {every}", f"{en}; choose one of: {every}"))
    return key, option


def _writable(out: str, options: Options) -> Path:
    """The place of the results; raises Refused where they cannot go, or would overwrite what is read."""
    path = Path(out)
    if not path.parent.is_dir():
        raise Refused(Text(f"không có thư mục {path.parent}", f"there is no folder {path.parent}"))
    if path.is_dir():
        raise Refused(Text(f"--out {out}: đây là thư mục; nêu tên tệp", f"--out {out}: is a folder; name a file"))
    if path.suffix.lower() not in ("", ".parquet", ".csv"):
        kinds = Text("đuôi phải là .parquet hoặc .csv", "must end in .parquet or .csv")
        raise Refused(Text(f"--out {out}: {kinds.vi}", f"--out {out}: {kinds.en}"))
    if path.resolve() in (Path(options.tasks).resolve(), Path(options.sheets).resolve()):
        raise Refused(Text(f"--out {out}: là tệp đầu vào; chọn tên khác", f"--out {out}: is an input; choose another"))
    return path


@answers
def cases(options: Options) -> int:
    """Run law cases; one line a failure, closing on «N passed, M failed»."""
    from congminh.law import cases as law_cases

    files = [file for path in options.paths for file in _case_files(Path(path))]
    every = [case for file in files or law_cases.built_in() for case in law_cases.load(file)]
    failed = 0
    for case in every:
        failures = law_cases.run(case)
        failed += bool(failures)
        for failure in failures:
            print(failure)
    print(f"{len(every) - failed} passed, {failed} failed")
    return int(failed > 0)


def _case_files(path: Path) -> list[Path]:
    """The YAML files a path names, itself or in it; raises Refused when there is none."""
    if not path.is_dir():
        if path.exists():
            return [path]
        raise Refused(Text(f"không có tệp {path}", f"there is no file {path}"))
    found = sorted(each for each in path.rglob("*") if each.suffix in (".yaml", ".yml"))
    if not found:
        raise Refused(Text(f"{path}: không có tệp .yaml nào", f"{path}: holds no .yaml file"))
    return found


@contextmanager
def _engine(options: Options, progress: "Progress | None" = None) -> Iterator["Engine"]:
    from congminh.exchange.batch.duck import DuckDB

    if getattr(options, "engine", "duckdb") == "duckdb":
        if getattr(options, "remote", None):
            raise Refused(Text("--remote chỉ dùng với --engine spark", "--remote goes with --engine spark"))
        with DuckDB(progress) as duck, _said(duck):
            yield duck
        return
    from congminh.exchange.batch import spark

    try:
        engine = spark.started(options.remote)
    except spark.NoSpark as error:
        raise Refused(error.text) from error
    with engine, _said(engine):
        yield engine


@contextmanager
def _said(engine: "Engine") -> Iterator[None]:
    """Turn what stops an engine (memory, disk, rights) into words."""
    from congminh.exchange.batch.source import reason

    try:
        yield
    except engine.error as error:
        raise Refused(Text(f"không tính được: {reason(error)}", f"cannot be reckoned: {reason(error)}")) from error


def _period(options: Options) -> str | None:
    """The period asked for; a quarter only where the agency scores by quarters (reading Q1).

    Monthly files are coded by month, so a quarter's code would pick its last month alone.
    """
    if options.period and Period.parse(options.period).kind != "month" and not _by_quarters(options):
        vi = (
            f"--period {options.period}: kỳ chấm điểm là tháng; chấm theo quý thì thêm --reading scoring_period=quarter"
        )
        en = f"--period {options.period}: scores are monthly; for quarters add --reading scoring_period=quarter"
        raise Refused(Text(vi, en))
    return options.period


def _by_quarters(options: Options) -> bool:
    return "scoring_period=quarter" in options.reading and Period.parse(options.period).kind == "quarter"


@answers
def score(options: Options) -> int:
    """Score files of facts; progress on stderr, the results in --out, nothing written on bad input."""
    from congminh.exchange.batch import score as batch
    from congminh.exchange.batch.progress import Progress

    _writable(options.out, options)
    known = law_named(options.law)
    chosen = choices(options, known)
    inputs = batch.Inputs.of(options.tasks, options.sheets, _period(options))
    progress = Progress(options.lang)
    with _engine(options, progress) as engine:
        batch.score(engine, inputs, options.out, known, chosen, progress)
    return 0


@answers
def explain(options: Options) -> int:
    """Print the figure tree of one person, with articles and readings."""
    from congminh.exchange.batch.person import explained
    from congminh.exchange.batch.score import Inputs

    if not options.period:
        raise Refused(Text("cần --period, ví dụ 2026-10", "--period is needed, such as 2026-10"))
    decree = law_named(options.law)
    chosen = choices(options, decree)
    inputs = Inputs.of(options.tasks, options.sheets, _period(options), options.person)
    with _engine(options) as engine:
        told = explained(engine, inputs, decree, chosen, options.lang)
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

    keys = list(dict.fromkeys(key.strip() for key in options.laws.split(",") if key.strip()))
    if len(keys) < 2:
        raise Refused(Text("--laws: nêu ít nhất hai văn bản", "--laws: name at least two laws"))
    chosen, *_ = [choices(options, law_named(key)) for key in keys]
    if options.out:
        _writable(options.out, options)
    inputs = Inputs.of(options.tasks, options.sheets, _period(options))
    progress = Progress(options.lang)
    with _engine(options, progress) as engine:
        found = batch.compare(engine, inputs, keys, options.out, chosen, progress)
    print("\n".join(comparison_lines(found, options.lang)))
    return 0


def catalogue(options: Options) -> int:
    """Check a catalogue workbook: 0 no doubt, 1 doubts, 2 cannot be read."""
    from congminh.catalogue.reading.report import check

    return check(Path(options.file), options.lang)


@answers
def demo_data(options: Options) -> int:
    """Build the demonstration agency's files, score them and print the last month's table."""
    from congminh.demo.build import build

    return build(Path(options.folder), options.lang)
