"""`congminh manage begin`: an empty system gets its first agency and the account of its personnel adviser."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congminh.accounts.first_run import Beginning, begin_agency, has_data
from congminh.org.models import Unit


class Command(BaseCommand):
    """The first run of a real installation («khởi tạo»)."""

    help = "The first agency, its personnel adviser, and an account with a password shown once («khởi tạo cơ quan»)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What must be known of the agency and of the one who will fill it."""
        parser.add_argument("--agency", required=True, metavar="UBND xã …", help="name of the agency («tên cơ quan»)")
        parser.add_argument("--code", required=True, metavar="TBM", help="its code («mã cơ quan»)")
        parser.add_argument("--tier", default=Unit.Tier.COMMUNE, choices=Unit.Tier.values, help="its tier («cấp»)")
        parser.add_argument("--adviser", required=True, metavar="NAME", help="who advises on personnel («tham mưu»)")
        parser.add_argument("--adviser-code", required=True, metavar="CODE", help="code, and name of the account")
        parser.add_argument("--since", type=date.fromisoformat, metavar="2026-01-01", help="first day of the agency")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set an empty database up, make the beginning, and say what to type where."""
        if not has_data():
            call_command("migrate", verbosity=0, interactive=False)
        names = ("agency", "code", "tier", "adviser", "adviser_code")
        since = options["since"] or localdate().replace(month=1, day=1)
        first = Beginning(**{name: options[name] for name in names}, since=since)
        try:
            password = begin_agency(first)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(self.told(first, password))

    def told(self, first: Beginning, password: str) -> str:
        """Who signs in as what, and what comes then."""
        lines = (
            _("%(agency)s is there since %(since)s, with the personnel adviser %(adviser)s."),
            _("Account: %(account)s"),
            _("Password, shown this once and changed at the first sign-in: %(password)s"),
            _("Next: sign in on the site («congminh serve») and bring in units, people and the catalogue."),
        )
        said = {"agency": first.agency, "adviser": first.adviser, "since": f"{first.since:%d/%m/%Y}"}
        return "\n".join(lines) % {**said, "account": first.adviser_code.lower(), "password": password}
