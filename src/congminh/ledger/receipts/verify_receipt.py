"""«Kiểm tra biên nhận» without us: python3 verify_receipt.py RECEIPT [--key KEY] [--witness KEY ...] [--needed K]

Needs Python 3.10 or later and nothing else: no packages, no network. Ends with 0 when every receipt holds, 1 when one
does not, 2 when a file cannot be read. A receipt is text: the log's public key, a salt and the exact bytes signed, then
a proof by C2SP (tlog-proof): the place in the log, the hashes beside the way to the root, the signed root. Keys are
written NAME+ID+KEY; of the witnesses given, K must have signed that root (tlog-cosignature).
"""

from __future__ import annotations

import argparse
import base64
import binascii
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from hashlib import sha256, sha512
from typing import Any

HEAD, PROOF, DASH = "congminh-receipt@v1", "c2sp.org/tlog-proof@v1", "— "
ED25519, COSIGNATURE = 1, 4


class Bad(ValueError):
    """The receipt does not hold: why, in Vietnamese and in English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


MALFORMED = Bad("tệp không đúng dạng biên nhận, hoặc đã bị sửa", "it is not written as a receipt is, or was changed")
OTHER_KEY = Bad("biên nhận không do khóa đã công bố ký", "the receipt is not signed by the published key")
NOT_IN_ROOT = Bad("nội dung không có trong sổ đã ký: biên nhận đã bị sửa", "it is not in the signed log: changed")
NOT_SIGNED = Bad("chữ ký của sổ vết không đúng", "the signature of the log does not hold")
FORGED = Bad("chữ ký của một nhân chứng đã biết không đúng", "the signature of a known witness does not hold")
TOO_FEW = Bad("không đủ nhân chứng đã biết ký vào sổ này", "too few known witnesses have signed this log")


@dataclass(frozen=True)
class Receipt:
    """A receipt that holds: what was signed, where it stands, the key it rests on.

    `witnessed`: which known witnesses saw that log, and when (seconds, 0 unsaid); `unknown`: who else signed it.
    """

    said: dict[str, Any]
    content: bytes
    commitment: bytes
    index: int
    size: int
    origin: str
    key: str
    trusted: bool
    witnessed: tuple[tuple[str, int], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The hash of the leaf, of which paper forms print the first letters («mã biên nhận»)."""
        return sha256(b"\x00" + self.commitment).hexdigest()


def check(text: str, key: str = "", witnesses: Sequence[str] = (), needed: int = 0) -> Receipt:
    """Check a receipt against a published key, else against the key in it, and against keys of witnesses; raises Bad.

    A known witness whose signature does not hold spoils it, as fewer than `needed` do; unknown ones are only named.
    """
    own, salt, content, index, proof, note = _parsed(text.strip() + "\n")
    origin, size, root = _root(note)
    kind, name, public = _key(key or own)
    is_of_log = origin == name or origin.startswith(name + "/epoch-")
    if kind != ED25519 or _key(own) != (kind, name, public) or not is_of_log:
        raise OTHER_KEY
    if not _is_signed(note, origin, public):
        raise NOT_SIGNED
    commitment = sha256(salt + content).digest()
    if not _is_included(index, size, sha256(b"\x00" + commitment).digest(), proof, root):
        raise NOT_IN_ROOT
    seen, unknown = _witnessed(note, origin, [_key(each) for each in witnesses])
    if len(seen) < needed:
        raise TOO_FEW
    return Receipt(json.loads(content), content, commitment, index, size, origin, own, bool(key), seen, unknown)


# How it is written


def _parsed(text: str) -> tuple[str, bytes, bytes, int, list[bytes], str]:
    """Key, salt, what was signed, index, proof, checkpoint."""
    head, _, proof = text.partition("\n\n" + PROOF + "\n")
    mine = head.split("\n")
    lines, note = proof.partition("\n\n")[0].split("\n"), proof.partition("\n\n")[2]
    if len(mine) != 4 or mine[0] != HEAD or not note:
        raise MALFORMED
    both = zip([*mine[1:], lines[0]], ("key ", "salt ", "payload ", "index "), strict=True)
    if any(not line.startswith(name) for line, name in both):
        raise MALFORMED
    key, salt, content, index = (line.partition(" ")[2] for line in [*mine[1:], lines[0]])
    way = [_bytes(line, 32) for line in lines[1:]]
    return key, _bytes(salt, 32), content.encode(), _number(index), way, note


def _number(text: str) -> int:
    if len(text) > 15 or not text.isascii() or not text.isdigit() or str(int(text)) != text:
        raise MALFORMED
    return int(text)


