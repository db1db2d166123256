"""Adding and changing a public promise on the ledger's page."""

from data.promises import promises
from tests.pages.test_projects_page import drawn, store, visit  # noqa: F401 - fixtures


def kept(store, id):  # noqa: F811
    return next((item for item in promises(store, "small") if item.id == id), None)


def test_a_promise_is_added_with_its_bound_and_its_works(visit, store):  # noqa: F811
    app = visit("ledger", lang="en")
    app.button(key="promise-edit").click().run()
    app.text_input(key="promise-new.title").set_value("Gardens")
    app.number_input(key="promise-new.quantity").set_value(3.0)
    app.selectbox(key="promise-new.bound").set_value(">=")
    app.selectbox(key="promise-new.unit").set_value("个")
    app.text_input(key="promise-new.source").set_value("Paper")
    app.multiselect(key="promise-new.works").set_value(["garden"])
    app.button(key="promise-save").click().run()
    assert not app.exception and not app.error
    added = next(item for item in promises(store, "small") if item.title == "Gardens")
    assert (added.bound, added.quantity, added.unit, added.works) == (">=", 3.0, "个", ("garden",))


def test_a_fault_is_told_and_what_was_typed_stays(visit, store):  # noqa: F811
    app = visit("ledger", lang="en")
    app.button(key="promise-edit").click().run()
    app.text_input(key="promise-new.source").set_value("Paper")
    app.button(key="promise-save").click().run()
    assert any("name" in item.value.lower() or "title" in item.value.lower() for item in app.caption)
    assert app.text_input(key="promise-new.source").value == "Paper"
    assert len(promises(store, "small")) == 3


def test_what_was_typed_survives_a_reload(visit, store):  # noqa: F811
    app = visit("ledger", lang="en")
    app.button(key="promise-edit").click().run()
    app.text_input(key="promise-new.source").set_value("Evening paper").run()
    again = visit("ledger", lang="en")
    again.button(key="promise-edit").click().run()
    again.button(key="draft-resume").click().run()
    assert again.text_input(key="promise-new.source").value == "Evening paper"


def test_a_change_is_taken_back(visit, store):  # noqa: F811
    app = visit("ledger", lang="en")
    app.button(key="promise-edit").click().run()
    app.selectbox(key="promise-which").set_value("said-books").run()
    before = kept(store, "said-books").quantity
    app.number_input(key="promise-said-books.quantity").set_value(before + 1).run()
    app.button(key="promise-save").click().run()
    assert kept(store, "said-books").quantity == before + 1
    app.button(key="undo").click().run()
    assert kept(store, "said-books").quantity == before


def test_a_promise_that_is_no_longer_listed_leaves_the_ledger(visit, store):  # noqa: F811
    app = visit("ledger")
    app.button(key="promise-edit").click().run()
    app.selectbox(key="promise-which").set_value("said-books").run()
    app.toggle(key="promise-said-books.archived").set_value(True)
    app.button(key="promise-save").click().run()
    assert kept(store, "said-books") is None
    assert "said-books" not in {row["id"] for row in drawn(visit("ledger"), "ledger-rows")["rows"]}


def test_the_public_cannot_open_the_form(visit):  # noqa: F811
    assert "promise-edit" not in [button.key for button in visit("ledger", view="visitor").button]
