"""Who has signed in, read with the person whose account it is: every page asks for both."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from congminh.ledger.models import Notice


class WithPerson(ModelBackend):
    """Accounts of people («tài khoản công chức»), checked as Django checks them."""

    def get_user(self, user_id: Any) -> Any:
        """The account, its person and how many notices are `unread`, in one query; None for who may not sign in."""
        mine = Notice.objects.filter(to=OuterRef("person"), read_at=None).order_by().values("to")
        unread = Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)
        accounts = get_user_model().objects.select_related("person").annotate(unread=unread)
        user = accounts.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
