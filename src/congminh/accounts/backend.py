"""Who has signed in, read with the person whose account it is: every page asks for both."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from congminh.accounts.factors.checking import SECOND
from congminh.ledger.models import Notice
from congminh.privacy.notifying import has_read


class WithPerson(ModelBackend):
    """Accounts of people («tài khoản công chức»), checked as Django checks them."""

    def get_user(self, user_id: Any) -> Any:
        """The account, its person, how many notices are `unread`, whether it `has_factor` and `has_read` what is
        recorded of it, in one query.

        None for who may not sign in.
        """
        mine = Notice.objects.filter(to=OuterRef("person"), read_at=None).order_by().values("to")
        unread = Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)
        factor = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND))
        accounts = get_user_model().objects.select_related("person").annotate(unread=unread, has_factor=factor)
        accounts = accounts.annotate(has_read=has_read(OuterRef("pk")))
        user = accounts.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
