"""Journeys on the page of a project: create, report from a phone, find it late, close a step, meet somebody else."""

import io
import re
import time
from dataclasses import replace
from datetime import timedelta

import pytest
import shapely
from PIL import Image
from playwright.sync_api import Page, expect

from dashboard.services.projects.work_words import today
from data.projects import projects
from data.store import Store
from data.works import save_work, work, works

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLOW_MS = 30_000
COMMUNITY = "longwanggang"


def photo() -> bytes:
    """A picture as a phone would take it, in small."""
    target = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(target, "JPEG")
    return target.getvalue()


@pytest.fixture
def store(server) -> Store:
    """The store that the server uses."""
    return Store(f"sqlite:///{server.log.parent / 'map.db'}")


def visit(page: Page, server, query: str, width: int = 1440, height: int = 900) -> Page:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server.url}/project?{query}")
    page.wait_for_selector(".st-key-form, .st-key-project-head, .st-key-reading", timeout=SLOW_MS)
    return page


def settled(page: Page) -> None:
    """Wait until the page has answered what was typed last."""
    page.wait_for_timeout(900)
    page.wait_for_function("() => !document.querySelector('[data-test-script-state=running]')", timeout=SLOW_MS)


def save(page: Page) -> None:
    page.locator(".st-key-form-save button").click()


def type_into(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Tab")
    settled(page)


def pick_buildings(page: Page, *names: str) -> None:
    """Choose assets in the list that stands beside the map."""
    for name in names:
        box = page.get_by_role("combobox", name="在地图上点选")
        box.click()
        box.fill(name)
        page.get_by_role("option", name=name, exact=True).click()
        settled(page)
    page.keyboard.press("Escape")


def click_buildings(page: Page, *ids: str) -> None:
    """Pick assets by clicking them on the map, one after the other."""
    frame = page.wait_for_selector("iframe", timeout=SLOW_MS).content_frame()
    frame.wait_for_function("() => window.mapview?.app?.config && window.mapview.app.store.waiting === 0")
    frame.evaluate("() => window.mapview.app.map.setView([28.2178, 112.9236], 17, {animate: false})")
    for count, id in enumerate(ids, 1):
        spot = frame.evaluate(
            """id => {
                const app = window.mapview.app, [lon, lat] = app.store.find("building", id).p.at;
                app.map.panTo([lat, lon], {animate: false});
                const point = app.map.latLngToContainerPoint([lat, lon]);
                return { x: point.x, y: point.y };
            }""",
            id,
        )
        page.wait_for_timeout(300)
        frame.locator(".mv-map").click(position=spot)
        expect(page.locator(".st-key-form")).to_contain_text(f"已选 {count} 个", timeout=SLOW_MS)


def create_late_project(page: Page, server, name: str) -> None:
    """A project with a work on three buildings whose estimated end has passed."""
    visit(page, server, "do=new")
    type_into(page, "名称", name)
    save(page)
    expect(page.get_by_role("heading", name="新增工作")).to_be_visible(timeout=SLOW_MS)
    click_buildings(page, "A03", "A05", "A07")
    expect(page.locator(".st-key-form")).to_contain_text("已选 3 个")
    type_into(page, "计划(m²)", "600")
    passed = f"{today() - timedelta(days=3):%Y-%m-%d}"
    page.locator(".st-key-date-end input").first.fill(passed)
    page.keyboard.press("Enter")
    settled(page)
    save(page)
    expect(page.locator(".st-key-work-card")).to_be_visible(timeout=SLOW_MS)


def test_a_project_is_followed_from_three_buildings_to_the_ledger(page, server, store):
    name = "三栋屋面整治"
    create_late_project(page, server, name)
    expect(page.locator(".st-key-work-card")).to_contain_text("逾期 3 天")
    made = next(item for item in projects(store, COMMUNITY) if item.name == name)
    (stored,) = works(store, COMMUNITY, project=made.id)
    assert [asset.id for asset in stored.location.assets] == ["A03", "A05", "A07"]

    visit(page, server, f"project={made.id}", 390, 844)
    report(page, "到今天累计完成(m²)", "150")
    expect(page.locator(".st-key-done")).to_contain_text("已记下", timeout=SLOW_MS)
    assert work(store, COMMUNITY, stored.id).done == 150

    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server.url}/projects?late=1")
    card = page.locator(".wl-card", has_text=name)
    expect(card).to_contain_text("1 项逾期", timeout=SLOW_MS)
    expect(card).to_contain_text("25\u202f%")  # 150 of 600 m²
    card.locator("header").click()
    page.wait_for_selector(".st-key-project-head", timeout=SLOW_MS)

    close_first_step(page)
    expect(page.locator(".st-key-project-head")).to_contain_text("第 2 步")

    promise(page, server, name)
    row = page.locator("[data-promise]", has_text="三栋屋面说过的话")
    expect(row).to_contain_text("尚未完成", timeout=SLOW_MS)
    expect(row).to_contain_text("距承诺还差 450\u202fm²")