def _bytes(text: str, *lengths: int) -> bytes:
    """From base 64, which writes each value in one way only."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MALFORMED from None
    if (lengths and len(raw) not in lengths) or base64.b64encode(raw).decode() != text:
        raise MALFORMED
    return raw


def _root(note: str) -> tuple[str, int, bytes]:
    lines = note.split("\n")
    if len(lines) < 6 or lines[3]:
        raise MALFORMED
    return lines[0], _number(lines[1]), _bytes(lines[2], 32)


def _key(text: str) -> tuple[int, str, bytes]:
    """Its kind (a log's, a witness's), its name, the key itself."""
    name, _, rest = text.strip().partition("+")
    key_id, _, key = rest.partition("+")
    raw = _bytes(key, 33)
    if raw[0] not in (ED25519, COSIGNATURE) or _key_id(raw[0], name, raw[1:]).hex() != key_id:
        raise MALFORMED
    return raw[0], name, raw[1:]


def _key_id(kind: int, name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def _signatures(note: str) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The text of a note, and who signed it: name, and the key's id with the signature."""
    text, gap, lines = note.rstrip("\n").rpartition("\n\n")
    if not gap or any(not line.startswith(DASH) for line in lines.split("\n")):
        raise MALFORMED
    pairs = (line[len(DASH) :].partition(" ") for line in lines.split("\n"))
    found = [(name, _bytes(signature)) for name, _, signature in pairs]
    if any(not name or len(raw) < 5 for name, raw in found):
        raise MALFORMED
    return (text + "\n").encode(), found


# What is proved


def _is_signed(note: str, origin: str, public: bytes) -> bool:
    """Whether the log's key signed the root."""
    text, signatures = _signatures(note)
    ours = [raw for name, raw in signatures if name == origin]
    if len(ours) != 1 or ours[0][:4] != _key_id(ED25519, origin, public):
        return False
    return is_ed25519(public, ours[0][4:], text)


