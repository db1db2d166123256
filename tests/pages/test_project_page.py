"""The page of a project in every language, for staff and for the public, run as Streamlit runs it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.services import house
from dashboard.text import LANGUAGES
from data.drafts import draft, drop_draft, keep_draft
from data.entries import Entry, add_entry, entry, save_entry
from data.photos import add_photos, photo, photo_of
from data.pictures import keep_picture
from data.projects import add_project, project, save_project
from data.settings import Settings
from data.store import Store, open_store
from data.works import add_works, save_work, work
from geo.works import AssetRef, Funding, OnAssets, PartyRole, Project, Work, WorkDate
from tests.pages.conftest import fill_store
from tests.store.projects_ground import picture

SCRIPT = "from dashboard.main import main\nmain()"
CODES = [code for code, _name in LANGUAGES]
HAN = re.compile(r"[\u4e00-\u9fff]")
SECRETS = ("内部的话", "张三", "李监理", "财政资金")

ROOFS = Project(
    "p", "Roofs **x**", "compound", "Public", "内部的话", "张三", ("co_creation",), (PartyRole("volunteer", "Watch"),)
)
LATE = Work(
    "w", "p", "roof_leak", "Roof", "under_construction", OnAssets((AssetRef("building", "A01"),)), planned=200.0,
    supervisor="李监理", cost_fen=1000_00, funding=(Funding("财政资金", 1000_00),),
    start=WorkDate(date(2025, 1, 1), True), end=WorkDate(date(2025, 2, 1)), internal_words="内部的话",
)  # fmt: skip
DONE = Work("d", "p", "garden", "Garden", "accepted", OnAssets((AssetRef("garden", "G1"),)), planned=1.0, done=1.0,
            accepted=1.0)  # fmt: skip


@pytest.fixture
def store(tmp_path) -> Store:
    made = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    fill_store(made)
    with made.write("测试") as tx:
        add_project(tx, "small", ROOFS)
        add_works(tx, "small", [LATE, DONE])
        add_entry(tx, "small", Entry("e1", "w", date(2025, 1, 20), 50.0, "Half a roof"))
    return made


@pytest.fixture
def visit(store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Opens the page of the project at an address."""
    settings = Settings(database=str(store.engine.url), folder=tmp_path)
    monkeypatch.setattr(house, "load_settings", lambda: settings)
    monkeypatch.setattr(
        "dashboard.main.PAGES", tuple(replace(item, path="") for item in pages.PAGES if item.path == "project")
    )

    def open_at(**query: str) -> AppTest:
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.query_params.update({"project": "p", **query})
        return app.run()

    return open_at


def said(app: AppTest) -> str:
    """Everything on the page in one text."""
    parts = [*app.caption, *app.text, *app.subheader, *app.header, *app.markdown, *app.error]
    labels = [item.label for item in (*app.button, *app.text_input, *app.number_input, *app.selectbox)]
    return "\n".join([*(str(part.value) for part in parts), *labels, *(item.value for item in app.metric)])


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("tab", ["works", "steps", "entries", "money", "people", "history"])
def test_every_part_of_the_page_is_shown_in_every_language(visit, code, tab):
    app = visit(lang=code, tab=tab)
    assert not app.exception and not app.error
    # Accepted: the garden, 1 of 2 works; done: 50 of 200 of the other: (1 + 0.25) / 2 = 62.5 %.
    assert "63\u202f%" in said(app)
    if code != "zh":
        labels = [item.label for item in app.button if item.key != "switch-zh"]
        assert [label for label in labels if HAN.search(label or "")] == []


def sent_back(app: AppTest) -> list[str]:
    """Fields whose value this run sends to the browser, over what is just being typed there."""
    fields = (*app.text_input, *app.text_area, *app.number_input, *app.date_input, *app.multiselect, *app.selectbox)
    return [str(field.key) for field in fields if field.proto.set_value]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("do", ["edit", "copy", "work", "entry", "split", "new"])
def test_every_form_is_shown_in_every_language(visit, code, do):
    app = visit(lang=code, do=do, selected="work:w")
    assert not app.exception and not app.error
    assert app.button(key="form-save").label
    assert sent_back(app.run()) == []


