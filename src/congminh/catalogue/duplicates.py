"""Products that may be one («trùng lặp», Điều 13.1.a, 13.2): suggestions for a person to settle, nothing is merged.

Likeness is Dice's coefficient of the words two products share, each word weighted by how rare it is (inverse
document frequency): «báo cáo» is in half of the list and says little, «chứng thực» says much. Only products that
share one of their rarest words are compared, so that 2,000 products take well under two seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2

from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.reading.cells import fold

LEAST_PERCENT = 60
RAREST = 5
MOST_SHARED = 60
# The output says what is made, so its words count twice.
PARTS = {"output": 2, "task": 1, "work": 1}

Words = Mapping[str, int]


@dataclass(frozen=True)
class Suggestion:
    """Two products that read alike, in percent, and the rarest words they share."""

    first: Product
    second: Product
    percent: int
    shared: tuple[str, ...]

    @property
    def is_across(self) -> bool:
        """Whether they stand in the lists of two units, or in a unit's and the common one (Điều 13.2)."""
        return self.first.unit_id != self.second.unit_id


def near_duplicates(catalogue: Catalogue, least: int = LEAST_PERCENT) -> list[Suggestion]:
    """Pairs of the catalogue's products at least `least` percent alike, the most alike first; one query."""
    rows = catalogue.products.exclude(standing=Product.Standing.DECLINED).order_by("code")
    return alike(list(rows), least)


def alike(products: Sequence[Product], least: int = LEAST_PERCENT) -> list[Suggestion]:
    """As `near_duplicates`, for products at hand."""
    texts = [_words(product) for product in products]
    weights = _weights(texts)
    signs, worth = _signs(texts, weights)
    sums = [sum(map(worth.__getitem__, each)) for each in signs]
    found = (
        Suggestion(products[a], products[b], percent, _rarest(texts[a].keys() & texts[b].keys(), weights))
        for a, b in _candidates(texts, weights)
        if (percent := _percent(sum(map(worth.__getitem__, signs[a] & signs[b])), sums[a] + sums[b])) >= least
    )
    return sorted(found, key=lambda each: (-each.percent, each.first.code, each.second.code))


def _words(product: Product) -> Words:
    """The words of a product without tone marks, and how much each counts."""
    counts: dict[str, int] = defaultdict(int)
    for part, times in PARTS.items():
        for word in set(fold(getattr(product, part)).split()):
            counts[word] += times
    return counts


def _weights(texts: Sequence[Words]) -> dict[str, int]:
    """How rare each word is, in thousandths of a bit: whole numbers add up alike in any order."""
    seen: dict[str, int] = defaultdict(int)
    for text in texts:
        for word in text:
            seen[word] += 1
    return {word: round(1000 * log2(1 + len(texts) / times)) for word, times in seen.items()}


def _rarest(words: Iterable[str], weights: Mapping[str, int], number: int = RAREST) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-weights[word], word))[:number])


def _candidates(texts: Sequence[Words], weights: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Pairs, by place, that share one of their rarest words; a word of very many products brings none together."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        for word in _rarest(text, weights, 2 * RAREST):
            holders[word].append(at)
    return iter({pair for places in holders.values() if len(places) <= MOST_SHARED for pair in combinations(places, 2)})


def _signs(texts: Sequence[Words], weights: Mapping[str, int]) -> tuple[list[frozenset[int]], list[int]]:
    """Each text as numbers, one for every time a word of it counts, and what each number weighs.

    Some 50,000 pairs ask what both have: of sets of numbers that takes no step of Python for a word.
    """
    most = sum(PARTS.values())
    places = {word: most * number for number, word in enumerate(weights)}
    worth = [weight for weight in weights.values() for _time in range(most)]
    signs = [frozenset(places[word] + n for word, times in text.items() for n in range(times)) for text in texts]
    return signs, worth


def _percent(shared: int, whole: int) -> int:
    """Dice's coefficient in whole percent: twice what is shared over what there is."""
    return 200 * shared // whole if whole else 0