def _witnessed(
    note: str, origin: str, keys: Sequence[tuple[int, str, bytes]]
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Which known witnesses signed the root, with the time they say; the names of those nobody gave a key of."""
    text, signatures = _signatures(note)
    known = {(name, _key_id(kind, name, public)): (kind, public) for kind, name, public in keys}
    seen: dict[str, int] = {}
    unknown = []
    for name, raw in signatures:
        if name == origin:
            continue
        kind, public = known.get((name, raw[:4]), (0, b""))
        if not kind:
            unknown.append(name)
            continue
        # A witness signs a time with the root (tlog-cosignature).
        time, signature = (raw[4:12], raw[12:]) if kind == COSIGNATURE else (b"", raw[4:])
        at = int.from_bytes(time, "big")
        said = f"cosignature/v1\ntime {at}\n".encode() + text if time else text
        if not is_ed25519(public, signature, said):
            raise FORGED
        seen[name] = at
    return tuple(seen.items()), tuple(unknown)


def _is_included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    if index >= size:
        return False
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            while place and not place & 1:
                place, last = place >> 1, last >> 1
            found = sha256(b"\x01" + beside + found).digest()
        else:
            found = sha256(b"\x01" + found + beside).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


# Ed25519 (RFC 8032): slow and plain, which is enough to check a signature

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def is_ed25519(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the key signed the message."""
    point, scalar = _point(public), int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or scalar >= ORDER:
        return False
    hashed = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    x, y, z, t = _times(hashed, point)
    return _written(_sum(_times(scalar, BASE), (P - x, y, z, P - t))) == signature[:32]


def _point(raw: bytes) -> Any:
    """The point these bytes write, None where they write none."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT_OF_MINUS_1 % P
    if len(raw) != 32 or y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _sum(one: Any, other: Any) -> Any:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Any) -> Any:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _sum(found, point)
        point, number = _sum(point, point), number >> 1
    return found


def _written(point: Any) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return int(y | (x & 1) << 255).to_bytes(32, "little")


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


# What is said

LEVELS = {
    "excellent": "hoàn thành xuất sắc nhiệm vụ / excellent",
    "good": "hoàn thành tốt nhiệm vụ / good",
    "fulfilled": "hoàn thành nhiệm vụ / fulfilled",
    "not_fulfilled": "không hoàn thành nhiệm vụ / not fulfilled",
    "insufficient_data": "chưa đủ dữ liệu / insufficient data",
    "not_rated": "không xếp loại / not rated",
}
PROVES = """\
Chứng minh: đúng những chữ và số này đã được ghi vào sổ vết, và sổ ấy đã được ký; ai sửa kết quả trong cơ sở dữ liệu về
sau đều không làm thay đổi được biên nhận này.
It proves: exactly these words and figures stand in the log, and that log was signed; whoever changes the result in the
database afterwards cannot change this receipt.
Không chứng minh: việc chấm điểm là đúng; đây là kết quả mới nhất (có thể đã có kết quả chấm lại); người giữ tệp là
người có tên trong đó. Khóa phải được đối chiếu với khóa cơ quan đã công bố.
It does not prove: that the scoring was right; that this is the latest result (there may be a newer one); that whoever
holds the file is the person named. Compare the key with the one the agency published."""
WITNESSED = """\
Nhân chứng ở ngoài cơ quan đã thấy đúng sổ này vào lúc ấy: cơ quan không thể đưa cho mỗi người một sổ khác nhau, cũng
không thể về sau lập lại sổ từ đầu hay ghi lùi ngày trước lúc ấy mà nhân chứng không biết.
Witnesses outside the agency saw this very log at that time: it cannot show one log to you and another to others, nor
make the log anew or write into the time before, without the witness knowing."""
OWN_KEY = """\
  CHÚ Ý: khóa này lấy từ chính biên nhận; hãy đối chiếu với khóa đã công bố (--key).
  NOTE: the key is the receipt's own; compare it with the published one (--key)."""


def figures(said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What was signed, line by line: in Vietnamese, in English, and what it is."""
    signed = said.get("data", {}).get("signed", {})
    whose = ("Tổ chức, đơn vị", "Organisation") if "unit" in signed else ("Công chức", "Person")
    points = next((signed[name] for name in ("total_cp", "year_mean_cp", "score_cp") if name in signed), None)
    return [
        (*whose, f"{signed.get('name', '–')} ({signed.get('code', '–')})"),
        ("Cơ quan", "Agency", str(signed.get("agency", "–"))),
        ("Kỳ", "Period", _period(signed)),
        ("Điểm", "Points", _points(points)),
        ("Mức xếp loại", "Level", LEVELS.get(str(signed.get("grade")), "–")),
        ("Căn cứ", "Law", f"{signed.get('law', '–')}, {said.get('cite', '–')}"),
        ("Ghi lúc", "Written at", str(said.get("at", "–"))),
    ]


def _period(signed: dict[str, Any]) -> str:
    if "year" in signed:
        return str(signed["year"])
    period, span = int(signed.get("period", 0)), int(signed.get("span", 1))
    month, year = period % 100, period // 100
    return f"quý/quarter {month // 3}/{year}" if span == 3 else f"{month:02}/{year}"


def _points(hundredths: Any) -> str:
    if not isinstance(hundredths, int):
        return "–"
    return f"{hundredths // 100},{hundredths % 100:02} / 100"


def told(receipt: Receipt) -> list[str]:
    """All that is said of a receipt that holds."""
    lines = ["ĐÚNG: biên nhận nguyên vẹn. / GENUINE: the receipt holds."]
    lines += [f"  {vi} / {en}: {value}" for vi, en, value in figures(receipt.said)]
    lines.append(f"  Sổ vết / Log: {receipt.origin}, lá / leaf {receipt.index} / {receipt.size}")
    lines += [f"  Mã biên nhận / Receipt code: {receipt.code[:16]}", f"  Khóa / Key: {receipt.key}"]
    lines += [f"  Nhân chứng / Witness: {name}, {_when(at)}" for name, at in receipt.witnessed]
    lines += [f"  Nhân chứng chưa biết, không kiểm / Unknown witness, not checked: {name}" for name in receipt.unknown]
    own, seen = [] if receipt.trusted else [OWN_KEY], [WITNESSED] if receipt.witnessed else []
    return [*lines, *own, PROVES, *seen]


def _when(seconds: int) -> str:
    """When a witness says it saw the log."""
    if not 0 < seconds < 1 << 36:
        return "–"
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%d %H:%M:%S} UTC"  # noqa: UP017


def main() -> int:
    """Check the files named; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("receipts", nargs="+", metavar="RECEIPT")
    parser.add_argument("--key", default="", metavar="KEY")
    parser.add_argument("--witness", action="append", default=[], metavar="KEY")
    parser.add_argument("--needed", type=int, default=0, metavar="K")
    options = parser.parse_args()
    return max([_said(path, options) for path in options.receipts])


def _said(path: str, options: argparse.Namespace) -> int:
    try:
        with open(path, encoding="utf-8") as file:
            receipt = check(file.read(), options.key, options.witness, options.needed)
        print("\n".join([path, *told(receipt)]))
    except Bad as bad:
        print(f"{path}\nSAI: {bad.vi}. / NOT GENUINE: {bad.en}.")
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
