"""The writes of an import, in bulk, each with what was there before; and taking them back («hoàn tác»)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any, TypeVar, cast

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from congminh.exchange.models import Import, ImportChange
from congminh.org.search import FoldedField

BATCH = 1000
# Of everybody: they go if nobody else uses them, and stay if somebody does.
SHARED = frozenset({"org.decision", "org.peergroup"})
# What goes with what it is about, or does without it: findings are found again whenever somebody asks.
PASSING = frozenset({"org.check", "org.checkfinding", "exchange.import"})
M = TypeVar("M", bound=Model)
Item = TypeVar("Item")


class Held(Exception):
    """Something newer stands in the way of undoing; `kind` names a row of `words.SAID`."""

    def __init__(self, kind: str, **said: str) -> None:
        super().__init__(kind)
        self.kind, self.said = kind, said


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


class Journal:
    """Adds and changes rows of the organisation for one import."""

    def __init__(self, source: Import) -> None:
        self.source = source

    def add(self, objects: Sequence[M]) -> Sequence[M]:
        """New rows, with their numbers set."""
        for batch in batches(objects):
            manager: Any = type(batch[0])._default_manager
            manager.bulk_create(batch)
            self._keep(_table(type(batch[0])), ((one.pk, None, _values(one, _columns(type(one)))) for one in batch))
        return objects

    def change(self, model: type[M], changes: Mapping[int, Mapping[str, Any]]) -> None:
        """Rows by number, with the columns that change."""
        for keys in batches(changes):
            objects = _by_key(model, keys)
            self._keep(_table(model), list(_set(objects, changes)))
            _save(model, list(objects.values()), {name for key in keys for name in changes[key]})

    def link(self, model: type[Model], name: str, links: Mapping[int, Collection[int]]) -> None:
        """What rows are linked to by a field to many, by their numbers; the links there are replaced."""
        for keys in batches(links):
            there = _links(model, name, keys)
            new = {key: sorted(links[key]) for key in keys if sorted(links[key]) != there[key]}
            self._keep(f"{_table(model)}.{name}", ((key, there[key], after) for key, after in new.items()))
            _relink(model, name, new)

    def remember(self, model: type[Model], changes: Iterable[tuple[int, Any, Any]]) -> None:
        """What an action of another app wrote: number, before (None: added) and after of each row."""
        for batch in batches(changes):
            self._keep(_table(model), batch)

    def _keep(self, table: str, changes: Iterable[tuple[int, Any, Any]]) -> None:
        rows = (ImportChange(source=self.source, table=table, key=k, before=b, after=a) for k, b, a in changes)
        ImportChange.objects.bulk_create(rows)


def undo(source: Import) -> None:
    """Put back what an import changed and take away what it added, the last write first.

    Raises Held when something was changed since, or hangs on what would go. Nothing is kept of it then, if the
    caller's transaction is rolled back.
    """
    for (table, was_added), run in groupby(_newest_first(source), lambda one: (one.table, one.before is None)):
        for batch in batches(run):
            _take_back(table, was_added, batch)


def _newest_first(source: Import) -> Iterator[ImportChange]:
    """What the import wrote; in pieces, since a cursor left open by a refusal would outlive its transaction."""
    changes = source.changes.order_by("-pk")
    piece = list(changes[:BATCH])
    while piece:
        yield from piece
        piece = list(changes.filter(pk__lt=piece[-1].pk)[:BATCH])


def _take_back(table: str, was_added: bool, batch: Sequence[ImportChange]) -> None:
    app, _, rest = table.partition(".")
    label, _, name = rest.partition(".")
    model = apps.get_model(app, label)
    if name:
        _unlink(model, name, batch)
        return
    objects = _by_key(model, [change.key for change in batch])
    for change in batch:
        _put_back(model, objects.get(change.key), change)
    if was_added:
        _remove(table, list(objects.values()))
    else:
        _save(model, list(objects.values()), {name for change in batch for name in change.after})


def _put_back(model: type[Model], one: Model | None, change: ImportChange) -> None:
    """The row, still as it was written, with what was there before; not saved yet."""
    if one is None:
        raise Held("gone_since", what=str(model._meta.verbose_name), number=str(change.key))
    if _values(one, change.after) != change.after:
        raise Held("changed_since", what=str(one))
    for name, value in (change.before or {}).items():
        column = model._meta.get_field(name)
        setattr(one, name, column.to_python(value))  # type: ignore[union-attr]


def _unlink(model: type[Model], name: str, batch: Sequence[ImportChange]) -> None:
    there = _links(model, name, [change.key for change in batch])
    for change in batch:
        if there[change.key] != change.after:
            raise Held("changed_since", what=str(_by_key(model, [change.key]).get(change.key, change.key)))
        there[change.key] = change.before or []
    _relink(model, name, there)


def _remove(table: str, objects: Sequence[Model]) -> None:
    """Delete rows on which nothing hangs; a shared one on which something does stays."""
    for some in [[one] for one in objects] if table in SHARED else [objects]:
        collector = Collector(DEFAULT_DB_ALIAS)
        hanging = _hanging(collector, some)
        if not hanging:
            collector.delete()
        elif table not in SHARED:
            raise Held("hangs", what=", ".join(hanging))


def _hanging(collector: Collector, objects: Sequence[Any]) -> list[str]:
    """Some of what would go too, or would lose its link, if these were deleted."""
    try:
        collector.collect(objects)
    except ProtectedError as error:
        return _some(error.protected_objects)
    except RestrictedError as error:
        return _some(error.restricted_objects)
    others = [one for model, found in collector.data.items() if model is not type(objects[0]) for one in found]
    links: list[Any] = [row for rows in collector.fast_deletes for row in list(rows[:1])]
    unset: list[Any] = [
        one
        for found in collector.field_updates.values()
        for rows in found
        for one in list(cast(Iterable[Any], rows))[:1]
    ]
    return _some(one for one in (*others, *links, *unset) if _table(type(one)) not in PASSING)


def _some(objects: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(f"{one._meta.verbose_name} {one}" for one in islice(objects, 3)))


def _table(model: type[Model]) -> str:
    return model._meta.label_lower


def _columns(model: type[Model]) -> list[str]:
    return [column.attname for column in model._meta.concrete_fields if not column.primary_key]


def _values(one: Model, names: Iterable[str]) -> dict[str, Any]:
    """Columns of a row as JSON keeps them."""
    return {name: _plain(getattr(one, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _by_key(model: type[M], keys: Sequence[int]) -> dict[int, M]:
    manager: Any = model._default_manager
    return manager.in_bulk(keys)


def _set(objects: Mapping[int, Model], changes: Mapping[int, Mapping[str, Any]]) -> Iterator[tuple[int, Any, Any]]:
    """Set the columns on the rows; number, before and after of each."""
    for key, one in objects.items():
        before = _values(one, changes[key])
        for name, value in changes[key].items():
            setattr(one, name, value)
        yield key, before, _values(one, changes[key])


def _save(model: type[Model], objects: Sequence[Model], names: set[str]) -> None:
    """Write whole rows over those there are: one statement a batch on both engines, and folded texts keep up."""
    columns = [column for column in model._meta.concrete_fields if column.attname in names]
    folded = [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, FoldedField) and names & {*column.of}
    ]
    manager: Any = model._default_manager
    written = [*(column.name for column in columns), *folded]
    manager.bulk_create(objects, update_conflicts=True, unique_fields=["pk"], update_fields=written)


def _links(model: type[Model], name: str, keys: Sequence[int]) -> dict[int, list[int]]:
    through, mine, theirs = _through(model, name)
    found: dict[int, list[int]] = {key: [] for key in keys}
    for key, other in through.objects.filter(**{f"{mine}__in": keys}).order_by(theirs).values_list(mine, theirs):
        found[key].append(other)
    return found


def _relink(model: type[Model], name: str, links: Mapping[int, Sequence[int]]) -> None:
    through, mine, theirs = _through(model, name)
    through.objects.filter(**{f"{mine}__in": list(links)}).delete()
    through.objects.bulk_create(
        through(**{mine: key, theirs: other}) for key, others in links.items() for other in others
    )


def _through(model: type[Model], name: str) -> tuple[Any, str, str]:
    column: Any = model._meta.get_field(name)
    return column.remote_field.through, f"{column.m2m_field_name()}_id", f"{column.m2m_reverse_field_name()}_id"
