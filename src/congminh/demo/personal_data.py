"""Personal data in the demonstration: everybody has read what is recorded, and one request is being dealt with."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction

from congminh.demo.organisation import code
from congminh.ledger.actions import take
from congminh.org.models import Person
from congminh.privacy.actions import ask
from congminh.privacy.models import DataRequest
from congminh.privacy.notifying import read

ABOUT = "Tên đệm trong hồ sơ ghi «Quỳnh»; theo căn cước công dân là «Quỳnh Như». Đề nghị sửa."
ANSWER = "Đã nhận. Bộ phận tổ chức, cán bộ đối chiếu căn cước công dân và sửa trong 10 ngày."


@transaction.atomic
def load_personal_data() -> None:
    """Let the cast have read the notice; Hoa asks to have her name corrected; Thu has taken it up."""
    for user in get_user_model().objects.all():
        read(user)
    if DataRequest.objects.exists():
        return
    hoa, thu = (Person.objects.get(code=code(number)) for number in (302, 404))
    file = ask(hoa, "correct", ["identity"], ABOUT)
    take("take_up", file, thu, file.version, {"answer": ANSWER})
