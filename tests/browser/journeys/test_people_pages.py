"""Journeys of a resident who asks who is responsible, and of staff who keep the roll, in the sample community."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLOW_MS = 30_000
MASKED = re.compile(r"\d{3}\*{4}\d{4}")


@pytest.fixture
def people(screen):
    """Opens a page about people and waits until something is drawn."""

    def open_at(path: str, *, width: int = 1440, height: int = 900, wait: str = ".pp > *"):
        screen.page.set_viewport_size({"width": width, "height": height})
        screen.page.goto(f"{screen.url}/{path}")
        screen.page.locator(wait).first.wait_for(timeout=SLOW_MS)
        return screen

    return open_at


def test_a_resident_finds_their_building_on_a_phone_in_two_taps(people):
    screen = people("who?view=visitor", width=390, height=844)
    page = screen.page
    page.get_by_role("button", name="麓山名园 7栋", exact=True).click()
    screen.wait_address("place=building:A07")
    answer = page.locator(".pp-answer")
    expect(answer).to_contain_text("郭二(示例)", timeout=SLOW_MS)
    first = answer.locator(".pp-call").first
    expect(first).to_have_attribute("href", re.compile(r"^tel:\d+$"))
    box = first.bounding_box()
    assert box["height"] >= 40 and box["width"] >= 250  # a thumb hits it
    size = answer.locator(".pp-name").first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 18
    page.get_by_role("button", name="2单元", exact=True).click()
    screen.wait_address("place=unit:A07-2")
    expect(answer.locator(".pp-at-unit .pp-line")).to_have_count(1, timeout=SLOW_MS)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not MASKED.search(page.content())


def test_a_press_on_the_plan_asks_for_that_building(people):
    screen = people("who", wait=".pp-plan")
    screen.page.locator(".pp-houses [data-id='A20']").click()
    screen.wait_address("place=building:A20")
    expect(screen.page.locator(".pp-houses .pp-on")).to_have_attribute("data-id", "A20", timeout=SLOW_MS)


def test_a_vacant_building_is_given_a_head_where_the_gap_is_seen(people):
    screen = people("who?place=building:A31", wait=".pp-vacant")  # the sample's building without a head
    page = screen.page
    page.locator(".pp-vacant .pp-do").first.click()
    screen.wait_address("give=building:A31")
    form = page.locator(".st-key-person")
    expect(form.get_by_role("combobox").nth(2)).to_have_value("麓山名园 31栋", timeout=SLOW_MS)
    form.get_by_role("combobox").first.fill("陈一")
    page.get_by_role("option").first.click()
    screen.press("保存")
    screen.wait_address("who=")
    expect(page.locator(".pp-time")).to_contain_text("麓山名园 31栋", timeout=SLOW_MS)
    people("who?place=building:A31", wait=".pp-answer")
    expect(page.locator(".pp-at-building .pp-vacant")).to_have_count(0, timeout=SLOW_MS)


def test_the_card_on_the_map_names_the_people_and_opens_them(screen):
    screen.open("?selected=building:A07")
    card = screen.card
    expect(card.locator(".pp-answer")).to_contain_text("示例·郭二", timeout=SLOW_MS)
    card.get_by_text("示例·郭二").click()
    screen.wait_address("who=bh-A07")
    expect(screen.page.locator(".st-key-person-head")).to_contain_text("示例·郭二", timeout=SLOW_MS)


def test_no_number_in_clear_reaches_a_visitor_over_the_wire(people, screen):
    heard: list[str] = []
    screen.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(_text(frame))))
    people("who?view=visitor&place=building:A07", wait=".pp-answer")
    screen.page.goto(f"{screen.url}/people?view=visitor")
    expect(screen.page.get_by_text("只对工作人员开放")).to_be_visible(timeout=SLOW_MS)
    told = " ".join(heard)
    assert "郭二" in told or "\\u90ed\\u4e8c" in told  # the answer came this way
    assert not re.search(r"000\d{8}|000\*{4}\d{4}", told) and "bh-A07" not in told


def _text(frame: str | bytes) -> str:
    return frame.decode("utf-8", "ignore") if isinstance(frame, bytes) else frame
