"""A province, its department of home affairs with two divisions, and a commune with one: units and posts."""

from __future__ import annotations

from datetime import date
from typing import Any

from congminh.law.nd335.authority import Post, Unit

START, TODAY = date(2026, 1, 1), date(2026, 10, 15)
UNITS = (
    Unit("province", None, "managing", "province"),
    Unit("home_affairs", "province", "using", "provincial_agency"),
    Unit("staffing", "home_affairs", "direct", "provincial_agency_unit"),
    Unit("reform", "home_affairs", "direct", "provincial_agency_unit"),
    Unit("commune", "province", "using", "commune"),
    Unit("economy", "commune", "direct", "commune_agency"),
)


def post(person: str, unit: str, rank: Any = "staff", kind: Any = "main", **more: Any) -> Post:
    return Post(person, unit, rank, kind, **{"first": START, **more})


CHAIRMAN = post("Chủ tịch tỉnh", "province", "head")
DIRECTOR = post("Giám đốc", "home_affairs", "head")
DEPUTY_DIRECTOR = post("Phó Giám đốc", "home_affairs", "deputy", units_in_charge=("staffing",))
OFFICE_CLERK = post("Văn thư Sở", "home_affairs")
CHIEF = post("Trưởng phòng", "staffing", "head")
DEPUTY_CHIEF = post("Phó Trưởng phòng", "staffing", "deputy", persons_in_charge=("Chuyên viên",))
CLERK = post("Chuyên viên", "staffing")
OTHER_CHIEF = post("Trưởng phòng CCHC", "reform", "head")
OTHER_CLERK = post("Chuyên viên CCHC", "reform")
COMMUNE_HEAD = post("Chủ tịch xã", "commune", "head")
ECONOMY_HEAD = post("Trưởng phòng Kinh tế", "economy", "head")
POSTS = (
    *(CHAIRMAN, DIRECTOR, DEPUTY_DIRECTOR, OFFICE_CLERK, CHIEF, DEPUTY_CHIEF, CLERK),
    *(OTHER_CHIEF, OTHER_CLERK, COMMUNE_HEAD, ECONOMY_HEAD),
)


def without(*gone: Post) -> tuple[Post, ...]:
    return tuple(post for post in POSTS if post not in gone)
