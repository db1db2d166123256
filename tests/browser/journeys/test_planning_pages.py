"""From an overflow to the notice, and from a conflict to dates that avoid it, in the sample community."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLOW_MS = 30_000


def test_an_overflow_is_traced_to_its_buildings_and_they_get_a_notice(screen):
    page = screen.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{screen.url}/pipes")
    screen.ready()
    # Faults first: the uphill pipe is one press away, and the map takes it up.
    expect(page.locator("[data-id^='fault-']")).to_have_count(3, timeout=SLOW_MS)
    page.locator("[data-id^='fault-foul_into_storm']").click()
    screen.wait_address("selected=pipe:")
    page.get_by_role("radio", name="追溯结果").click()
    expect(page.locator(".an-traced")).to_contain_text("31栋", timeout=SLOW_MS)
    # The key O leads to the outfall: the map lights the way, the profile draws it.
    page.keyboard.press("o")
    screen.wait_address("way=out")
    expect(page.locator(".an-leaves")).to_contain_text("雨水排放口", timeout=SLOW_MS)
    assert screen.frame.evaluate("() => mapview.app.state.trace.route.length") == 20
    drawing = page.locator(".an-drawing")
    expect(drawing.locator(".an-body")).to_have_count(20, timeout=SLOW_MS)
    drawing.hover(position={"x": 400, "y": 80})
    expect(page.locator(".an-profile-read")).to_contain_text(re.compile(r"\d+ m · P"))
    assert screen.frame.evaluate("() => Boolean(mapview.app.spotlight)")
    # What if it is shut? One building cannot drain; its notice can be copied.
    page.locator(".st-key-pipes-shut button").click()
    expect(page.locator("[data-id='house-A31']")).to_contain_text("排水暂停", timeout=SLOW_MS)
    page.get_by_role("radio", name="通知").click()
    notice = page.locator(".an-notice").first
    expect(notice).to_contain_text("31栋", timeout=SLOW_MS)
    expect(notice).to_contain_text("(预计)")
    notice.locator(".an-copy").click()
    expect(notice.locator(".an-copy")).to_have_text("已复制", timeout=SLOW_MS)


def test_a_conflict_seen_while_editing_goes_with_the_proposed_date(screen):
    page = screen.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{screen.url}/conflicts")
    screen.ready()
    expect(page.locator(".an-meeting")).to_have_count(1, timeout=SLOW_MS)
    page.locator(".an-meeting").click()
    page.locator("[class*='st-key-meeting-work-'] button").first.click()
    expect(page.locator(".st-key-project-conflicts")).to_contain_text("施工冲突 1", timeout=SLOW_MS)
    screen.wait_address("selected=work:")
    project, work = (re.search(rf"{key}([\w.-]+)", unquote(page.url))[1] for key in ("project=", "selected=work:"))
    page.goto(f"{screen.url}/project?project={project}&do=work&selected=work:{work}")
    expect(page.locator(".st-key-meeting-check")).to_contain_text("工序颠倒", timeout=SLOW_MS)
    page.locator(".st-key-meeting-use-0 button").click()
    expect(page.locator(".st-key-meeting-check")).to_have_count(0, timeout=SLOW_MS)
    page.locator(".st-key-form-save button").click()
    expect(page.locator(".st-key-done")).to_contain_text("已保存", timeout=SLOW_MS)
    page.goto(f"{screen.url}/conflicts")
    expect(page.locator(".st-key-duty-counts")).to_contain_text("没有未处理的冲突", timeout=SLOW_MS)
