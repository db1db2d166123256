"""The journey of a place: three buildings in one lasso, the report at once, a project with them picked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys.conftest import SLOW_MS, Screen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

THREE = ("A29", "A30", "A31")
"""Neighbours in one column: a ring around their middles holds more than half of each and of no other."""

WIDE_PX, HIGH_PX = 34, 15


def ring_around(screen: Screen, ids: tuple[str, ...]) -> list[tuple[float, float]]:
    """Corners on the page around the middles of buildings."""
    spots = screen.frame.evaluate(
        """(ids) => ids.map((id) => {
            const app = window.mapview.app, [lon, lat] = app.store.find("building", id).p.at;
            const point = app.map.latLngToContainerPoint([lat, lon]);
            return [point.x, point.y];
        })""",
        list(ids),
    )
    box = screen.page.locator("iframe").first.bounding_box()
    x, y = [spot[0] + box["x"] for spot in spots], [spot[1] + box["y"] for spot in spots]
    left, right, top, bottom = min(x) - WIDE_PX, max(x) + WIDE_PX, min(y) - HIGH_PX, max(y) + HIGH_PX
    return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top + 4)]


def test_three_buildings_in_a_lasso_become_a_project_with_them_picked(screen):
    page = screen.page
    screen.open("place")
    screen.settled_view()
    corners = ring_around(screen, THREE)
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner, steps=8)
    page.mouse.up()  # one action: the report follows by itself
    figures = page.locator(".pl-figure")
    expect(figures.first).to_contain_text("3", timeout=SLOW_MS)
    screen.wait_address("area=a")

    # The number opens its rows, a row selects the building on the map.
    figures.first.locator(".pl-number").click()
    expect(page.locator(".pl-row")).to_have_count(3, timeout=SLOW_MS)
    page.locator(".pl-row").first.click()
    screen.wait_address("selected=building:A29")
    page.locator(".pl-back").click()

    page.locator(".st-key-place-project button").first.click()
    page.get_by_text(re.compile("楼栋综合整治 · ")).click()
    page.locator(".st-key-place-go button").click()
    page.wait_for_selector(".st-key-form", timeout=SLOW_MS)
    page.get_by_label("名称", exact=True).fill("圈出来的三栋楼(示例)")
    page.get_by_label("名称", exact=True).press("Tab")
    page.wait_for_timeout(900)
    page.locator(".st-key-form-save button").click()
    expect(page.get_by_text("已选 3 个", exact=False).first).to_be_visible(timeout=SLOW_MS)
    screen.ready()
    picked = screen.state("tool")["picked"]
    assert sorted(id for _layer, id in picked) == list(THREE)
    page.locator(".st-key-form-save button").click()
    expect(page.locator(".st-key-project")).to_contain_text("等 3 处楼栋综合整治", timeout=SLOW_MS)
