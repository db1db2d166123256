"""Each page of people and accounts as each role gets it: what it may see, what stays shut, and never a number."""

from dataclasses import replace

import pytest

from dashboard.components import session
from dashboard.services.access.identity import NOBODY, Identity
from dashboard.services.markdown import plain
from dashboard.text import speak, words
from data import refusals
from data.account_log import account_log
from data.accounts import Account, accounts, add_account, save_account
from data.privacy import reveal_mobile
from data.rights import Viewer
from data.roles import person_roles
from tests.pages.people_ground import NUMBERS, OFFICE
from tests.pages.test_people_pages import CODES, sent, store, visit  # noqa: F401 - fixtures

PASSWORD = "correct-horse-7"
ROLES = {
    "administrator": Identity(Viewer("administrator", "boss")),
    "staff": Identity(Viewer("staff", "clerk")),
    "grid_member": Identity(Viewer("grid_member", "member", "grid", "small")),
    "building_head": Identity(Viewer("building_head", "head", "head", "small")),
    "visitor": NOBODY,
}
ALL, STAFF, INSIDE = tuple(ROLES), ("administrator", "staff"), ("administrator", "staff", "grid_member")
# Every cell: page → the roles that it is not shut for.
OPEN = {
    "who": ALL,
    "people": (*INSIDE, "building_head"),
    "coverage": INSIDE,
    "roles": INSIDE,
    "reveals": ("administrator",),
    "accounts": ("administrator",),
}
LOCK = ":material/lock:"


@pytest.fixture
def as_role(visit, monkeypatch):  # noqa: F811
    """Opens a page as somebody."""

    def open_as(role: str, path: str, **query: str):
        monkeypatch.setattr(session, "identify", lambda *_: ROLES[role])
        return visit(path, **query)

    yield open_as
    speak("zh")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", OPEN)
def test_a_page_is_open_for_its_roles_and_shut_with_a_sentence_for_the_others(as_role, path, role) -> None:
    app = as_role(role, path, lang=CODES[(len(path) + len(role)) % 2])
    assert not app.exception and not app.error
    assert any(item.icon == LOCK for item in app.info) == (role not in OPEN[path])
    assert not any(number in sent(app) for number in NUMBERS)


@pytest.mark.parametrize(("role", "title"), [("grid_member", "一网格"), ("building_head", "麓山名园 1栋")])
def test_who_holds_a_place_sees_their_own(as_role, role, title) -> None:
    app = as_role(role, "mine")
    assert not app.exception and not app.error
    assert title in [item.value for item in app.subheader]
    assert not [box for box in app.selectbox if box.key == "mine-who"]  # nobody else's


def test_a_building_head_opens_nobody_beyond_their_building(as_role) -> None:
    app = as_role("building_head", "people", who="grid")
    assert "李二" not in sent(app)
    assert "王三" in sent(as_role("building_head", "people", who="unit"))


@pytest.mark.parametrize("role", ["staff", "grid_member"])
def test_who_may_not_change_the_table_of_roles_only_reads_it(as_role, role) -> None:
    app = as_role(role, "roles")
    assert [button.key for button in app.button if str(button.key).startswith("role-")] == []


@pytest.mark.parametrize("code", CODES)
def test_an_administrator_adds_a_role_and_faults_stand_at_their_fields(as_role, store, code) -> None:  # noqa: F811
    say = words(code)
    app = as_role("administrator", "roles", lang=code, act="new")
    speak(code)
    app.button(key="role-save").click().run()
    assert any(say("岗位要有名称") in item.value for item in app.caption)
    app.text_input(key="role-new.title").input("电梯安全员").run()
    app.number_input(key="role-new.households_low").set_value(9.0).run()
    app.number_input(key="role-new.households_high").set_value(3.0).run()
    assert any(plain(say("户数标准不对:下限不能大于上限,也不能为负")) in item.value for item in app.caption)
    app.number_input(key="role-new.households_high").set_value(300.0).run()
    app.button(key="role-save").click().run()
    assert not app.exception and not app.error
    made = next(role for role in person_roles(store, "small") if role.title == "电梯安全员")
    assert (made.households_low, made.households_high, made.place_kinds) == (9, 300, ("building",))


@pytest.mark.parametrize("code", CODES)
def test_the_log_of_numbers_names_who_looked_whose_and_why_but_no_number(as_role, store, code) -> None:  # noqa: F811
    reveal_mobile(store, OFFICE, "small", "head", "漏水")
    app = as_role("administrator", "reveals", lang=code)
    assert not app.exception and not app.error
    row = app.dataframe[0].value.iloc[0].tolist()
    assert row[1:] == [OFFICE.name, words(code)("管理员"), words(code)("查看号码"), "张一", "漏水"]
    assert NUMBERS[0] not in sent(app)


