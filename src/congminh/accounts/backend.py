"""Who has signed in, read with the person whose account it is: every page asks for both."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


class WithPerson(ModelBackend):
    """Accounts of people («tài khoản công chức»), checked as Django checks them."""

    def get_user(self, user_id: Any) -> Any:
        """The account and its person in one query; None for one that is gone or may not sign in any more."""
        user = get_user_model().objects.select_related("person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
