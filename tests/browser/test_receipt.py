"""verify.html in a real browser, opened from the disk with the network off: what Python says of a receipt, it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from congminh.ledger.log.notes import Root, Signer, to_text
from congminh.ledger.merkle import among, inclusion, leaf_hash, root
from congminh.ledger.receipts import verify_receipt
from congminh.ledger.receipts.showing import HERE
from tests.browser.looking import wrong
from tests.witness import Witness

SALT = bytes(range(32))
SIGNED = {"person": 7, "code": "TBM-304", "name": "Nguyễn Thị Ngọc Lan", "agency": "TBM", "period": 202610, "span": 1,
          "law": "nd335", "general_cp": 2900, "total_cp": 9417, "grade": "excellent"}  # fmt: skip
SAID = {
    "at": "2026-11-06T02:10:00.000000+00:00",
    "cite": "Điều 17.3",
    "data": {"result": 1, "signed": SIGNED},
    "entry": 9,
}


def made(index: int, size: int, signer: Signer, epoch: str = "") -> str:
    """A receipt of one leaf in a log of so many, written from the formats alone."""
    content = json.dumps(SAID, ensure_ascii=False, separators=(",", ":"))
    hashes = [leaf_hash(bytes([at]) * 32) for at in range(size)]
    hashes[index] = leaf_hash(sha256(SALT + content.encode()).digest())
    named = signer.named(signer.name + epoch)
    note = named.sign(str(Root(named.name, size, root(hashes))))
    proof = [to_text(each) for each in inclusion(index, size, among(hashes))]
    mine = ["congminh-receipt@v1", f"key {signer.verifier}", f"salt {to_text(SALT)}", f"payload {content}", ""]
    return "\n".join([*mine, "c2sp.org/tlog-proof@v1", f"index {index}", *proof, "", note])


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer.made("so-vet.example")


@pytest.fixture
def page(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """The page as somebody kept it, on a machine without a network."""
    (tmp_path / "verify.html").write_bytes((HERE / "verify.html").read_bytes())
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    context.set_offline(True)
    found = context.new_page()
    found.complaints = []
    found.on("console", lambda said: found.complaints.append(said.text) if said.type in ("error", "warning") else None)
    found.on("request", lambda asked: None if asked.url.startswith("file:") else found.complaints.append(asked.url))
    found.goto((tmp_path / "verify.html").as_uri())
    yield found
    assert found.complaints == []
    context.close()


def checked(page: Any, text: str, place: Path, key: str = "", witnesses: tuple[str, ...] = (), needed: int = 0) -> str:
    """What the page says of a receipt chosen as a file."""
    (place / "bien-nhan.txt").write_text(text, encoding="utf-8")
    page.fill("#key", key)
    if witnesses:
        page.evaluate("document.querySelector('details').open = true")
        page.fill("#witnesses", "\n".join(witnesses))
        page.fill("#needed", str(needed))
    page.evaluate("document.getElementById('answer').replaceChildren()")
    page.set_input_files("#file", [])
    page.set_input_files("#file", str(place / "bien-nhan.txt"))
    page.wait_for_selector("#answer h2")
    return str(page.inner_text("#answer"))


def python_holds(text: str, key: str = "", witnesses: tuple[str, ...] = (), needed: int = 0) -> bool:
    try:
        verify_receipt.check(text, key, witnesses, needed)
    except verify_receipt.Bad:
        return False
    return True


def test_a_good_receipt_holds_and_says_what_it_proves_and_what_not(page: Any, signer: Signer, tmp_path: Path) -> None:
    text = made(3, 11, signer)
    said = checked(page, text, tmp_path)
    assert "ĐÚNG: biên nhận nguyên vẹn." in said
    for part in (
        "Nguyễn Thị Ngọc Lan (TBM-304)",
        "94,17 / 100",
        "hoàn thành xuất sắc nhiệm vụ",
        "10/2026",
        "Điều 17.3",
    ):
        assert part in said
    for part in ("Chứng minh:", "Không chứng minh:", "It proves:", "It does not prove:", "CHÚ Ý: khóa này"):
        assert part in said
    assert verify_receipt.check(text).code[:16] in said
    assert "CHÚ Ý" not in checked(page, text, tmp_path, str(signer.verifier))
    assert wrong(page) == {}


def test_a_receipt_with_one_digit_changed_does_not(page: Any, signer: Signer, tmp_path: Path) -> None:
    said = checked(page, made(3, 11, signer).replace('"total_cp":9417', '"total_cp":9517'), tmp_path)
    assert said.startswith("SAI / NOT GENUINE") and "biên nhận đã bị sửa" in said
    assert "95,17" not in said
    assert wrong(page) == {}


def test_the_page_and_the_program_agree_on_every_digit_changed(page: Any, signer: Signer, tmp_path: Path) -> None:
    text = made(5, 9, signer)
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    for at in places[:: max(len(places) // 60, 1)]:
        other = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        assert not python_holds(other)
        assert checked(page, other, tmp_path).startswith("SAI"), f"letter {at}"


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (6, 7), (8, 9), (200, 201)])
def test_they_agree_wherever_the_leaf_stands(page: Any, signer: Signer, tmp_path: Path, index: int, size: int) -> None:
    text = made(index, size, signer, "/epoch-2" if size % 2 else "")
    assert python_holds(text)
    assert checked(page, text, tmp_path).startswith("ĐÚNG")


def test_another_log_key_is_refused(page: Any, signer: Signer, tmp_path: Path) -> None:
    text, other = made(3, 11, signer), str(Signer.made("so-vet.example").verifier)
    assert not python_holds(text, other)
    assert "khóa đã công bố" in checked(page, text, tmp_path, other)


@pytest.mark.parametrize("text", ["", "x", "congminh-receipt@v1\n\nc2sp.org/tlog-proof@v1\n"])
def test_what_is_no_receipt_is_refused(page: Any, tmp_path: Path, text: str) -> None:
    assert checked(page, text, tmp_path).startswith("SAI")


def test_a_browser_without_the_curve_says_so_and_concludes_nothing(page: Any, signer: Signer, tmp_path: Path) -> None:
    refusing = "async () => { throw new DOMException('no', 'NotSupportedError'); }"
    page.evaluate(f"() => {{ crypto.subtle.importKey = {refusing}; }}")
    said = checked(page, made(3, 11, signer), tmp_path)
    assert said.startswith("CHƯA KIỂM TRA ĐƯỢC") and "Chưa kết luận" in said and "verify_receipt.py" in said


def test_known_witnesses_are_checked_and_unknown_ones_named(page: Any, signer: Signer, tmp_path: Path) -> None:
    one, two = Witness(), Witness("nhan-chung-2.example", kind=1)
    text, keys = two.under(one.under(made(3, 11, signer))), (str(one.key), str(two.key))
    said = checked(page, text, tmp_path)
    assert (
        said.startswith("ĐÚNG") and said.count("Unknown witness, not checked") == 2 and "Witnesses outside" not in said
    )
    said = checked(page, text, tmp_path, "", keys, 2)
    assert said.startswith("ĐÚNG") and "nhan-chung.example, 2026-11-18 11:06:40 UTC" in said
    assert "không thể đưa cho mỗi người một sổ khác nhau" in said and "Unknown" not in said
    assert wrong(page) == {}


def test_forged_and_too_few_witnesses_fail_as_python_has_it(page: Any, signer: Signer, tmp_path: Path) -> None:
    one, two = Witness(), Witness("nhan-chung-2.example")
    good = made(3, 11, signer)
    forged = Witness(one.name, as_if=one.key).under(good)
    for text, keys, needed, why in (
        (forged, (str(one.key),), 0, "nhân chứng đã biết không đúng"),
        (one.under(good), (str(one.key), str(two.key)), 2, "không đủ nhân chứng"),
        (one.under(one.under(good)), (str(one.key),), 2, "không đủ nhân chứng"),
        (good + "— x\n", (str(one.key),), 0, "không đúng dạng"),
        (good, ("x+y+z",), 0, "không đúng dạng"),
    ):
        assert not python_holds(text, "", keys, needed)
        said = checked(page, text, tmp_path, "", keys, needed)
        assert said.startswith("SAI") and why in said
