"""The bill of materials names what is installed, all of it, and nothing of the machine it was made on."""

import json
import re
import subprocess
import sys
from importlib.metadata import distribution, distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("dist") / "sbom" / "congminh.cdx.json"
    subprocess.run([sys.executable, ROOT / "requirements/bill.py", out], check=True, cwd=out.parents[1])
    return out.read_text(encoding="utf-8")


def pinned() -> dict[str, str]:
    """By other means than the bill's own: the lines that hold «==»."""
    lines = (ROOT / "requirements/base.txt").read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([\w.-]+)(?:\[.*\])?==([\w.+-]+)", line) for line in lines)
    return {each[1]: each[2] for each in found if each}


def test_every_pinned_package_is_in_it_with_its_digests_and_no_other(made: str) -> None:
    bill = json.loads(made)
    python = {each["name"]: each for each in bill["components"] if each["purl"].startswith("pkg:pypi/")}
    required = {name: each["version"] for name, each in python.items() if each["scope"] == "required"}
    assert required == pinned()
    assert set(python) - set(required) == {"psycopg", "psycopg-binary"}
    text = (ROOT / "requirements/dev.txt").read_text(encoding="utf-8")
    for each in python.values():
        hashes = each["externalReferences"][0]["hashes"]
        assert hashes and all(one["content"] in text for one in hashes)


def test_what_pages_are_drawn_with_is_in_it_and_what_only_tests_use_is_not(made: str) -> None:
    names = {each["name"] for each in json.loads(made)["components"]}
    assert {"htmx.org", "chart.js", "lucide-static", "@fontsource/be-vietnam-pro"} <= names
    assert not names & {"axe-core", "pytest", "playwright", "bandit", "ruff"}


def test_it_says_who_needs_whom_and_leaves_nobody_alone(made: str) -> None:
    bill = json.loads(made)
    refs = {each["bom-ref"] for each in bill["components"]}
    needs = {each["ref"]: set(each["dependsOn"]) for each in bill["dependencies"]}
    root = bill["metadata"]["component"]["bom-ref"]
    assert set(needs) == refs | {root}
    reached, ahead = set[str](), {root}
    while ahead:
        reached |= ahead
        ahead = set().union(*(needs[ref] for ref in ahead)) - reached
    assert reached == refs | {root}
    django = next(ref for ref in refs if ref.startswith("pkg:pypi/django@"))
    assert {ref.partition("@")[0] for ref in needs[django]} >= {"pkg:pypi/asgiref", "pkg:pypi/sqlparse"}


def test_almost_every_package_says_its_licence(made: str) -> None:
    components = json.loads(made)["components"]
    silent = [each["name"] for each in components if "licenses" not in each]
    installed = {each.metadata["Name"].lower().replace("_", "-") for each in distributions()}
    # What only Windows needs is not installed elsewhere.
    assert len([name for name in silent if name in installed]) <= 3


def test_it_is_the_same_twice_and_holds_no_path_nor_address_of_a_machine(made: str, tmp_path: Path) -> None:
    again = tmp_path / "b.json"
    subprocess.run([sys.executable, ROOT / "requirements/bill.py", again], check=True)
    assert again.read_text(encoding="utf-8") == made
    assert str(ROOT) not in made and "file:" not in made and not re.search(r'"/(?:home|work|root|opt|tmp|usr)', made)
    hosts = set(re.findall(r"https?://([^/\"]+)", made))
    assert hosts == {"pypi.org", "www.npmjs.com"}


def test_what_is_installed_here_is_what_the_bill_says(made: str) -> None:
    for each in json.loads(made)["components"]:
        if each["purl"].startswith("pkg:pypi/") and each.get("licenses"):
            assert distribution(each["name"]).version == each["version"]
