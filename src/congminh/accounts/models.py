"""What an account has beside Django's user; and the slips of accounts given to many, until they are shown."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from congminh.org.actions.accounts import spelt
from congminh.org.models import Person

# Slips nobody asked to see for so long are worth nothing any more.
KEPT = timedelta(days=7)


class Account(models.Model):
    """«Tài khoản»: whether its password was handed out and is to be changed before anything else, when it was opened
    again, whether it has the daily mail and when it last had it; the address is the user's own `email`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="account", primary_key=True, verbose_name=_("account")
    )
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    digest = models.BooleanField(_("a mail a day"), default=True)
    mailed_on = models.DateField(_("last mailed on"), null=True, blank=True)
    opened_on = models.DateField(_("opened again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return str(self.user)


def has_handed_out_password(user: Any) -> bool:
    """Whether a user still has the password that was handed out."""
    return Account.objects.filter(user=user, must_change_password=True).exists()


def new_seed() -> str:
    """What the passwords of some slips come of, drawn by lot."""
    return secrets.token_hex(32)


class SlipsQuerySet(models.QuerySet["Slips"]):
    """Slips as whoever asked for them sees them."""

    def visible_to(self, person: Person | None) -> Self:
        """One's own: nobody sees the slips another asked for."""
        return self.filter(owner=person) if person else self.none()

    def forget_old(self) -> int:
        """Make worthless what was never shown; how many."""
        return self.exclude(seed="").filter(made_at__lt=timezone.now() - KEPT).update(seed="", given={})


class Slips(models.Model):
    """«Phiếu mật khẩu»: those of accounts given to many at once, to be shown a single time to whoever asked.

    No password is kept: each comes of `seed` and the site's secret key, which is not in the database, until the
    seed is thrown away as they are shown. `given` has, by the person's number, the hash each password was given
    with: a slip whose owner or adviser has changed the password since is worth nothing and is not shown.
    """

    owner = models.ForeignKey("org.Person", models.PROTECT, related_name="+", verbose_name=_("owner"))
    seed = models.CharField(_("seed"), max_length=64, blank=True, default=new_seed)
    given: Any = models.JSONField(_("given"), default=dict)
    made_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    shown_at = models.DateTimeField(_("shown at"), null=True, blank=True)

    objects = SlipsQuerySet.as_manager()

    class Meta:
        verbose_name = _("slips")
        verbose_name_plural = _("slips")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.owner}, {self.made_at:%d/%m/%Y %H:%M}"

    def get_absolute_url(self) -> str:
        """The page they are shown on."""
        return reverse("slips", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        """Whether they may be shown: the accounts are there, nobody has seen the slips yet, and they are not old."""
        return bool(self.seed and self.given) and timezone.now() - self.made_at <= KEPT

    def password(self, person: Person) -> str:
        """The password on a person's slip; ValueError once they were shown."""
        if not self.seed:
            raise ValueError(f"slips {self.pk} were shown or forgotten: their passwords are gone")
        drawn = salted_hmac("congminh.accounts.slips", f"{self.seed}:{person.pk}", algorithm="sha256")
        return spelt(int.from_bytes(drawn.digest(), "big"))

    def keep(self, hashes: Mapping[int, str]) -> None:
        """The accounts are there: by person, the hash of the password on the slip."""
        self.given = {str(person): hashed for person, hashed in hashes.items()}
        self.save(update_fields=["given"])


class Attempt(models.Model):
    """«Lần thử đăng nhập»: how often one account was tried from one source; `key` is a digest of both.

    See `accounts.entering.attempts`.
    """

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField(_("tries"), default=0)
    last_at = models.DateTimeField(_("last try"))

    class Meta:
        verbose_name = _("try to sign in")
        verbose_name_plural = _("tries to sign in")

    def __str__(self) -> str:
        return f"{self.key[:8]}… × {self.count}"


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sessions of sign-in."""

    def alive(self) -> Self:
        """Those whose session is still there."""
        there = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        return self.filter(session_key__in=there)

    def of(self, user: Any) -> Self:
        """One's own, the newest first."""
        return self.filter(user=user).order_by("-seen_at")

    def end(self) -> int:
        """Sign out whoever sits there; how many."""
        keys = list(self.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        self.model.objects.filter(session_key__in=keys).delete()
        return len(keys)


class Sitting(models.Model):
    """«Phiên đăng nhập»: one browser signed in, for its owner to see and to end."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sittings", verbose_name=_("account")
    )
    session_key = models.CharField(_("session"), max_length=40, unique=True)
    begun_at = models.DateTimeField(_("signed in at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen at"), auto_now_add=True)
    source = models.CharField(_("signed in from"), max_length=45, blank=True)
    device = models.CharField(_("browser"), max_length=300, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("session of sign-in")
        verbose_name_plural = _("sessions of sign-in")

    def __str__(self) -> str:
        return f"{self.user}, {self.begun_at:%d/%m/%Y %H:%M}"


class KeyChange(models.Model):
    """«Đề nghị đổi khóa ký sổ vết»: asked for by one account, settled by another; `key` is the new one's public half.

    See `accounts.signing_key`.
    """

    class State(models.TextChoices):
        """How it ended."""

        ASKED = "asked", _("waits for another person")
        DONE = "done", _("the key was changed")
        REFUSED = "refused", _("refused")
        LAPSED = "lapsed", _("nobody agreed in time")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    why = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)
    key = models.CharField(_("key"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of the signing key")
        verbose_name_plural = _("changes of the signing key")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(settled_by=models.F("asked_by")),
                name="key_changed_by_two",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(settled_by__isnull=False), name="key_change_agreed_to"
            ),
            models.UniqueConstraint(fields=("state",), condition=models.Q(state="asked"), name="one_key_change_waits"),
        )

    def __str__(self) -> str:
        return f"{self.asked_at:%d/%m/%Y %H:%M}"