def report(page: Page, label: str, quantity: str) -> None:
    """Add an entry with a photo to the work that is offered first."""
    page.locator(".st-key-project-entry button").click()
    page.wait_for_selector(".st-key-form", timeout=SLOW_MS)
    box = page.get_by_label(label, exact=True)
    box.fill(quantity)
    box.press("Tab")
    page.locator("input[type=file]").set_input_files({"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.wait_for_selector(".st-key-thumbnails img", timeout=SLOW_MS)
    save(page)


def close_first_step(page: Page) -> None:
    """The photo is there already; the document is added, then nothing is missing."""
    page.get_by_role("radio", name="七步").click()
    settled(page)
    page.locator(".st-key-evidence-assessment button").first.click()
    page.get_by_label("名称", exact=True).fill("示例:基础评估表")
    page.keyboard.press("Tab")
    settled(page)
    page.locator(".st-key-evidence-save-assessment button").click()
    expect(page.locator(".st-key-done")).to_contain_text("已添加佐证", timeout=SLOW_MS)
    page.locator(".st-key-step-close-assessment button").click()
    expect(page.locator(".st-key-done")).to_contain_text("已关闭", timeout=SLOW_MS)


def promise(page: Page, server, project: str) -> None:
    """Register what was said in public about the first work of a project."""
    page.goto(f"{server.url}/ledger")
    page.locator(".st-key-promise-edit button").click()
    page.get_by_label("承诺了什么").fill("三栋屋面说过的话")
    page.get_by_label("数量", exact=True).fill("600")
    page.get_by_label("出处").fill("示例:居民议事会")
    page.locator(".st-key-promise-new-works input").fill(project)
    page.get_by_role("option", name=re.compile(project)).first.click()
    page.keyboard.press("Escape")
    settled(page)
    page.locator(".st-key-promise-save button").click()


def test_a_place_is_drawn_through_the_form_and_snaps_to_a_building(page, server, store):
    visit(page, server, "project=pocket&do=work")
    page.get_by_role("combobox", name="类型").click()
    page.get_by_role("option", name="公共空间营造").click()
    settled(page)
    page.get_by_role("radio", name="手绘范围").click()
    settled(page)
    frame = page.wait_for_selector("iframe", timeout=SLOW_MS).content_frame()
    frame.wait_for_function("() => window.mapview?.app?.store.waiting === 0 && window.mapview.app.busy")
    corner, spots = frame.evaluate(
        """() => {
            const app = window.mapview.app, house = app.store.find("building", "A10");
            const [lon, lat] = house.p.at;
            app.map.setView([lat, lon], 19.5, { animate: false });
            const at = app.map.unproject(L.point(house.rings[0][0], house.rings[0][1]), 0);
            const pixel = app.map.latLngToContainerPoint(at);
            const beside = [[4, 3], [-20, -90], [40, -70]];
            return [[at.lng, at.lat], beside.map(([dx, dy]) => ({ x: pixel.x + dx, y: pixel.y + dy }))];
        }"""
    )
    for spot in spots:
        frame.locator(".mv-map").click(position=spot)
        page.wait_for_timeout(400)
    frame.locator(".mv-toolbar").get_by_role("button", name="完成这一处").click()
    expect(page.locator(".st-key-form")).to_contain_text("m²", timeout=SLOW_MS)
    type_into(page, "名称", "画出来的座椅区")
    save(page)
    expect(page.locator(".st-key-work-card")).to_be_visible(timeout=SLOW_MS)
    (stored,) = [item for item in works(store, COMMUNITY, project="pocket") if item.name == "画出来的座椅区"]
    corners = shapely.get_coordinates(stored.location.geometry)
    assert min(abs(corners - corner).sum(axis=1)) < 2e-8  # on the corner, though the click was 5 pixels beside it


def test_assets_are_picked_in_the_list_by_keyboard_as_well(page, server):
    visit(page, server, "project=leaks&do=work")
    pick_buildings(page, "麓山名园 9栋", "麓山名园 10栋")
    expect(page.locator(".st-key-form")).to_contain_text("已选 2 个")
    page.locator(".st-key-form-cancel button").click()
    page.wait_for_selector(".st-key-project-head", timeout=SLOW_MS)


def test_an_entry_with_a_photo_is_added_on_a_phone_in_few_presses_and_taken_back(page, server, store):
    visit(page, server, "project=loop", 390, 844)
    before = work(store, COMMUNITY, "loop-paving").done
    start = time.monotonic()
    report(page, "到今天累计完成(m²)", "500")  # four presses: report, the field, the photo, save
    expect(page.locator(".st-key-done")).to_contain_text("已记下", timeout=SLOW_MS)
    seconds = time.monotonic() - start
    assert seconds < 30, f"{seconds:.1f} s of machine time"
    assert work(store, COMMUNITY, "loop-paving").done == 500
    expect(page.locator(".gallery img").first).to_be_visible(timeout=SLOW_MS)
    page.wait_for_function("() => document.querySelector('.gallery img').naturalWidth > 0", timeout=SLOW_MS)
    page.locator(".st-key-undo button").click()
    expect(page.locator(".st-key-done")).to_contain_text("已撤销", timeout=SLOW_MS)
    assert work(store, COMMUNITY, "loop-paving").done == before


def test_a_file_that_is_no_photo_is_refused_and_the_rest_stays(page, server):
    visit(page, server, "project=leaks&do=entry", 390, 844)
    type_into(page, "到今天累计完成(m²)", "7")
    page.locator("input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no photo"})
    expect(page.locator(".st-key-form")).to_contain_text("不是能识别的照片", timeout=SLOW_MS)
    assert page.get_by_label("到今天累计完成(m²)", exact=True).input_value() == "7"
    page.locator(".st-key-form-cancel button").click()
    page.wait_for_selector(".st-key-project-head", timeout=SLOW_MS)


def test_what_is_typed_survives_a_reload(page, server):
    visit(page, server, "project=pocket&do=edit")
    type_into(page, "名称", "口袋公园 改了一半")
    page.get_by_label("公开说明(公众可见)").press_sequentially("没有离开这一格")  # the field is never left
    page.wait_for_timeout(1500)
    settled(page)
    page.reload()
    page.wait_for_selector(".st-key-offer", timeout=SLOW_MS)
    page.locator(".st-key-draft-resume button").click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("口袋公园 改了一半", timeout=SLOW_MS)
    expect(page.get_by_label("公开说明(公众可见)")).to_have_value(re.compile("没有离开这一格$"), timeout=SLOW_MS)
    page.locator(".st-key-form-cancel button").click()
    page.wait_for_selector(".st-key-project-head", timeout=SLOW_MS)
    expect(page.locator(".st-key-project-head")).not_to_contain_text("改了一半")


def test_a_step_without_its_evidence_is_closed_with_a_reason_only(page, server):
    visit(page, server, "project=leaks&tab=steps")
    part = page.locator(".st-key-steps")
    part.get_by_role("button", name="不齐也关闭").first.click()
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("请写明理由。")).to_be_visible(timeout=SLOW_MS)
    page.get_by_label("为什么佐证不齐").fill("示例:文件在街道办")
    page.keyboard.press("Control+Enter")
    settled(page)
    page.get_by_role("button", name="确定").click()
    expect(page.locator(".st-key-done")).to_contain_text("已关闭", timeout=SLOW_MS)
    expect(page.locator(".st-key-project-head")).to_contain_text("第 5 步")


def test_the_second_of_two_people_sees_both_versions_and_chooses(page, server, store):
    visit(page, server, "project=waste&do=work&selected=work:waste-roofs")
    type_into(page, "名称", "我改的名字")
    with store.write("同事") as tx:
        mine = work(store, COMMUNITY, "waste-roofs")
        save_work(tx, COMMUNITY, replace(mine, name="同事改的名字", contractor="同事填的单位"))
    save(page)
    conflict = page.locator(".st-key-conflict")
    expect(conflict).to_contain_text("我改的名字", timeout=SLOW_MS)
    expect(conflict).to_contain_text("同事改的名字")
    page.locator(".st-key-conflict-take button").click()
    expect(conflict).to_be_hidden(timeout=SLOW_MS)
    save(page)
    expect(page.locator(".st-key-work-card")).to_be_visible(timeout=SLOW_MS)
    stored = work(store, COMMUNITY, "waste-roofs")
    assert (stored.name, stored.contractor) == ("我改的名字", "同事填的单位")
