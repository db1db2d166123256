"""The page of meetings, in both languages, for staff and for the public, run as Streamlit runs it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.services import house
from dashboard.text import LANGUAGES
from data.drafts import draft
from data.meetings import add_meeting, meeting, save_meeting
from data.projects import add_project
from data.scenarios import add_scenario
from data.settings import Settings
from data.store import Store, open_store
from data.works import add_works
from geo.meetings import AgendaItem, Attendance, Decision, Meeting, Subject
from geo.scenario import PlannedWork, Scenario
from geo.works import AssetRef, OnAssets, Project, Work, WorkDate
from tests.pages.conftest import fill_store

SCRIPT = "from dashboard.main import main\nmain()"
CODES = [code for code, _name in LANGUAGES]
HAN = re.compile(r"[\u4e00-\u9fff]")
FROM_DATA = re.compile(r"麓山名园|小社区|南花园|一号路|栋|中文|测试")
ROOFS = Subject("project", "", "p")
HELD = Meeting(
    "held", date(2025, 3, 1), title="Spring **x**", place="Hall", held=True,
    agenda=(AgendaItem("a1", "Roofs first", ROOFS),), attendance=(Attendance("A01", 12),),
    decisions=(Decision("d1", "Mend the roof", "a1", ROOFS, 10, 1, 1),),
    minutes="# Told\n![x](http://outside.example/x.png)", internal_words="SECRET",
)  # fmt: skip
NEXT = Meeting(
    "next", date(2099, 6, 1), title="Summer", agenda=(AgendaItem("a1", "One", ROOFS), AgendaItem("a2", "Two"))
)
PLANNED = PlannedWork("w", "roof_leak", "Roof", 2099, 1, 3, 2, 28, 120.0)
HIDDEN = Meeting("hidden", date(2099, 7, 1), title="Not yet public", public=False)


@pytest.fixture
def store(tmp_path) -> Store:
    made = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    fill_store(made)
    roof = Work("w", "p", "roof_leak", "Roof", "under_construction", OnAssets((AssetRef("building", "A01"),)),
                start=WorkDate(date(2025, 4, 1), True))  # fmt: skip
    with made.write("测试") as tx:
        add_project(tx, "small", Project("p", "Roofs", "compound"))
        add_project(tx, "small", Project("q", "Gardens", "compound"))
        add_works(tx, "small", [roof])
        for item in (HELD, NEXT, HIDDEN):
            add_meeting(tx, "small", item)
    return made


@pytest.fixture
def visit(store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Opens the page of meetings at an address."""
    settings = Settings(database=str(store.engine.url), folder=tmp_path)
    monkeypatch.setattr(house, "load_settings", lambda: settings)
    own = tuple(replace(item, path="") for item in pages.PAGES if item.path == "meetings")
    monkeypatch.setattr("dashboard.main.PAGES", own)

    def open_at(**query: str) -> AppTest:
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return open_at


def said(app: AppTest) -> str:
    """Everything on the page in one text."""
    parts = [*app.caption, *app.text, *app.subheader, *app.header, *app.markdown, *app.error, *app.info, *app.code]
    labels = [item.label for item in (*app.button, *app.text_input, *app.number_input, *app.selectbox, *app.toggle)]
    return "\n".join([str(part.value) for part in parts] + labels)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("tab", ["agenda", "attendance", "decisions", "minutes", "slides", "since"])
def test_every_part_of_a_meeting_opens_in_every_language(visit, code, tab):
    app = visit(lang=code, meeting="held", tab=tab)
    assert not app.exception and not app.error
    if code == "en":
        assert not HAN.search(FROM_DATA.sub("", said(app)))


@pytest.mark.parametrize("code", CODES)
def test_the_list_has_what_is_to_come_before_what_was_held(visit, code):
    app = visit(lang=code)
    labels = [item.label for item in app.button]
    assert not app.exception and labels.index("Summer") < labels.index(r"Spring \*\*x\*\*")


def test_the_public_reads_agenda_decisions_and_minutes_and_nothing_internal(visit):
    told = said(visit(view="visitor", meeting="held"))
    assert "Roofs first" in told and "Mend the roof" in told and "Told" in told
    assert "SECRET" not in told and "A01" not in told
    assert "![x]" not in told  # a picture in the minutes would be asked for from outside


