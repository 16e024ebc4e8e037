"""Work to try jobs on: it takes people into service, waits, or fails on the way."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection

from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.org.models import Person


def one_more(job: Job) -> Person:
    """Somebody taken into service by a job."""
    return Person.objects.create(
        code=f"NEW-{job.pk}-{Person.objects.count()}", name="Mai Văn Tạo", begun=date(2026, 1, 1)
    )


@job
def take_in(job: Job, count: int) -> str:
    """As many people as asked for."""
    for number in range(count):
        one_more(job)
        job.progress(number + 1, count, f"Đã nhận {number + 1} người")
    return "/don-vi/"


@job
def refuse(job: Job) -> None:
    """One person, and then what was handed in proves wrong."""
    one_more(job)
    raise ValidationError("Dòng 7, cột «Mã»: trống.", params={"why": "Mỗi người cần một mã.", "next": "Điền mã."})


@job
def stumble(job: Job) -> None:
    """One person, and then a fault of ours."""
    one_more(job)
    raise ZeroDivisionError("secret of the machine")


@job(retries=1)
def second_time(job: Job, marker: str) -> None:
    """Fails the first time."""
    one_more(job)
    if not Path(marker).exists():
        Path(marker).touch()
        raise ConnectionError("not yet")


@job
def wait(job: Job, go_on: str) -> None:
    """One person, half way; then waits until a file is there."""
    one_more(job)
    job.progress(1, 2, "Đang ở giữa chừng")
    while not Path(go_on).exists():
        time.sleep(0.05)


@job
def say_the_note(job: Job) -> None:
    """Says in the language it runs in what kind of file it is."""
    from django.utils.translation import gettext

    job.progress(1, 1, gettext("Waiting for its turn"))


DEPTHS: list[int] = []


def read(job: Job, names: list[str]) -> list[str]:
    """What is read before anything is written."""
    DEPTHS.append(len(connection.atomic_blocks))
    return [name.strip() for name in names]


@job(before=read)
def take_in_the_read(job: Job, found: list[str], names: list[str]) -> None:
    """As many people as were read."""
    DEPTHS.append(len(connection.atomic_blocks))
    for name in found:
        Person.objects.create(code=f"NEW-{name}", name=name, begun=date(2026, 1, 1))
