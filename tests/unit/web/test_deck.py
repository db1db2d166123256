"""A meeting's deck: what is in it, what must never be, and how it is handed out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.services.meeting.deck import build_deck, deck_name, deck_slides, material_of
from dashboard.services.meeting.deck_parts import Slide
from dashboard.services.meeting.deck_slides import edited, slides
from dashboard.services.meeting.meeting_text import since_text
from dashboard.services.public.public_who import Contact
from dashboard.text import speak
from dashboard.web.routes import routes
from data.meetings import add_meeting, meeting, save_meeting
from data.records import NoSuchRecord
from data.scenarios import add_scenario
from data.settings import Settings
from data.store import Store
from geo.meetings import AgendaItem, Meeting, SlideEdit, Subject
from geo.scenario import PlannedWork, Scenario
from tests.deck_ground import LONG, MANY, PLANTED, RARE, everything_in, facts_in, make_deck_ground


@pytest.fixture
def ground(sqlite_store: Store, tmp_path: Path) -> Store:
    make_deck_ground(sqlite_store, tmp_path / "photos")
    return sqlite_store


@pytest.fixture
def client(ground: Store, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes(Settings(host="127.0.0.1", folder=tmp_path), ground))) as opened:
        yield opened


@pytest.fixture(autouse=True)
def without_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting fonts takes seconds and is tested by itself."""
    monkeypatch.setattr("dashboard.drawing.deck_file.font_faces", lambda text: f"/* {len(text)} characters */")


def by_key(store: Store, meeting: str = "next") -> dict[str, Slide]:
    speak("zh")
    return {slide.key: slide for slide in deck_slides(store, "c", meeting)}


def test_nothing_that_is_not_public_is_in_the_file(ground, tmp_path):
    deck = build_deck(ground, "c", "next", tmp_path / "photos")
    told = everything_in(deck.html)
    assert [word for word in PLANTED if word in told] == []
    assert "Exif" not in told
    # What is public is there, so that the search above searches the right thing.
    assert "公开的话" not in told  # a project's long words are for its page
    assert (
        "施工单位到会" in told and "欢迎大家" in told and '"s1"' not in told and "ph-0" in told and "ph-2" not in told
    )


def test_the_file_loads_nothing(ground, tmp_path):
    html = build_deck(ground, "c", "next", tmp_path / "photos").html.decode()
    assert "connect-src 'none'" in html and "default-src 'none'" in html
    assert 'src="' not in html and "<link" not in html and "@import" not in html


def test_words_of_people_cannot_leave_their_place(ground, tmp_path):
    html = build_deck(ground, "c", "hostile", tmp_path / "photos").html
    assert b"<script>alert(1)" not in html
    assert facts_in(html)["title"].startswith(RARE)


def test_characters_that_the_font_lacks_are_named(ground, tmp_path):
    deck = build_deck(ground, "c", "hostile", tmp_path / "photos")
    assert "🌳" in deck.missing and set(deck.missing) <= set(RARE)
    assert facts_in(deck.html)["missing"] == list(deck.missing)


def test_a_project_is_told_with_its_bound_and_its_estimates(ground):
    slides = by_key(ground)
    assert slides["item-a1-said"].figures[0].value == "≥\u202f300\u202fm²"
    roof = next(row for row in slides["item-a1-dates"].rows if row["text"] == "屋面")
    assert roof["start"][1] is True and roof["end"][1] is False and roof["late"]
    coming = slides["next"].rows[0]
    assert coming["estimated"] and "预计" in str(coming["detail"]) and coming["stops"]


def test_works_without_place_or_progress_are_counted_on_the_glance(ground):
    assert by_key(ground)["glance"].note == "1 项还没有位置,不在图上;2 项没有填进度,按 0 计"


def test_before_and_after_stand_together_and_only_public_photos(ground):
    assert by_key(ground)["item-a1-photo-roof"].photos == ("ph-0", "ph-1")


def test_decisions_of_the_last_meeting_are_carried_on(ground):
    assert [row["text"] for row in by_key(ground)["carried"].rows] == ["先修屋面"]


def test_decisions_show_their_hands_once_the_meeting_was_held(ground):
    assert by_key(ground, "held")["decisions"].rows[0]["hands"] == [9, 2, 1]
    assert by_key(ground)["decisions"].rows[0] == {"text": "屋面修到哪", "mark": "vote"}


