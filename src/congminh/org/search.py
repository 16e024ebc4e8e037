"""Search that needs no diacritics («tìm không dấu»): «do thi thu» finds Đỗ Thị Minh Thu, on every database."""

from operator import attrgetter
from typing import Any

from django.db import models

from congminh.law.text import unaccented


def fold(text: str) -> str:
    """Text as it is searched: lower-case, without diacritics, «đ» as d, one space between words."""
    return " ".join(unaccented(text).split())


class FoldedField(models.CharField):  # type: ignore[type-arg]
    """The fields named in `of`, folded at every save and bulk_create; `update` and `bulk_update` pass it by."""

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 400, "editable": False, "default": "", **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """As Django's migrations write the field."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The text to keep, set on the row as well."""
        text = fold(" ".join(str(attrgetter(name)(model_instance)) for name in self.of))[: self.max_length]
        setattr(model_instance, self.attname, text)
        return text


def matching(text: str, field: str = "folded") -> models.Q:
    """Rows where each word typed begins a word of `field`; nothing typed leaves every row."""
    found = models.Q()
    for word in fold(text).split():
        found &= models.Q(**{f"{field}__startswith": word}) | models.Q(**{f"{field}__contains": f" {word}"})
    return found
