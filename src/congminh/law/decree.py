"""A law as a whole: its figures, numbers, readings and articles, and which law holds on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from congminh.law.figures import Fact, Figure, Grain, printed_figure
from congminh.law.formula import names_in
from congminh.law.parameters import Parameter, Reading, choose, load_parameters, load_readings, load_yaml, text
from congminh.law.text import Text

Values = Mapping[str, int | str]
DAY = "__day"


@dataclass(frozen=True, eq=False)
class Law:
    """A decree («nghị định») or a draft of one, as code and data.

    `folder` holds parameters.yaml, readings.yaml, articles.yaml and cases/; a sibling law lists in
    `also` the folders whose entries it shares, its own coming first.
    """

    key: str
    title: Text
    since: date
    folder: Path
    figures: tuple[Figure, ...]
    also: tuple[Path, ...] = ()
    in_force: bool = True

    def _paths(self, name: str) -> list[Path]:
        return [path for folder in (*self.also, self.folder) if (path := folder / name).exists()]

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The law's numbers («tham số») by name."""
        return {k: v for path in self._paths("parameters.yaml") for k, v in load_parameters(path).items()}

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """The open questions («cách hiểu») by key."""
        return {k: v for path in self._paths("readings.yaml") for k, v in load_readings(path).items()}

    @cached_property
    def articles(self) -> Mapping[str, Text]:
        """Every citation that resolves, with our one-line summary («điều, khoản, điểm»)."""
        found = [load_yaml(path)["articles"] for path in self._paths("articles.yaml")]
        return {str(cite): text(words) for articles in found for cite, words in articles.items()}

    @cached_property
    def every_figure(self) -> tuple[Figure, ...]:
        """The figures with the printed companion of each ratio."""
        return self.figures + tuple(printed_figure(figure) for figure in self.figures if figure.over)

    @lru_cache(maxsize=64)  # noqa: B019 - laws live as long as the program
    def _by_name(self, day: str) -> Mapping[tuple[str, str], Figure]:
        begun = (figure for figure in self.figures if figure.since.isoformat() <= day)
        return {(figure.of.name, figure.name): figure for figure in sorted(begun, key=lambda figure: figure.since)}

    @lru_cache(maxsize=256)  # noqa: B019 - laws live as long as the program
    def readings_in(self, formula: str) -> tuple[str, ...]:
        """The readings a formula names."""
        return tuple(name for name in names_in(formula) if name in self.readings)

    def values(self, day: date, choices: Mapping[str, str] | None = None) -> dict[str, int | str]:
        """All that a formula may name on `day`: parameters in force and readings chosen.

        A law asked about a day before it began answers with its first values, so that a draft and a
        decree can be compared on the same facts. Raises UnknownChoice for a reading that is not one.
        """
        numbers = {name: parameter.on(day) for name, parameter in self.parameters.items()}
        return {**choose(self.readings, choices or {}), **numbers, DAY: day.isoformat()}

    def figures_of(self, grain: Grain, values: Values) -> tuple[Figure, ...]:
        """The figures of a grain in force: of those with one name, the last that had begun."""
        day = date.fromisoformat(str(values[DAY]))
        begun = [f for f in self.every_figure if f.of.name == grain.name and f.since <= day]
        latest = {figure.name: figure for figure in sorted(begun, key=lambda f: f.since)}
        return tuple(latest.values())

    def find(self, grain: Grain, name: str, values: Values | None = None) -> Fact | Figure:
        """The fact or figure called `name`, of dated siblings the one in force by `values` (else the last).

        Raises KeyError with the grain's name.
        """
        figure = self._by_name(str(values[DAY]) if values else "9999-12-31").get((grain.name, name))
        fact = next((fact for fact in grain.facts if fact.name == name), None) if figure is None else None
        if figure is None and fact is None:
            raise KeyError(f"{self.key} has no «{name}» for a {grain.name}")
        return figure or fact  # type: ignore[return-value]