def test_the_public_is_not_told_of_a_meeting_that_is_not_public(visit):
    assert "Not yet public" not in said(visit(view="visitor"))
    assert "Not yet public" not in said(visit(view="visitor", meeting="hidden"))


def test_a_plan_joins_the_agenda(visit, store):
    with store.write("测试") as tx:
        add_scenario(tx, "small", Scenario("s1", "Roofs in three years", "", (PLANNED,), 70))
    app = visit(meeting="next", tab="agenda", lang="en")
    assert not [told for told in app.info if "everybody" in told.value]
    app.selectbox(key="agenda-add-plan").set_value("s1").run()
    assert [told for told in app.info if "everybody" in told.value]
    app.button(key="form-save").click().run()
    last = meeting(store, "small", "next").agenda[-1]
    assert (last.title, last.subject) == ("Roofs in three years", Subject("plan", "", "s1"))


def test_a_project_joins_the_agenda_with_one_click_and_items_change_places(visit, store):
    app = visit(meeting="next")
    app.button_group(key="agenda-add-project").set_value("q").run()
    app.button(key="agenda-上移-a2").click().run()
    app.button(key="form-save").click().run()
    agenda = meeting(store, "small", "next").agenda
    assert [item.title for item in agenda] == ["Two", "One", "Gardens"]
    assert agenda[2].subject == Subject("project", "", "q")


def test_what_is_typed_is_kept_as_a_draft_and_offered_after_a_reload(visit, store):
    app = visit(meeting="next")
    app.text_input(key="meeting-next.title").set_value("Summer, late").run()
    app.text_input(key="meeting-next.agenda.a1.title").set_value("One and a half").run()
    assert draft(store, "small", "管理员", "meeting-next").content["values"]["title"] == "Summer, late"
    again = visit(meeting="next")
    again.button(key="draft-resume").click().run()
    assert again.text_input(key="meeting-next.title").value == "Summer, late"
    assert again.text_input(key="meeting-next.agenda.a1.title").value == "One and a half"


def test_a_second_editor_sees_both_versions_and_loses_nothing(visit, store):
    app = visit(meeting="next")
    app.text_input(key="meeting-next.place").set_value("Mine").run()
    with store.write("乙") as tx:
        save_meeting(tx, "small", replace(meeting(store, "small", "next"), place="Theirs"))
    app.button(key="form-save").click().run()
    assert [item for item in app.radio if "Mine" in str(item.options) and "Theirs" in str(item.options)]
    assert meeting(store, "small", "next").place == "Theirs"


def test_a_save_can_be_taken_back(visit, store):
    app = visit(meeting="next")
    app.text_input(key="meeting-next.place").set_value("Elsewhere").run()
    app.button(key="form-save").click().run()
    assert meeting(store, "small", "next").place == "Elsewhere"
    app.button(key="undo").click().run()
    assert meeting(store, "small", "next").place == ""


def test_an_open_decision_is_carried_on_and_settled_there(visit, store):
    app = visit(meeting="next", tab="decisions")
    app.button(key="kept-held-d1").click().run()
    assert meeting(store, "small", "held").decisions[0].state == "kept"


def test_a_hidden_slide_and_other_words_are_kept_with_the_meeting(visit, store):
    app = visit(meeting="next", tab="slides")
    app.button(key="slide-隐藏或显示-glance").click().run()
    app.button(key="slide-open-title").click().run()
    app.text_input(key="meeting-next.slides.title.title").set_value("Welcome").run()
    app.button(key="form-save").click().run()
    edits = {edit.key: edit for edit in meeting(store, "small", "next").slides}
    assert edits["glance"].hidden and edits["title"].title == "Welcome"


def test_a_fault_is_told_and_nothing_typed_is_lost(visit, store):
    app = visit(meeting="next")
    app.text_input(key="meeting-next.time").set_value("half past seven").run()
    app.button(key="form-save").click().run()
    assert r"19\:30" in said(app) and app.text_input(key="meeting-next.time").value == "half past seven"
    assert meeting(store, "small", "next").time == ""
