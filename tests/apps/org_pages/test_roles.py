"""Every act for each of the cast: personnel within their reach, nobody else; looking and doing alike."""

import pytest
from django.test import Client

from congminh.org.models import Change, Leave
from congminh.org.views.person import ACTS, POST_ACTS
from congminh.org.views.units import ACTS as UNIT_ACTS
from tests.apps.org.commune import TODAY, Commune, position
from tests.apps.org_pages.conftest import Entering

# What each of the cast is answered; the door is the same for looking and for doing.
ANSWERS = {"an": 403, "minh": 403, "hoa": 403, "lan": 403, "dung": 403, "chair": 403, "far": 403, "son": 404}


def addresses(here: Commune) -> list[str]:
    post, leave = (
        here.lan.posts.get(),
        Leave.objects.get_or_create(person=here.lan, kind="sick", first=TODAY, last=TODAY)[0],
    )
    return [
        *(f"/don-vi/KT/{act}/" for act in UNIT_ACTS),
        *(f"/cong-chuc/LAN/{act}/" for act in ACTS),
        *(f"/vi-tri-dang-giu/{post.pk}/{act}/" for act in POST_ACTS),
        f"/ngay-nghi/{leave.pk}/xoa/",
        "/cong-chuc/them/",
        "/vi-tri/them/",
        "/nhom-tuong-dong/them/",
        "/cach-hieu/don-vi-tinh-lan-cham/chon/",
    ]


@pytest.mark.parametrize("who", ANSWERS)
def test_nobody_but_personnel_acts(here: Commune, enter: Entering, who: str) -> None:
    client, before = enter(getattr(here, who)), Change.objects.count()
    for address in addresses(here):
        assert client.get(address).status_code == ANSWERS[who], address
        assert client.post(address, {"last": "2026-10-31"}).status_code == ANSWERS[who], address
    assert Change.objects.count() == before


def test_personnel_of_another_agency_find_none_of_it(here: Commune, enter: Entering) -> None:
    here.far.posts.update(position=position("Tổ chức xã bên", is_personnel=True))
    client = enter(here.far)
    for address in addresses(here)[: len(UNIT_ACTS) + len(ACTS) + len(POST_ACTS) + 1]:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"last": "2026-10-31"}).status_code == 404, address


def test_whoever_advises_no_more_acts_no_more(here: Commune, thu: Client, enter: Entering) -> None:
    assert thu.get("/don-vi/KT/doi-ten/").status_code == 200
    here.thu.posts.update(position=position("Chuyên viên"))
    assert thu.get("/don-vi/KT/doi-ten/").status_code == 403
    here.thu.posts.update(last=TODAY.replace(day=14))
    assert thu.get("/don-vi/KT/doi-ten/").url.startswith("/dang-nhap/"), "the account ends with the post"


def test_every_act_opens_for_personnel(here: Commune, thu: Client) -> None:
    for address in addresses(here):
        assert thu.get(address).status_code == 200, address
