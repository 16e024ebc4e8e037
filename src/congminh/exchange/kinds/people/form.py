"""The form of people with posts («mẫu danh sách công chức»): one row a post."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from congminh.exchange.excel import cells
from congminh.exchange.excel.form import Choice, Column, Form
from congminh.exchange.kinds import decisions
from congminh.org.models import Post

RANK, KIND = Post.Rank, Post.Kind
RANKS: tuple[Choice, ...] = (
    (RANK.HEAD, RANK.HEAD.label, ("cap truong", "thu truong", "truong")),
    (RANK.DEPUTY, RANK.DEPUTY.label, ("pho", "cap pho cua nguoi dung dau")),
    (RANK.STAFF, _("civil servant"), ("chuyen vien", "cong chuc khong giu chuc vu lanh dao quan ly", "nhan vien")),
)
KINDS: tuple[Choice, ...] = (
    (KIND.MAIN, KIND.MAIN.label, ("chinh", "chinh thuc")),
    (KIND.CONCURRENT, KIND.CONCURRENT.label, ("kiem nhiem", "kiem")),
    (KIND.ACTING, KIND.ACTING.label, ("quyen", "giao phu trach", "tam thoi phu trach")),
    (KIND.SECONDED, KIND.SECONDED.label, ()),
    (KIND.DELEGATION, KIND.DELEGATION.label, ("uy quyen",)),
)
MARKS: tuple[Choice, ...] = (("x", "x", ()),)

PERSON = (
    Column(
        "person",
        _("Civil servant code"),
        _("Never the same for two people: it is how rows find their person again. A row for each post of a person."),
        cells.code,
        needed=True,
        also=("ma cc", "ma so cong chuc", "so hieu cong chuc", "ma can bo"),
        examples=("TBM-301", "TBM-302"),
    ),
    Column(
        "name",
        _("Full name"),
        _("As in the personnel file. Needed for somebody who is not in the system yet."),
        cells.text(120),
        needed=True,
        also=("ho ten", "ho va ten cong chuc", "ho ten cong chuc"),
        examples=("Trần Khải Minh", "Lê Thị Quỳnh Hoa"),
        width=28,
    ),
    Column(
        "begun",
        _("First day of service"),
        _("The first day in service: dd/mm/yyyy. Empty for somebody new: the first day of the first post."),
        cells.day,
        look="day",
        also=("ngay bat dau cong tac", "ngay vao nganh", "ngay tuyen dung"),
        examples=("01/07/2025", ""),
    ),
)
POSITION = (
    Column(
        "unit",
        _("Unit code"),
        _("Of a unit in the system. Empty together with the columns of the post: the row is about the person alone."),
        cells.code,
        needed=True,
        also=("ma dv",),
        examples=("TBM-3", "TBM-3"),
    ),
    Column(
        "position",
        _("Job position"),
        _("Its title. The same title in a unit is the same position, with one complexity group and one peer group."),
        cells.text(200),
        also=("ten vi tri viec lam", "vtvl"),
        examples=("Trưởng phòng", "Phó Trưởng phòng"),
        width=32,
    ),
    Column(
        "complexity",
        _("Complexity group"),
        _("From 1 to 5 (Article 13.1.a). Needed for a new position."),
        cells.whole(1, 5),
        look="whole",
        also=("nhom phuc tap", "nhom do phuc tap", "muc do phuc tap"),
        examples=("4", "4"),
        width=10,
    ),
    Column(
        "peer_group",
        _("Group of similar duties"),
        _("Name or code of those rated side by side (Article 20.5.a). Needed for a new position."),
        cells.text(200),
        also=("nhom tuong dong", "nhom nhiem vu tuong dong", "nhom doi tuong tuong dong"),
        examples=("Lãnh đạo phòng", "Lãnh đạo phòng"),
        width=24,
    ),
)
POST = (
    Column(
        "rank",
        _("Rank"),
        _("Choose from the list. Empty for a new post: civil servant."),
        cells.choice(RANKS),
        choices=RANKS,
        also=("chuc vu", "cap bac"),
        examples=(RANK.HEAD, RANK.DEPUTY),
        width=18,
    ),
    Column(
        "kind",
        _("How the post is held"),
        _("Choose from the list. Empty for a new post: main post."),
        cells.choice(KINDS),
        choices=KINDS,
        also=("hinh thuc", "hinh thuc giu chuc vu", "hinh thuc bo tri"),
        examples=(KIND.MAIN, KIND.MAIN),
        width=20,
    ),
    Column(
        "first",
        _("From"),
        _("First day of the post: dd/mm/yyyy. A main post from a later day ends the one before, the day before it."),
        cells.day,
        look="day",
        also=("tu ngay", "ngay bo nhiem", "ngay giu chuc vu"),
        examples=("01/07/2025", "01/03/2026"),
    ),
    Column(
        "last",
        _("Until"),
        _("Last day of the post: dd/mm/yyyy. Empty while it is held."),
        cells.day,
        look="day",
        also=("den ngay", "het ngay"),
        examples=("", ""),
    ),
)
CHARGE = (
    Column(
        "units",
        _("Units in charge"),
        _("Of a deputy: codes of the units in the field in charge (Article 15.4), a semicolon between them."),
        cells.codes,
        also=("don vi phu trach", "ma don vi phu trach"),
        examples=("", "TBM-4; TBM-5"),
        width=20,
    ),
    Column(
        "persons",
        _("Civil servants in charge"),
        _("Of a deputy: codes of the civil servants in the field in charge, a semicolon between them."),
        cells.codes,
        also=("cong chuc phu trach", "ma cong chuc phu trach"),
        examples=("", "TBM-304"),
        width=20,
    ),
    Column(
        "is_personnel",
        _("Advises on personnel"),
        _("x for a position that advises on organisation and personnel: it may import, and sees the agency's files."),
        cells.mark,
        choices=MARKS,
        also=("tham muu to chuc can bo", "to chuc can bo"),
        width=14,
    ),
    Column(
        "is_inspector",
        _("Inspects"),
        _("x for a position that inspects: it reads everything. Only from the agency at the top."),
        cells.mark,
        choices=MARKS,
        also=("thanh tra",),
        width=12,
    ),
)
FORM = Form(_("Civil servants and posts"), (*PERSON, *POSITION, *POST, *CHARGE, *decisions.COLUMNS))
# The columns that are about a post, of which an empty unit leaves none to fill.
OF_POST = tuple(column.key for column in (*POSITION, *POST, *CHARGE, *decisions.COLUMNS))
