"""`congminh manage remind`: today's reminders now, and with --mail today's mails."""

from argparse import ArgumentParser
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congminh.accounts.mailing import mail_all
from congminh.ledger.reminding import remind


class Command(BaseCommand):
    """What the worker does each day, by hand («nhắc việc»)."""

    help = "Writes today's reminders, each once («nhắc việc»); with --mail sends today's mails, to nobody twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether mails go out too."""
        parser.add_argument("--mail", action="store_true", help="send today's mails too («gửi thư»)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how much there was."""
        day = localdate()
        self.stdout.write(_("New reminders: %(number)s.") % {"number": remind(day)})
        if not options["mail"]:
            return
        if not settings.MAIL:
            raise CommandError(_("No mail server is set: set CONGMINH_SMTP_URL and CONGMINH_MAIL_FROM."))
        try:
            told = mail_all(day)
        except (OSError, SMTPException) as error:
            raise CommandError(_("The mail server did not take it: %(error)s") % {"error": error}) from error
        said = _("Mails sent: %(sent)s; refused: %(refused)s; to be tried again: %(waiting)s.")
        self.stdout.write(said % told._asdict())
