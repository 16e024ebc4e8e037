"""A month of the small commune in a database of its own, as one who rules that database finds it.

Run as a process: CONGMINH_HOME, CONGMINH_LOG and DATABASE_URL say where; into the folder named it puts `checkpoint`
(what somebody outside holds), `key` (public) and an older dump.
"""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import django

NAME, OLDER = "insider", "insider_older"


def main(outside: Path) -> None:
    """Everything, into whatever database the environment names."""
    django.setup()
    from tests.apps import clock

    clock.set_to(clock.TODAY)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _live(outside)


def _live(outside: Path) -> None:
    from congminh.ledger.log.folder import Folder
    from congminh.ledger.log.sealing import seal
    from tests.apps.assessment.month import begun

    key = Folder.here().make_key("so-vet.example")
    month = begun()
    here = month.here
    for who in (here.lan, here.hoa, here.minh, here.thu):
        month.done(who)
    month.told(here.lan, here.minh)
    seal()
    _dump(outside)
    month.told(here.hoa, here.minh)
    month.told(here.thu, here.thuong)
    _criteria(here)
    _looks(here)
    sealed = seal()
    if sealed is None:
        raise RuntimeError("nothing was sealed")
    (outside / "checkpoint").write_text(sealed.note, encoding="utf-8")
    (outside / "key").write_text(str(key), encoding="utf-8")


def _criteria(here: object) -> None:
    from congminh.org.models import Decision
    from congminh.unit_year.actions import begin_set, decide_set, put_criteria
    from tests.apps.unit_year.year import rows

    agency, thu = here.commune, here.thu  # type: ignore[attr-defined]
    found = begin_set(agency, thu, "Bộ tiêu chí")
    put_criteria(found, thu, rows())
    paper = Decision(number="45/QĐ-UBND", signed_on=date(2026, 1, 5), signer="Chủ tịch UBND tỉnh", about="Bộ tiêu chí")
    decide_set(found, thu, paper, date(2026, 1, 1))


def _looks(here: object) -> None:
    """Three looks, each at two people, and the leaf that vouches for them."""
    from datetime import timedelta

    from django.utils import timezone

    from congminh.looks.recording import Looked, write
    from congminh.looks.subjects import Subject
    from congminh.looks.vouching import vouch_for_looks

    who, at = (here.lan, here.hoa), timezone.now() - timedelta(hours=1)  # type: ignore[attr-defined]
    for place in range(3):
        seen = tuple(Subject(each.pk, None) for each in who)
        write(Looked(here.minh.pk, [], "page", f"page-{place}", at, seen))  # type: ignore[attr-defined]
    vouch_for_looks()


def _dump(outside: Path) -> None:
    """The database as it is now, kept as a dump would be."""
    from django.db import connection

    connection.close()
    if connection.vendor == "sqlite":
        shutil.copy(connection.settings_dict["NAME"], outside / OLDER)
    else:
        import psycopg

        with psycopg.connect(maintenance(connection.settings_dict), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {OLDER} TEMPLATE {NAME}")


def maintenance(settings: dict[str, object]) -> str:
    """The address of the server itself."""
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/postgres".format(**settings)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