@pytest.fixture
def staffed(store, monkeypatch):  # noqa: F811
    """An administrator's and a clerk's account; who looks is the administrator."""
    boss = Account("boss", "administrator")
    with store.write("测试") as tx:
        add_account(tx, boss, PASSWORD)
        add_account(tx, Account("clerk", "staff"), PASSWORD)
    monkeypatch.setitem(ROLES, "administrator", Identity(boss.actor, boss))
    return store


@pytest.mark.parametrize("code", CODES)
def test_an_administrator_adds_an_account_and_is_told_why_one_is_refused(as_role, staffed, code) -> None:
    say = words(code)
    app = as_role("administrator", "accounts", lang=code)
    speak(code)  # AppTest finds the choice of a list by its words, in this thread
    assert app.dataframe[0].value.iloc[:, 0].tolist() == ["boss", "clerk"]
    app.text_input(key="account-name-0").input("新人").run()
    app.text_input(key="account-password-0").input("short").run()
    app.button(key="account-add").click().run()
    assert say("密码需要 {shortest} 到 {longest} 个字符").format(shortest=10, longest=200) in app.error[0].value
    app.text_input(key="account-password-0").input(PASSWORD).run()
    app.button(key="account-add").click().run()
    assert not app.exception and not app.error
    assert say("已建立账户 {name}").format(name="新人") in app.success[0].value
    assert "新人" in [item.name for item in accounts(staffed, OFFICE)]
    assert account_log(staffed, OFFICE)[0].action == "add"


def test_the_last_administrator_can_be_neither_disabled_nor_made_less(as_role, staffed, monkeypatch) -> None:
    boss = next(item for item in accounts(staffed, OFFICE) if item.name == "boss")
    monkeypatch.setattr("dashboard.pages.accounts.account_list", lambda run: boss)
    app = as_role("administrator", "accounts")
    app.button(key="account-off").click().run()
    assert "“boss”是最后一个管理员" in app.error[0].value
    assert accounts(staffed, OFFICE)[0] == replace(boss, disabled=False)


def test_of_two_who_change_one_account_the_second_chooses_between_both_versions(as_role, staffed, monkeypatch) -> None:
    def clerk() -> Account:
        return next(item for item in accounts(staffed, OFFICE) if item.name == "clerk")

    def another(**facts: object) -> None:
        with staffed.write(Viewer("administrator", "another")) as tx:
            save_account(tx, replace(clerk(), **facts))

    monkeypatch.setattr("dashboard.pages.accounts.account_list", lambda run: clerk())
    app = as_role("administrator", "accounts")
    another(disabled=True)
    app.button(key="account-off").click().run()
    assert clerk().disabled and not app.error  # both wanted the same; the second click does not enable it again
    app.selectbox(key="account-role-clerk-2").select("administrator")
    another(disabled=False)
    app.button(key="account-save").click().run()
    assert clerk().role == "staff"  # nothing overwritten, nothing of mine lost:
    assert "我填的: 管理员" in app.radio(key="side-role").options
    assert "another: 启用" in app.radio(key="side-disabled").options
    app.button(key="conflict-take").click().run()
    app.button(key="account-save").click().run()
    assert not app.exception and not app.error
    assert clerk().role == "administrator" and not clerk().disabled


@pytest.mark.parametrize(
    ("selected", "layers"), [("garden:G1", "garden"), ("road:R1", "road"), ("grid:W1", "grid"), ("building:A01", "")]
)
def test_from_the_card_of_any_place_staff_assign_somebody_in_one_click(as_role, selected, layers) -> None:
    app = as_role("staff", "", selected=selected, layers=layers)
    button = next(item for item in app.button if item.key == "responsible-assign")
    button.click().run()
    assert app.session_state["sight"]["give"] == selected
    below = as_role("grid_member", "", selected=selected, layers=layers)
    assert not [item for item in below.button if item.key == "responsible-assign"]


@pytest.mark.parametrize("code", CODES)
def test_an_administrator_reads_what_was_refused(as_role, staffed, code) -> None:
    refusals.forget()
    for _ in range(2):
        refusals.note(refusals.RIGHT, "clerk", "管理账户")
    rows = as_role("administrator", "accounts", lang=code).dataframe[-1].value
    say = words(code)
    assert rows.iloc[0, 1:].tolist() == [2, say("越权的操作"), "clerk", say("管理账户")]
