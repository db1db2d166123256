"""What each of the five roles does here, in both languages: from the first page to the way out, and what stays shut."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.text import words
from tests.browser.conftest import Server
from tests.browser.journeys.office import OWN_BUILDING, PASSWORD, SLOW_MS, enter

pytestmark = pytest.mark.browser
MASKED, CLEAR = re.compile(r"000\*{4}\d{4}"), re.compile(r"0003\d{7}")
Say = Callable[[str], str]


@pytest.fixture(params=["zh", "en"])
def lang(request) -> str:
    return request.param


@pytest.fixture
def say(lang: str) -> Say:
    return words(lang)


def side(page: Page) -> Locator:
    return page.locator(".st-key-duty-side")


def stays_shut(page: Page, office: Server, lang: str, *sentences: tuple[str, str]) -> None:
    """Each page, asked for by its address, says whose it is and shows nothing else."""
    for path, sentence in sentences:
        page.goto(f"{office.url}/{path}?lang={lang}")
        expect(page.get_by_text(words(lang)(sentence))).to_be_visible(timeout=SLOW_MS)


def offers(page: Page, say: Say, menu: str, *titles: str, without: str = "") -> None:
    """A menu holds these, and not the other."""
    page.get_by_test_id("stTopNav").get_by_text(say(menu), exact=True).click(timeout=SLOW_MS)
    for title in titles:
        expect(page.get_by_role("menuitem", name=say(title), exact=True)).to_be_visible(timeout=SLOW_MS)
    if without:
        expect(page.get_by_role("menuitem", name=say(without), exact=True)).to_have_count(0)
    page.keyboard.press("Escape")


def leave(page: Page, office: Server, say: Say, name: str, lang: str) -> None:
    """Sign out, and be nobody."""
    page.locator(".st-key-account a").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name=say("退出登录"), exact=True).click()
    expect(page.get_by_role("heading", name=say("登录"))).to_be_visible()
    page.goto(f"{office.url}/about?lang={lang}")
    expect(page.locator(".st-key-account")).to_have_text(say("登录"), timeout=SLOW_MS)
    expect(page.get_by_test_id("stTopNav").get_by_text(say("责任"), exact=True)).to_have_count(0)


def reveal(page: Page, say: Say, reason: str) -> None:
    """See a number in clear, for a reason."""
    expect(page.locator(".st-key-person-phones")).to_contain_text(MASKED, timeout=SLOW_MS)
    page.get_by_role("button", name=say("查看完整号码")).click()
    page.get_by_label(say("为什么要看?")).fill(reason)
    page.get_by_role("button", name=say("记录并查看")).click()
    expect(page.locator(".st-key-person-phones")).to_contain_text(CLEAR, timeout=SLOW_MS)


def test_a_visitor_finds_who_is_responsible_and_nothing_that_is_not_public(page, office, lang, say) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{office.url}/who?lang={lang}")  # what the codes on the notice boards open
    expect(page.get_by_role("heading", name=say("我家谁负责?"))).to_be_visible(timeout=SLOW_MS)
    page.locator(".st-key-who-find input").fill("48")
    expect(page.locator(".pp-key")).to_have_count(1, timeout=SLOW_MS)
    page.goto(f"{office.url}/who?lang={lang}&place=building:B03")
    expect(page.locator(".pp-answer")).to_contain_text("林四(示例)", timeout=SLOW_MS)
    assert not MASKED.search(page.content()) and not CLEAR.search(page.content())
    stays_shut(
        page, office, lang,
        ("people", "人员名册只对工作人员开放。要找负责人,请看“谁负责”。"), ("accounts", "账户只由管理员管理。"),
    )  # fmt: skip
    expect(page.locator(".st-key-account a")).to_have_attribute("href", f"/account/login?lang={lang}")


def test_a_building_head_begins_at_their_building_and_reports_there(page, office, lang, say) -> None:
    enter(page, office, "head", lang)
    expect(page).to_have_url(re.compile(r"/mine([?#]|$)"))  # the map adds where it looks as soon as it stands
    expect(side(page).get_by_role("heading", name="麓山名园 7栋", level=3)).to_be_visible(timeout=SLOW_MS)
    for heading in ("这一周", "找谁", "您可以"):
        expect(side(page)).to_contain_text(say(heading), timeout=SLOW_MS)
    page.goto(f"{office.url}/project?lang={lang}&project=renovation&do=entry&selected=work:roof-{OWN_BUILDING}")
    page.locator(".st-key-form textarea").first.fill(f"验收前复查 {lang}")
    page.locator(".st-key-form-save button").click()
    expect(page.locator(".st-key-done")).to_be_visible(timeout=SLOW_MS)
    stays_shut(page, office, lang, ("coverage", "责任覆盖检查只对工作人员开放。要找负责人,请看“谁负责”。"))
    leave(page, office, say, "head", lang)


def test_a_grid_member_prints_the_walking_sheet_and_calls_a_head_of_the_grid(page, office, lang, say) -> None:
    enter(page, office, "member", lang)
    expect(side(page).get_by_role("heading", name="第5网格", level=3)).to_be_visible(timeout=SLOW_MS)
    with page.expect_download() as sheet:
        page.locator(".st-key-mine-sheet button").first.click()
    assert sheet.value.path().read_bytes().startswith(b"%PDF-")
    offers(page, say, "责任", "人员名册", "责任覆盖", without="号码查看记录")
    page.goto(f"{office.url}/people?lang={lang}&who=bh-A30")
    reveal(page, say, "电梯停运,需通知")
    page.goto(f"{office.url}/people?lang={lang}&who=bh-A08")  # of another grid
    expect(page.get_by_test_id("stAlert")).to_be_visible(timeout=SLOW_MS)
    stays_shut(page, office, lang, ("reveals", "号码查看记录只由管理员查看。"))


def test_staff_find_a_person_by_pinyin_and_reveal_a_number_for_a_reason(page, office, lang, say) -> None:
    enter(page, office, "clerk", lang, f"/people?lang={lang}")
    page.locator(".st-key-people-find input").fill("linsi")
    expect(page.locator(".pp-person")).to_have_count(1, timeout=SLOW_MS)
    page.locator(".pp-person").click()
    reveal(page, say, "电梯停运,需通知")
    page.locator(".pp-row").click()
    expect(page.locator(".st-key-duty-panel")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".st-key-person-phones")).to_contain_text(MASKED)  # gone as soon as the page is touched
    stays_shut(page, office, lang, ("accounts", "账户只由管理员管理。"))


def test_an_administrator_adds_an_account_that_signs_in_and_reads_the_logs(page, office, lang, say) -> None:
    enter(page, office, "boss", lang, f"/accounts?lang={lang}")
    page.get_by_text(say("新增账户"), exact=True).first.click(timeout=SLOW_MS)
    page.get_by_label(say("账户名"), exact=True).fill(f"new-{lang}")
    page.get_by_label(say("初始密码"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=say("建立账户")).click()
    expect(page.get_by_text(say("已建立账户 {name}").format(name=f"new-{lang}"))).to_be_visible(timeout=SLOW_MS)
    offers(page, say, "更多", "账户", "关于数据")
    offers(page, say, "责任", "号码查看记录")
    page.context.clear_cookies()
    enter(page, office, f"new-{lang}", lang, f"/about?lang={lang}")
    leave(page, office, say, f"new-{lang}", lang)


def test_who_signs_in_at_the_provider_begins_at_their_place_and_signs_out_at_both(
    page, office, lang, say, faults
) -> None:
    elsewhere = say("用“{provider}”登录").format(provider="政务登录")
    page.goto(f"{office.url}/account/login?lang={lang}")
    page.get_by_role("link", name=elsewhere).click()
    expect(side(page).get_by_role("heading", name="麓山名园 12栋", level=3)).to_be_visible(timeout=SLOW_MS)
    page.locator(".st-key-account a").click()
    page.get_by_role("button", name=say("退出登录"), exact=True).click()
    expect(page.get_by_role("heading", name=say("已在这里退出"))).to_be_visible()
    office.provider.left.clear()
    page.get_by_role("link", name=say("也从“{provider}”退出").format(provider="政务登录")).click()
    expect(page.get_by_role("heading", name=say("登录"))).to_be_visible()
    assert office.provider.left == ["248289761001"]
    office.provider.refuses = "access_denied"
    page.get_by_role("link", name=elsewhere).click()
    refused = say("没有登录:您在{name}取消了登录,或那里不让您进来。").format(name="政务登录")
    expect(page.get_by_role("alert")).to_contain_text(refused)
    office.provider.refuses = ""
    faults[:] = [
        fault for fault in faults if "403" not in fault
    ]  # how the refusal is answered, which the console tells
    expect(page.get_by_role("link", name=elsewhere)).to_be_visible()  # the way on
