"""The bill of materials («SBOM») of what an installation runs, as CycloneDX 1.6: from the pinned files, nothing else.

Every package of requirements/base.txt, the driver of PostgreSQL, what pages are drawn with: each with
version, digests, licence and who asked for it. The same files give the same bytes, with no path of any machine.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)")
HASH = re.compile(r"--hash=(sha256):([0-9a-f]{64})")
VIA = re.compile(r"^    # (?:via |  )(.+)$")
OURS = "pkg:pypi/congminh@{}"
# In dev.txt for the tests; an installation on PostgreSQL has them by the extra «postgres».
OPTIONAL = ("psycopg", "psycopg-binary")
ONLY = re.compile(r"^[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+()-]+)*$")


class Pinned(NamedTuple):
    """One package of a file of pins: who asked for it, by name."""

    name: str
    version: str
    digests: tuple[str, ...]
    asked_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(text: str) -> Iterator[Pinned]:
    """The packages of a requirements file as uv writes it."""
    for block in re.split(r"\n(?=\S)", text):
        if found := PINNED.match(block):
            asked = (VIA.match(line) for line in block.splitlines())
            names = tuple(each[1].strip() for each in asked if each and each[1].strip() != "via")
            yield Pinned(found[1], found[2], tuple(sorted(digest for _kind, digest in HASH.findall(block))), names)


def licence(name: str, version: str) -> list[dict[str, Any]]:
    """What the package says of its own licence, where that very version is installed."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return []
    if told["Version"] != version:
        return []
    expression = told.get("License-Expression")
    if expression:
        return [{"expression": expression}]
    classified = [
        each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or () if each.startswith("License ::")
    ]
    said = (told.get("License") or "").strip().partition("\n")[0]
    return [{"license": {"name": each}} for each in dict.fromkeys(classified or filter(None, [said]))]


def component(pin: Pinned) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "library", "bom-ref": pin.purl, "name": pin.name, "version": pin.version}
    made |= {"purl": pin.purl, "scope": "optional" if pin.name in OPTIONAL else "required"}
    if found := licence(pin.name, pin.version):
        made["licenses"] = found
    hashes = [{"alg": "SHA-256", "content": digest} for digest in pin.digests]
    address = f"https://pypi.org/project/{pin.name}/{pin.version}/"
    made["externalReferences"] = [{"type": "distribution", "url": address, "hashes": hashes}]
    return made


def drawn_with(lock: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What npm brings into the pages; nothing that only tests use."""
    for place, told in sorted(lock["packages"].items()):
        name = place.rpartition("node_modules/")[2]
        if not name or told.get("dev"):
            continue
        purl = f"pkg:npm/{name.replace('@', '%40')}@{told['version']}"
        made = {"type": "library", "bom-ref": purl, "name": name, "version": told["version"], "purl": purl}
        if ONLY.match(told.get("license", "")):
            made["licenses"] = [{"expression": told["license"]}]
        digest = base64.b64decode(told["integrity"].removeprefix("sha512-")).hex()
        address = f"https://www.npmjs.com/package/{name}/v/{told['version']}"
        hashes = [{"alg": "SHA-512", "content": digest}]
        yield made | {"externalReferences": [{"type": "distribution", "url": address, "hashes": hashes}]}


def graph(ours: str, found: list[Pinned], drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who needs whom, read from the words «via» of the pins."""
    by_name, needs = {pin.name: pin.purl for pin in found}, {pin.purl: set[str]() for pin in found}
    needs |= {each["bom-ref"]: set() for each in drawn} | {ours: {each["bom-ref"] for each in drawn}}
    for pin in found:
        for asking in pin.asked_by:
            needs[ours if asking.startswith("-r ") else by_name.get(asking, ours)].add(pin.purl)
    return [{"ref": ref, "dependsOn": sorted(needs[ref])} for ref in sorted(needs)]


def bill(root: Path = ROOT) -> dict[str, Any]:
    """The whole bill as CycloneDX 1.6 has it."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = list(pins((root / "requirements/base.txt").read_text(encoding="utf-8")))
    more = pins((root / "requirements/dev.txt").read_text(encoding="utf-8"))
    found = base + [pin for pin in more if pin.name in OPTIONAL]
    drawn = list(drawn_with(json.loads((root / "package-lock.json").read_text(encoding="utf-8"))))
    ours = OURS.format(project["version"])
    about = {"type": "application", "bom-ref": ours, "name": project["name"], "version": project["version"]}
    about |= {"purl": ours, "licenses": [{"expression": project["license"]}]}
    made: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
    }
    made["components"] = [component(pin) for pin in found] + drawn
    made["dependencies"] = graph(ours, found, drawn)
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(made, sort_keys=True))
    return {"serialNumber": f"urn:uuid:{number}", **made}


def main(out: str) -> int:
    """Write the bill, indented, its keys in order."""
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill(), indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
