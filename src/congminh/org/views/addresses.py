"""Codes of units and people in addresses: they may hold any sign, a slash too."""

from urllib.parse import unquote

from django.urls import register_converter


class Code:
    """A unit's or a person's code; a slash in it does not end it."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The code as it is kept."""
        return unquote(value)

    def to_url(self, value: str) -> str:
        """The code as an address holds it."""
        return value.replace("%", "%25").replace("/", "%2F")


register_converter(Code, "code")
# How an address names a unit or a person by its code.
CODE = "<code:code>"
