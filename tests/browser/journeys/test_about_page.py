"""The page about the data, opened as the first page of a fresh server and from the map."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_it_opens_by_its_own_address(screen):
    screen.page.goto(f"{screen.url}/about?lang=en")
    expect(screen.page.get_by_text("Versions and licences")).to_be_visible(timeout=30_000)


def test_the_way_there_and_back_keeps_language_and_selection(screen):
    screen.open("?lang=en&selected=building:A01")
    screen.page.get_by_test_id("stTopNav").get_by_text("More").click()
    screen.page.get_by_role("menuitem", name="About the data").click()
    expect(screen.page.get_by_text("Versions and licences")).to_be_visible(timeout=30_000)
    screen.page.get_by_role("link", name="Map").click()
    screen.ready().wait_state("selected", {"layer": "building", "id": "A01"})
    screen.expect_card("Households")
