"""The demonstration agency: its size, its catalogue, who leads whom."""

from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from congminh.demo import agency, catalogue, months
from congminh.demo.workbook import write_workbook

AGENCY = agency.load()
PRODUCTS = catalogue.load()
CEILINGS_CP = {"N1": 10_000, "N2": 20_000, "N3": 30_000, "N4": 40_000, "N5": 50_000}


def test_a_commune_has_about_sixty_posts_in_five_units():
    assert 58 <= len(AGENCY.people) <= 63
    assert [unit.kind for unit in AGENCY.units.values()] == ["using", "direct", "direct", "direct", "direct"]
    assert {person.unit for person in AGENCY.people.values()} == set(AGENCY.units)


def test_every_unit_has_one_head_and_only_staff_lead_nobody():
    heads = Counter(person.unit for person in AGENCY.people.values() if person.post == "head")
    assert heads == dict.fromkeys(AGENCY.units, 1)
    assert {person.post for person in AGENCY.people.values()} == {"head", "deputy", "staff"}


def test_no_two_people_share_a_name_or_a_peer_group_nobody_named():
    people = [*AGENCY.people.values(), *AGENCY.apart.values()]
    assert len({person.name for person in people}) == len(people)
    assert {person.peer_group for person in AGENCY.people.values()} == set(AGENCY.peer_groups)


@pytest.mark.parametrize(
    ("who", "given_name", "title"),
    [
        ("an", "An", "Chủ tịch UBND xã"),
        ("minh", "Minh", "Trưởng phòng"),
        ("hoa", "Hoa", "Phó Trưởng phòng"),
        ("lan", "Lan", "Chuyên viên địa chính"),
        ("thu", "Thu", "Chuyên viên tổ chức – cán bộ"),
    ],
)
def test_the_cast_holds_the_posts_it_plays(who: str, given_name: str, title: str):
    person = AGENCY.people[AGENCY.cast[who]]
    assert (person.name.split()[-1], person.title) == (given_name, title)


def test_the_inspector_and_the_outsider_hold_no_post():
    apart = {AGENCY.cast["dung"]: "Dũng", AGENCY.cast["son"]: "Sơn"}
    assert {one.id: one.name.split()[-1] for one in AGENCY.apart.values()} == apart
    assert not apart.keys() & AGENCY.people.keys()


def test_lan_is_in_hoa_s_field_and_both_are_in_minh_s_unit():
    pairs = set(agency.in_charge(AGENCY))
    an, minh, hoa, lan = (AGENCY.cast[who] for who in ("an", "minh", "hoa", "lan"))
    assert {(hoa, lan), (minh, lan), (minh, hoa), (an, minh)} <= pairs
    assert (an, lan) not in pairs


def test_everybody_but_the_chair_is_in_somebody_s_charge():
    led = {person for _, person in agency.in_charge(AGENCY)}
    assert set(AGENCY.people) - led == {AGENCY.cast["an"]}


def test_charge_runs_upwards_without_a_cycle_and_never_twice():
    pairs = agency.in_charge(AGENCY)
    assert len(set(pairs)) == len(pairs)
    rank = {"staff": 0, "deputy": 1, "head": 2}
    steps = {person.id: (person.unit == 1, rank[person.post]) for person in AGENCY.people.values()}
    assert all(steps[leader] > steps[person] for leader, person in pairs)


def test_a_deputy_leads_only_people_of_the_own_unit():
    deputies = [person for person in AGENCY.people.values() if person.people_in_charge]
    assert len(deputies) == 7
    for deputy in deputies:
        assert {AGENCY.people[led].unit for led in deputy.people_in_charge} == {deputy.unit}


def test_charge_is_the_same_in_all_three_months():
    rows, pairs = months.charge(), agency.in_charge(AGENCY)
    assert Counter(row["period"] for row in rows) == dict.fromkeys(months.PERIODS, len(pairs))
    assert list(rows[0]) == ["leader_id", "person_id", "period"]


def test_the_catalogue_has_more_than_120_distinct_products():
    lines = (Path(catalogue.__file__).parent / "catalogue.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) - 1 == len(PRODUCTS) >= 120, "a code stands twice"
    for words in ("duty", "work", "output"):
        assert len({getattr(product, words) for product in PRODUCTS.values()}) == len(PRODUCTS), words


def test_the_products_fall_into_at_most_five_groups_of_complexity():
    groups = {product.group for product in PRODUCTS.values()}
    assert groups <= set(CEILINGS_CP)
    assert len(groups) >= 4


@pytest.mark.parametrize("code", PRODUCTS)
def test_a_coefficient_is_points_over_the_standard_within_the_ceiling_of_its_group(code: str):
    product = PRODUCTS[code]
    standard_cp = PRODUCTS[catalogue.STANDARD].points_cp
    tenths = (2 * 10 * product.points_cp + standard_cp) // (2 * standard_cp)
    assert product.coefficient_m == 100 * tenths
    assert 0 < product.points_cp <= product.ceiling_cp == CEILINGS_CP[product.group]


def test_the_standard_product_is_a_simple_administrative_text_of_five_points():
    standard = PRODUCTS[catalogue.STANDARD]
    assert (standard.points_cp, standard.coefficient_m) == (500, 1000)
    assert standard.duty == "Soạn thảo văn bản hành chính đơn giản"


def test_the_smallest_product_shows_a_coefficient_rounded_half_up():
    assert (PRODUCTS["VP-22"].points_cp, PRODUCTS["VP-22"].coefficient_m) == (125, 300)


def test_each_list_belongs_to_a_unit_or_to_everybody_and_is_numbered_from_one():
    lists: dict[str, list[int]] = {}
    for product in PRODUCTS.values():
        lists.setdefault(product.listed_under, []).append(product.number)
        assert product.unit or product.listed_under in (catalogue.SHARED, catalogue.LEADING)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in lists.values())


def test_the_work_of_a_position_is_in_the_catalogue_and_of_the_own_unit():
    for person in AGENCY.people.values():
        assert {PRODUCTS[code].unit for code in person.work} <= {person.unit, None}, person


def test_the_workbook_holds_every_product_and_thirty_points_of_criteria(tmp_path: Path):
    write_workbook(tmp_path / "catalogue.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "catalogue.xlsx"))
    criteria, *lists = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert criteria[-1][1:] == ["Tổng cộng", 30]
    assert sum(row[2] for row in criteria if isinstance(row[0], float)) == 30
    found = {row[1]: row for rows in lists for row in rows[6:]}
    assert list(found) == list(PRODUCTS)
    assert found["VP-22"][6:10] == ["N1", 100, 1.25, 0.3]
    assert all(rows[4] == list(catalogue.COLUMNS) for rows in lists)


def test_a_sheet_of_the_workbook_has_merged_titles_and_a_merged_unit_heading(tmp_path: Path):
    write_workbook(tmp_path / "catalogue.xlsx")
    sheet = CalamineWorkbook.from_path(str(tmp_path / "catalogue.xlsx")).get_sheet_by_name("Phòng Kinh tế")
    assert sheet.to_python()[5][0] == "PHÒNG KINH TẾ"
    assert sheet.merged_cell_ranges == [((row, 0), (row, 10)) for row in (0, 1, 2, 5)]


def test_the_same_catalogue_gives_the_same_file(tmp_path: Path):
    write_workbook(tmp_path / "one.xlsx")
    write_workbook(tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
