"""Another key for the log («đổi khóa ký sổ vết»): asked for, agreed to by somebody else within a day, or refused.

Each is a leaf of the log, by the numbers of the accounts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.accounts.models import KeyChange
from congminh.accounts.signing_key.keepers import may_agree, may_ask
from congminh.ledger.log.folder import NoKey
from congminh.ledger.log.guard import must_write
from congminh.ledger.log.keys import change_key
from congminh.ledger.log.recording import record_own

State = KeyChange.State
# A request nobody agreed to within a day is over.
OPEN = timedelta(hours=24)


def waiting() -> KeyChange | None:
    """The request that waits for a second person, while it is open."""
    return KeyChange.objects.filter(state=State.ASKED, asked_at__gt=timezone.now() - OPEN).first()


def until(change: KeyChange) -> datetime:
    """By when somebody else must agree."""
    return change.asked_at + OPEN


@transaction.atomic
def ask(user: Any, why: str) -> KeyChange:
    """Ask for another key; raises PermissionDenied, ValidationError where one is asked for already."""
    if not may_ask(user, timezone.localdate()):
        raise PermissionDenied(_("This page belongs to another role than yours."))
    must_write()
    KeyChange.objects.filter(state=State.ASKED, asked_at__lte=timezone.now() - OPEN).update(state=State.LAPSED)
    try:
        with transaction.atomic():
            asked = KeyChange.objects.create(asked_by=user, why=" ".join(why.split()))
    except IntegrityError as fault:
        mend = _("Agree to it or refuse it first.")
        raise ValidationError(_("Another key is asked for already."), params={"next": mend}) from fault
    record_own("key_asked", change=asked.pk, by=user.pk, why=asked.why)
    return asked


def agree(change: KeyChange, user: Any) -> KeyChange:
    """Agree, by the second person: the key is changed now. Raises PermissionDenied for who asked and for strangers,
    ValidationError when it is too late, or the key cannot be changed here.

    Not one transaction: what is sealed on the way must stand when the root over it is signed.
    """
    _must_be_another(change, user)
    _settle(change, user, State.DONE)
    try:
        change.key = str(change_key(change.asked_by_id, user.pk, change.why))
    except (NoKey, OSError) as fault:
        KeyChange.objects.filter(pk=change.pk).update(state=State.ASKED, settled_by=None, settled_at=None)
        mend = _("Have the folder CONGMINH_LOG looked at; it is the server's to write.")
        raise ValidationError(_("The key cannot be changed from here."), params={"next": mend}) from fault
    change.save(update_fields=["key"])
    return change


@transaction.atomic
def refuse(change: KeyChange, user: Any) -> KeyChange:
    """Refuse, by another; or take back what one asked for oneself."""
    if user.pk != change.asked_by_id:
        _must_be_another(change, user)
    _settle(change, user, State.REFUSED)
    record_own("key_refused", change=change.pk, by=user.pk)
    return change


def _must_be_another(change: KeyChange, user: Any) -> None:
    if user.pk == change.asked_by_id:
        raise PermissionDenied(_("Whoever asked for another key does not agree to it: somebody else has to."))
    if not may_agree(user, timezone.localdate()):
        raise PermissionDenied(_("This is for who leads the agency or advises on personnel there."))


def _settle(change: KeyChange, user: Any, state: str) -> None:
    """Compare and set: still waiting, and not too late."""
    must_write()
    now = timezone.now()
    still = KeyChange.objects.filter(pk=change.pk, state=State.ASKED, asked_at__gt=now - OPEN)
    if not still.update(state=state, settled_by=user, settled_at=now):
        mend = _("If the key is still to be changed, ask anew.")
        raise ValidationError(_("It was settled already, or a day has passed."), params={"next": mend})
    change.refresh_from_db()