def test_a_meeting_without_agenda_and_an_agenda_of_490_items_are_decks_too(ground, tmp_path):
    assert {"title", "glance", "questions"} <= set(by_key(ground, "empty"))
    deck = build_deck(ground, "c", "many", tmp_path / "photos")
    assert deck.slides > len(MANY.agenda) and len(deck.html) < 15_000_000


def test_slides_are_moved_hidden_and_reworded_and_new_ones_find_their_place():
    made = [Slide(key, "words", key) for key in "abcd"]
    found = edited(made, (SlideEdit("c"), SlideEdit("a", hidden=True), SlideEdit("gone"), SlideEdit("b", title="B")))
    assert [slide.key for slide in found] == ["c", "d", "a", "b"]
    assert found[2].hidden and found[3].title == "B"


def test_hidden_slides_stay_out_of_the_file(ground, tmp_path):
    with ground.write("甲") as tx:
        save_meeting(tx, "c", replace(meeting(ground, "c", "next"), slides=(SlideEdit("glance", hidden=True),)))
    keys = [slide["key"] for slide in facts_in(build_deck(ground, "c", "next", tmp_path / "photos").html)["slides"]]
    assert "glance" not in keys and "title" in keys


def test_a_meeting_that_is_not_public_has_no_deck(ground, tmp_path):
    with pytest.raises(NoSuchRecord):
        build_deck(ground, "c", "secret", tmp_path / "photos")


def test_since_last_time_as_text_names_works_and_open_decisions_and_nothing_internal(ground):
    speak("zh")
    told = since_text(material_of(ground, "c", "next", ask=False))
    assert "· 屋面:" in told and "先修屋面" in told and LONG not in told
    assert [word for word in PLANTED if word in told] == []


def test_the_file_is_named_after_community_and_date(client, ground):
    answer = client.get("/deck/c/held.html")
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    speak("zh")
    assert deck_name("小/社区", date(2026, 6, 1)) == "小社区-会议-2026-06-01.html"


def test_opened_from_the_server_it_runs_apart_from_it(client):
    answer = client.get("/deck/c/next.html?open=1")
    assert "content-disposition" not in answer.headers
    assert "sandbox allow-scripts" in answer.headers["content-security-policy"]


def test_unknown_and_unpublished_meetings_do_not_exist_over_http(client):
    assert client.get("/deck/c/nowhere.html").status_code == 404
    assert client.get("/deck/c/secret.html").status_code == 404
    assert client.get("/deck/nowhere/next.html").status_code == 404


def test_who_to_ask_stands_with_the_dates_and_once_at_the_end_by_role(ground):
    speak("zh")
    people = tuple(
        Contact("", role, "", (name,), "", "8888", False)
        for role, name in (("网格员", "甲"), ("网格员", "乙"), ("物业", "丙"))
    )
    asked = {("project", "p"): people, ("project", "q"): people[:1]}
    made = {slide.key: slide for slide in slides(replace(material_of(ground, "c", "next"), asked=asked))}
    assert [row["text"] for row in made["item-a1-dates"].ask] == ["甲", "丙"] and not made["item-a1"].ask
    assert list(made)[-1] == "who"
    assert [(row["text"], row["detail"]) for row in made["who"].rows] == [("网格员", "甲、乙"), ("物业", "丙")]


def test_a_plan_on_the_agenda_shows_its_years_without_money_and_without_pipes(ground, tmp_path):
    works = (
        PlannedWork("w1", "roof_leak", "屋面", 2027, 10, 30, 20, 42, 100.0, (("building", "A01"),)),
        PlannedWork("w2", "sewer_renewal", "暗管", 2028, 10, 30, 7654321, 90, 50.0, (("pipe", "P1"),)),
    )
    agenda = (AgendaItem("p", "三年方案", Subject("plan", "", "plan")),)
    with ground.write("甲") as tx:
        add_scenario(tx, "c", Scenario("plan", "三年方案", "", works, 132))
        add_meeting(tx, "c", Meeting("planned", date(2026, 12, 1), public=True, agenda=agenda))
    plan = by_key(ground, "planned")["item-p"]
    assert [row["text"] for row in plan.rows] == ["2027", "2028"] and len(plan.sketches) == 1
    assert plan.note == "方案,还没有立项;1 项不在图上"
    told = everything_in(build_deck(ground, "c", "planned", tmp_path / "photos").html)
    assert "7654321" not in told and "暗管" not in told