@pytest.mark.parametrize("tab", ["works", "steps", "entries", "money", "people", "history"])
def test_the_public_never_gets_internal_words_money_or_names(visit, tab):
    app = visit(view="visitor", tab=tab, selected="work:w")
    assert not app.exception
    assert [secret for secret in SECRETS if secret in said(app)] == []
    assert not [item for item in app.button if item.key in ("project-entry", "project-work", "work-split")]


@pytest.mark.parametrize("do", ["edit", "work", "entry", "split", "copy", "new"])
def test_the_public_cannot_open_a_form_by_its_address(visit, do):
    app = visit(view="visitor", do=do, selected="work:w")
    assert app.error and not [item for item in app.button if item.key == "form-save"]


def test_staff_see_who_pays_and_who_leads(visit):
    assert "财政资金" in said(visit(tab="money")) and "¥\u202f1,000" in said(visit(tab="money"))
    assert "张三" in said(visit(tab="people"))


def test_the_history_says_what_was_before_and_after(visit, store):
    with store.write("李四") as tx:
        save_project(tx, "small", replace(project(store, "small", "p"), lead="王五"))
    told = said(visit(tab="history"))
    assert "李四" in told and "负责人: 张三 → 王五" in told


def test_a_fault_stands_at_its_field_and_the_rest_stays(visit, store):
    app = visit(do="work", selected="work:w")
    app.number_input(key="work-w.planned").set_value(-5.0).run()
    app.text_input(key="work-w.contractor").set_value("公司").run()
    app.button(key="form-save").click().run()
    assert "小于零;请填 0 或更大的数" in said(app)
    assert any("没有保存" in item.value and "计划" in item.value for item in app.error)
    assert app.text_input(key="work-w.contractor").value == "公司"
    assert work(store, "small", "w").planned == 200.0


def test_a_warning_is_said_and_the_work_is_saved(visit, store):
    app = visit(do="work", selected="work:w")
    app.number_input(key="work-w.accepted").set_value(90.0).run()
    assert "超过" in said(app)
    app.button(key="form-save").click().run()
    assert work(store, "small", "w").accepted == 90.0


def test_what_was_typed_is_offered_again_in_a_new_session_and_gone_when_saved(visit, store):
    first = visit(do="edit")
    first.text_input(key="project-p.name").set_value("Roofs, half typed").run()
    again = visit(do="edit")
    again.button(key="draft-resume").click().run()
    assert again.text_input(key="project-p.name").value == "Roofs, half typed"
    again.button(key="form-save").click().run()
    assert project(store, "small", "p").name == "Roofs, half typed"
    assert draft(store, "small", "管理员", "project-p") is None


def test_a_draft_that_is_given_up_is_gone(visit, store):
    values = {"name": "x", "line_of_work": "compound"}
    keep_draft(store, "small", "管理员", "project-p", {"values": values, "base": {}, "version": 1, "key": "k"})
    app = visit(do="edit")
    app.button(key="draft-drop").click().run()
    assert app.text_input(key="project-p.name").value == ROOFS.name
    assert draft(store, "small", "管理员", "project-p") is None


def test_the_second_to_save_sees_both_versions_and_chooses(visit, store):
    app = visit(do="edit")
    app.text_input(key="project-p.name").set_value("Mine").run()
    with store.write("李四") as tx:
        save_project(tx, "small", replace(project(store, "small", "p"), name="Theirs", lead="王五"))
    drop_draft(store, "small", "管理员", "project-p")  # as the same person's save on another device does
    app.button(key="form-save").click().run()
    assert draft(store, "small", "管理员", "project-p").content["values"]["name"] == "Mine"
    assert app.radio[0].options == ["我填的: Mine", "李四: Theirs"]
    app.button(key="conflict-take").click().run()
    app.button(key="form-save").click().run()
    stored = project(store, "small", "p")
    assert (stored.name, stored.lead) == ("Mine", "王五")


def test_a_double_press_of_save_makes_one_entry(visit, store):
    from data.entries import entries

    app = visit(do="entry", selected="work:w")
    form = "entry-p"
    app.number_input(key=f"{form}.quantity").set_value(80.0).run()
    app.button(key="form-save").click().run()
    assert [item.quantity for item in entries(store, "small", work="w")] == [80.0, 50.0]
    app.button(key="undo").click().run()
    assert [item.quantity for item in entries(store, "small", work="w")] == [50.0]
    assert work(store, "small", "w").done == 50.0


