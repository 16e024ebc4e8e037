"""The tree of units on one day («cây tổ chức»), as plain ids; a circle in it never hangs a question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

AGENCIES = ("using", "managing")


@dataclass(frozen=True)
class Tree:
    """Each unit's parent and kind (Điều 3.1), for the units of one day."""

    parents: Mapping[int, int | None]
    kinds: Mapping[int, str]

    @cached_property
    def _children(self) -> Mapping[int, list[int]]:
        children: dict[int, list[int]] = defaultdict(list)
        for unit, parent in self.parents.items():
            if parent is not None:
                children[parent].append(unit)
        return children

    def upward(self, unit: int | None) -> Iterator[int]:
        """The unit, then each one above it («cấp trên»), each once."""
        passed: set[int] = set()
        here = unit
        while here is not None and here in self.parents and here not in passed:
            yield here
            passed.add(here)
            here = self.parents[here]

    def beneath(self, roots: Iterable[int], within_agency: bool = False) -> set[int]:
        """The roots and all beneath them; `within_agency` stops before the next agency that uses civil servants."""
        found: set[int] = set()
        open_units = [root for root in roots if root in self.parents]
        while open_units:
            unit = open_units.pop()
            found.add(unit)
            below = (child for child in self._children.get(unit, ()) if child not in found)
            open_units += [child for child in below if not within_agency or self.kinds[child] not in AGENCIES]
        return found

    def agency(self, unit: int) -> int:
        """The agency that uses the people of a unit («cơ quan sử dụng công chức», Điều 10.1.b); else the unit."""
        return next((above for above in self.upward(unit) if self.kinds[above] in AGENCIES), unit)

    def is_the_top(self, unit: int) -> bool:
        """Whether nobody in the system stands above who heads the unit, rightly so.

        Either the managing agency at the top, whose head is outside the decree (Điều 2.3), or an agency that has
        the system to itself: its head is scored from outside. Beside others it stands at the top by mistake.
        """
        return unit in self._tops and (self.kinds.get(unit) == "managing" or len(self._tops) == 1)

    @cached_property
    def _tops(self) -> frozenset[int]:
        return frozenset(unit for unit, parent in self.parents.items() if parent is None)

    def circular(self) -> set[int]:
        """The units that stand above themselves."""
        return {unit for unit in self.parents if self._returns(unit)}

    def _returns(self, unit: int) -> bool:
        *_, top = self.upward(unit)
        return self.parents[top] == unit
