"""`congminh demo`: the demonstration agency served on this machine, in a database of its own, safe from real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from congminh.site.trial import demo_asked
from tests.serving.running import congminh, running


def test_the_demonstration_prints_its_month_and_its_address_and_offers_the_cast(tmp_path: Path) -> None:
    with running(tmp_path, "demo", DATABASE_URL="postgresql://nobody@127.0.0.1:1/real") as site:
        said = site.said()
        assert "UBND xã Thanh Bình Minh · Tháng 10 năm 2026" in said
        assert "Nguyễn Thị Ngọc Lan" in said
        assert f"http://127.0.0.1:{site.port}/" in said
        assert "DATABASE_URL được bỏ qua" in said
        _, page = site.get("/dang-nhap/")
        for one in ("an", "minh", "hoa", "lan", "thu", "dung", "son", "quan-tri"):
            assert f"/vao-vai/{one}/" in page
        assert (tmp_path / "congminh-demo.sqlite3").is_file()
        assert not (tmp_path / "congminh.sqlite3").exists()


def test_a_demonstration_is_refused_on_a_real_site_unless_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.setenv("CONGMINH_DEMO", "1")
    monkeypatch.delenv("CONGMINH_DEMO_ANYWAY", raising=False)
    assert demo_asked(debug=True)
    with pytest.raises(ImproperlyConfigured, match="lets whoever comes sign in as anybody"):
        demo_asked(debug=False)
    monkeypatch.setenv("CONGMINH_DEMO_ANYWAY", "1")
    assert demo_asked(debug=False)
    monkeypatch.delenv("CONGMINH_DEMO")
    assert not demo_asked(debug=False)


def test_a_command_says_why_a_demonstration_is_refused(tmp_path: Path) -> None:
    told = congminh(tmp_path, "manage", "check", CONGMINH_DEMO="1", CONGMINH_SECRET_KEY="for this test " * 5)
    assert told.returncode == 2
    assert "refused outside CONGMINH_DEBUG=1" in told.stderr
    assert "Traceback" not in told.stderr