def test_an_archived_project_can_be_brought_back(visit, store):
    app = visit()
    app.button(key="project-archive").click().run()
    assert project(store, "small", "p").archived
    visit().button(key="project-restore").click().run()
    assert not project(store, "small", "p").archived


def test_a_split_adds_up_to_the_whole(visit, store):
    from data.works import works

    app = visit(do="split", selected="work:w")
    app.number_input(key="split-w.share.0").set_value(3.0).run()
    app.button(key="form-save").click().run()
    parts = [item for item in works(store, "small", project="p") if item.split_from == "w"]
    assert sorted(item.planned for item in parts) == [50.0, 150.0]
    assert sum(item.cost_fen for item in parts) == 1000_00
    assert "Half a roof" in said(visit(tab="entries")) and "**已拆分** 工作项 · Roof" in said(visit(tab="history"))
    app.button(key="undo").click().run()
    assert [item.id for item in works(store, "small", project="p")] == ["d", "w"]


@pytest.fixture
def photo_id(store: Store, tmp_path) -> str:
    """A photo with the entry of the roof."""
    kept = photo_of(keep_picture(tmp_path / "photos", picture()), "w", "during", id="f1", entry="e1", caption="Before")
    with store.write("测试") as tx:
        add_photos(tx, "small", tmp_path / "photos", [kept])
    return "f1"


@pytest.mark.parametrize("code", CODES)
def test_a_kept_photo_is_changed_and_the_change_taken_back(visit, store, photo_id, code):
    app = visit(lang=code, do="photo", photo=photo_id, tab="entries")
    assert not app.exception and not app.error
    app.text_area(key="photo-f1.caption").set_value("Roof done").run()
    app.button(key="form-save").click().run()
    assert photo(store, "small", "f1").caption == "Roof done" and not app.exception
    app.button(key="undo").click().run()
    assert photo(store, "small", "f1").caption == "Before"


def test_a_removed_photo_is_gone_from_the_page_until_it_is_taken_back(visit, store, photo_id):
    app = visit(do="photo", photo=photo_id, tab="entries")
    app.button(key="photo-remove").click().run()
    assert photo(store, "small", "f1").archived and not [b for b in app.button if b.key == "edit-f1"]
    app.button(key="undo").click().run()
    assert not photo(store, "small", "f1").archived and app.button(key="edit-f1").label


def test_the_public_cannot_open_the_form_of_a_photo(visit, photo_id):
    app = visit(view="visitor", do="photo", photo=photo_id)
    assert app.error and not [item for item in app.button if item.key == "form-save"]


def test_a_photo_that_is_not_there_says_so_kindly(visit):
    app = visit(do="photo", photo="nothing")
    assert not app.exception and app.button(key="photo-back").label


def test_an_entry_is_withdrawn_and_taken_back_with_its_quantity(visit, store, photo_id):
    with store.write("李四") as tx:
        save_work(tx, "small", replace(work(store, "small", "w"), accepted=50.0))
    app = visit(tab="entries")
    app.button(key="withdraw-e1").click().run()
    assert work(store, "small", "w").done is None and photo(store, "small", "f1").archived
    assert "少于已验收的 50" in said(app)
    app.button(key="undo").click().run()
    assert work(store, "small", "w").done == 50.0 and not photo(store, "small", "f1").archived


def test_an_entry_is_corrected_in_place_and_the_correction_taken_back(visit, store):
    app = visit(tab="entries")
    app.button(key="correct-e1").click().run()
    assert app.number_input(key="correct-e1.quantity").value == 50.0
    app.number_input(key="correct-e1.quantity").set_value(40.0)
    app.text_area(key="correct-e1.words").set_value("Less than half")
    app.button(key="form-save").click().run()
    assert not app.exception and (entry(store, "small", "e1").quantity, work(store, "small", "w").done) == (40.0, 40.0)
    told = said(visit(tab="history"))
    assert "累计数量: 50\u202fm² → 40\u202fm²" in told and "说明: Half a roof → Less than half" in told
    app.button(key="undo").click().run()
    assert (entry(store, "small", "e1").words, work(store, "small", "w").done) == ("Half a roof", 50.0)


