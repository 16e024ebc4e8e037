"""The law's words as a page says them: decided by the language of whoever reads, when they are shown."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from congminh.law.text import Text


def _in_language(text: Text) -> str:
    return text(get_language() or "vi")


said = lazy(_in_language, str)
