"""Codes that open the public page, and the address that they carry."""

from datetime import date

import pytest
from pydantic import ValidationError

from dashboard.services.public.public_view import public_view
from dashboard.services.public.qr import public_address, public_base, qr_svg, slips
from data.settings import Settings
from data.store import Store
from tests.store.projects_ground import make_ground


def test_an_address_is_that_of_the_settings_however_the_page_was_opened() -> None:
    base = public_base(Settings(public_url="https://map.example.org/"), "http://10.0.0.5:8501/who")
    assert (
        public_address(base, "c", "building", "A 7/甲") == "https://map.example.org/public/c/building/A%207%2F%E7%94%B2"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "map.example.org", "https://map.example.org/?a=1"])
def test_an_address_that_no_phone_opens_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings(public_url=url)


def test_a_code_is_a_drawing_without_a_script() -> None:
    drawing = qr_svg("https://map.example.org/public/c")
    assert "<path" in drawing and "<script" not in drawing


def test_a_sheet_has_a_slip_for_the_community_and_each_thing_asked_for(sqlite_store: Store) -> None:
    make_ground(sqlite_store)
    view = public_view(sqlite_store, "c", date(2025, 6, 10))
    found = slips(view, "http://x", projects=["p"], buildings=["A02", "nowhere"])
    assert [slip.address for slip in found] == [
        "http://x/public/c",
        "http://x/public/c/building/A02",
        "http://x/public/c/project/p",
    ]
    assert [slip.title for slip in found] == ["社区", "2栋", "示例整治"]
