"""`congminh manage log_key`: another key for the log, by the same two as on the site, each with their own password."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from congminh.accounts.entering import attempts
from congminh.accounts.factors.checking import has_second_factor, is_right_code
from congminh.accounts.signing_key.actions import agree, ask, refuse, until, waiting

SOURCE = "the server itself"


class Command(BaseCommand):
    """Asked for by one, agreed to by another («đổi khóa ký sổ vết»)."""

    help = "Another key for the log: one asks, somebody else agrees within a day («đổi khóa ký sổ vết»)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is done, by whose account."""
        parser.add_argument("act", choices=("ask", "agree", "refuse", "show"))
        parser.add_argument("--account", metavar="NAME", help="your account on the site («tài khoản»)")
        parser.add_argument("--reason", metavar="WHY", help="why another key is wanted («lý do»)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, once the account's password and second step were given."""
        act = options["act"]
        if act == "show":
            self.stdout.write(self.told())
            return
        if not options["account"] or (act == "ask" and not options["reason"]):
            raise CommandError(_("Name your account with --account, and to ask for a key the reason with --reason."))
        user = self.proved(options["account"])
        try:
            self.stdout.write(self.done(act, user, options["reason"]))
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def done(self, act: str, user: Any, why: str | None) -> str:
        """Take the act; what it came to."""
        if act == "ask":
            ask(user, why or "")
            return self.told()
        found = waiting()
        if found is None:
            raise CommandError(_("Nobody asked for another key within a day."))
        if act == "refuse":
            refuse(found, user)
            return str(_("The request is settled; the key stays."))
        said = _("The log is signed by a new key. Publish its public half, and tell the witnesses.")
        return f"{said}\n{agree(found, user).key}"

    def told(self) -> str:
        """Whether a request waits."""
        found = waiting()
        if found is None:
            return str(_("Nobody asked for another key within a day."))
        said = {"who": found.asked_by.get_username(), "why": found.why, "until": f"{until(found):%d/%m/%Y %H:%M} UTC"}
        return _("%(who)s asked for another key: %(why)s. Somebody else may agree until %(until)s.") % said

    def proved(self, name: str) -> Any:
        """The account, by its password and, where one is set up, its second step; locked after five wrong tries."""
        if attempts.locked(name, SOURCE):
            raise CommandError(_("Too many wrong tries from here."))
        user = get_user_model().objects.filter(username=name, is_active=True).first()
        is_right = bool(user and user.check_password(_typed(_("Password"))))
        if user and is_right and has_second_factor(user):
            is_right = is_right_code(user, _typed(_("Code of the application, or a recovery code")))
        if not user or not is_right:
            raise CommandError(_("That is not right: nothing was done."))
        attempts.forget(name, SOURCE)
        return user


def _typed(asked: str) -> str:
    """Read without showing it; a line of what is piped in where nobody types."""
    return getpass(f"{asked}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