def test_public_photos_are_offered_only_to_who_may_publish_them(visit, monkeypatch):
    monkeypatch.setattr("dashboard.components.projects.entry_form.reach", lambda _, action: "")
    app = visit(do="entry", selected="work:w")
    assert app.selectbox(key="entry-p.status").options and "entry-p.public" not in [item.key for item in app.toggle]


def test_the_second_to_correct_an_entry_chooses_between_both(visit, store):
    app = visit(do="entry", entry="e1", lang="en")
    app.number_input(key="correct-e1.quantity").set_value(45.0).run()
    with store.write("李四") as tx:
        save_entry(tx, "small", replace(entry(store, "small", "e1"), quantity=48.0))
    app.button(key="form-save").click().run()
    assert app.radio[0].options == ["Mine: 45", "李四: 48"]
    app.button(key="conflict-take").click().run()
    app.button(key="form-save").click().run()
    assert work(store, "small", "w").done == 45.0


def test_what_is_accepted_follows_a_correction_at_a_press(visit, store):
    with store.write("李四") as tx:
        save_work(tx, "small", replace(work(store, "small", "w"), accepted=50.0))
    app = visit(do="entry", entry="e1")
    app.number_input(key="correct-e1.quantity").set_value(30.0).run()
    app.toggle(key="correct-e1.cap").set_value(True)
    app.button(key="form-save").click().run()
    assert (work(store, "small", "w").done, work(store, "small", "w").accepted) == (30.0, 30.0)
    app.button(key="undo").click().run()
    assert (work(store, "small", "w").done, work(store, "small", "w").accepted) == (50.0, 50.0)


def test_the_history_tells_what_was_withdrawn_and_calls_things_by_their_names(visit, store):
    app = visit(tab="entries")
    app.button(key="withdraw-e1").click().run()
    with store.write("李四") as tx:
        kept = work(store, "small", "w")
        save_work(tx, "small", replace(kept, kind="other", location=OnAssets((AssetRef("building", "A03"),))))
    told = said(visit(tab="history"))
    assert "**已撤回** 进展记录 · Roof" in told
    assert "类型: 屋面渗漏治理 → 其他" in told and "所选对象: 麓山名园 1栋 → 3栋" in told
    assert "roof_leak" not in told and "A03" not in told


def test_a_line_of_funding_that_is_emptied_moves_no_other(visit, store):
    with store.write("李四") as tx:
        lines = tuple(Funding(name, 100_00) for name in ("甲", "乙", "丙"))
        save_work(tx, "small", replace(work(store, "small", "w"), funding=lines))
    app = visit(do="work", selected="work:w")
    for number in (0, 1):
        app.text_input(key=f"work-w.funding.{number}.source").set_value("").run()
        app.number_input(key=f"work-w.funding.{number}.amount").set_value(None).run()
    app.button(key="form-save").click().run()
    assert work(store, "small", "w").funding == (Funding("丙", 100_00),)


def test_a_line_of_funding_is_weighed_against_the_cost_as_soon_as_it_is_typed(visit):
    app = visit(do="work", selected="work:w", lang="en")
    app.number_input(key="work-w.funding.0.amount").set_value(600.0).run()  # of a cost of 1000 yuan
    assert "600" in next(item.value for item in app.caption if "fund" in item.value.lower() and "1,000" in item.value)
    app.text_input(key="work-w.funding.1.source").set_value("Owners").run()
    assert app.text_input(key="work-w.funding.2.source").value == ""


def test_the_form_of_a_new_work_that_lies_nowhere_yet_is_shown_with_its_map(visit):
    app = visit(do="work")
    assert not app.exception and not app.error and app.button(key="form-save").label


def test_a_place_that_is_still_to_be_drawn_leaves_form_and_map_in_place(visit):
    app = visit(do="work")
    form = next(item.key.rpartition(".")[0] for item in app.text_input if str(item.key).endswith(".name"))
    app.segmented_control(key=f"{form}.location").set_value("drawn").run()
    assert [item.value for item in app.error] == []
    assert not app.exception and app.button(key="form-save").label
