"""The pages of coverage and of one's own place, in every language, on a community whose gaps are known."""

from dataclasses import replace

import pytest

from dashboard.pages import PAGES
from dashboard.text import LANGUAGES, words
from tests.pages.test_pages import HAN, said, visit  # noqa: F401 - the fixture

CODES = [code for code, _name in LANGUAGES]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("show", ["findings", "loads", "grids"])
def test_the_coverage_page_opens_at_each_of_its_parts(visit, code, show):  # noqa: F811
    app, say = visit("coverage", lang=code, show=show), words(code)
    assert not app.exception and not app.error
    # Nobody is assigned: 3 buildings, 1 unit and 1 grid are vacant, and the grid leaves 150 × 200 m of the compound.
    counts = [f"{say('无人负责')} **5**", f"{say('不在网格内')} **1**"]
    assert any(all(count.casefold() in text.casefold() for count in counts) for text in said(app))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("do", ["split", "merge", "redraw", "draw", "balance"])
def test_the_grid_editor_offers_each_way_and_saves_nothing_by_itself(visit, code, do):  # noqa: F811
    app, say = visit("coverage", lang=code, show="grids", do=do, selected="grid:W1"), words(code)
    assert not app.exception and not app.error
    labels = [button.label for button in app.button]
    assert (say("采用并保存") in labels) == (do == "balance")


@pytest.mark.parametrize("code", CODES)
def test_a_gap_becomes_a_grid_by_two_presses_that_answer_in_the_readers_language(visit, code, monkeypatch):  # noqa: F811
    app, say = visit("coverage", lang=code, show="grids", do="draw"), words(code)
    coverage = [replace(item, path="") for item in PAGES if item.path == "coverage"]
    monkeypatch.setattr("dashboard.main.PAGES", tuple(coverage))
    app.button(key="grid-offer-0").click().run()
    assert say("采用并保存") in [button.label for button in app.button]
    app.button(key="grid-save").click().run()
    assert any(say("网格已保存。").rstrip(".") in text for text in said(app))
    assert [button.key for button in app.button if button.key == "undo"]
    app.button(key="undo").click().run()
    assert any(say("已撤销。").rstrip(".") in text for text in said(app))


@pytest.mark.parametrize("code", CODES)
def test_the_public_gets_neither_the_check_nor_anybodys_place(visit, code):  # noqa: F811
    say = words(code)
    app = visit("coverage", lang=code, view="visitor")
    assert [item.value for item in app.info] == [say("责任覆盖检查只对工作人员开放。要找负责人,请看“谁负责”。")]
    assert not visit("mine", lang=code, view="visitor").exception


@pytest.mark.parametrize("code", CODES)
def test_my_place_says_what_to_do_while_nobody_is_assigned(visit, code):  # noqa: F811
    app = visit("mine", lang=code)
    assert not app.exception and not app.error
    assert [item.value for item in app.info] == [words(code)("还没有人负责网格或楼栋。先在“责任覆盖”里指派。")]
    if code == "en":
        assert not HAN.search(app.info[0].value)
