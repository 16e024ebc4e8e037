"""The key in every form that is posted: no page can leave it out, since none can leave out the token."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from congminh.sendings.keys import FIELD, new_key

register = template.Library()


class TokenAndKey(CsrfTokenNode):
    """Django's token that shows a form is ours, and beside it the key by which it acts once."""

    def render(self, context: Any) -> SafeString:
        """Both hidden fields; nothing where there is no token."""
        token: Any = super().render(context)
        field = '{}<input type="hidden" name="{}" value="{}">'
        return format_html(field, token, FIELD, new_key()) if token else token


@register.tag
def csrf_token(parser: Parser, token: Token) -> TokenAndKey:
    """As Django's own tag of this name, with the key."""
    return TokenAndKey()
