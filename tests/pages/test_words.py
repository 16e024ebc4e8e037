"""Both languages are whole: English in the code, Vietnamese in the catalogue."""

import re
import subprocess
import sys
from pathlib import Path

import polib

from congminh.site.assets import compile_words
from tests.pages.words import catalogue, said, templates

HOLES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def test_no_word_lacks_its_vietnamese() -> None:
    known = {entry.msgid for entry in catalogue().translated_entries()}
    assert {word: place for word, place in said().items() if word not in known} == {}


def test_no_vietnamese_stands_for_a_word_nobody_says() -> None:
    spoken = said()
    assert [entry.msgid for entry in catalogue() if entry.msgid not in spoken] == []


def test_the_vietnamese_has_the_same_holes_to_fill() -> None:
    uneven = [e.msgid for e in catalogue() if sorted(HOLES.findall(e.msgid)) != sorted(HOLES.findall(e.msgstr))]
    assert uneven == []


def test_an_english_word_is_english() -> None:
    allowed = re.compile("Công Minh|Điều|«.*?»|“.*?”|đ")  # the product, the law's own names of articles and points
    vietnamese = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    assert [word for word in said() if vietnamese.search(allowed.sub("", word))] == []


def test_a_page_says_no_bare_word() -> None:
    """Text between tags in what is not the style guide goes through the catalogue."""
    bare = re.compile(r">\s*([A-Za-zÀ-ỹ][^<>{}]*?)\s*<")
    frames = [path for path in templates() if path.parent.name != "style_guide"]
    keys = re.compile(r"<kbd>.*?</kbd>")
    found = {word for path in frames for word in bare.findall(keys.sub("", path.read_text(encoding="utf-8")))}
    assert found <= {"C", "Công Minh"}


def test_words_are_compiled_without_tools_of_the_system(tmp_path: Path) -> None:
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    book.append(polib.POEntry(msgid="Cancel", msgstr="Hủy"))
    book.save(str(folder / "django.po"))
    assert compile_words(tmp_path) == 1
    read = f"import gettext; print(gettext.translation('django', {str(tmp_path)!r}, ['vi']).gettext('Cancel'))"
    told = subprocess.run([sys.executable, "-X", "utf8", "-c", read], capture_output=True, check=True)
    assert told.stdout.decode().strip() == "Hủy"
