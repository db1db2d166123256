"""Accounts: who may sign in, what a change of them does, and that somebody always stays who can manage them."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from data.account_log import account_log
from data.account_schema import account as table
from data.accounts import (
    Account,
    LastAdministrator,
    account_id,
    accounts,
    add_account,
    has_accounts,
    has_administrator,
    save_account,
    set_password,
    sign_out_everywhere,
)
from data.errors import AlreadyExists, StaleVersion
from data.logins import Terms, sessions, sign_in, signed_in
from data.records import NoSuchRecord, Refused
from data.rights import NotAllowed, Viewer
from tests.store.people_sample import ADMIN, hire, settle, someone

pytestmark = pytest.mark.usefixtures("light_hashes")
PASSWORD = "correct-horse-7"
BOSS = Account("李书记", "administrator")
CLERK = Account("clerk", "staff")
MEMBER = Account("网格员一", "grid_member", "c", "member")


def enrol(store, *new, who=ADMIN):
    with store.write(who) as tx:
        return [add_account(tx, item, PASSWORD) for item in new]


@pytest.fixture
def office(store):
    """A community with an administrator, a clerk and a grid member."""
    settle(store)
    hire(store, someone("member"))
    enrol(store, BOSS, CLERK, MEMBER)
    return store


def faults(refused):
    return {problem.column for problem in refused.value.problems}


def test_there_is_nobody_at_first(store):
    assert not has_accounts(store) and not has_administrator(store)


def test_the_first_account_is_an_administrator(store):
    with pytest.raises(Refused) as refused:
        enrol(store, CLERK)
    assert faults(refused) == {"role"} and not has_accounts(store)
    enrol(store, BOSS, CLERK)
    assert has_administrator(store) and [item.name for item in accounts(store, ADMIN)] == ["clerk", "李书记"]


def test_no_password_is_kept_in_clear(office):
    with office.read() as connection:
        rows = connection.execute(select(table)).all()
    assert all(row.password_hash.startswith("$argon2id$") for row in rows)
    assert PASSWORD not in repr(rows)
    assert len({row.password_hash for row in rows}) == len(rows)  # each with a salt of its own
    assert PASSWORD not in repr(account_log(office, ADMIN)) and "argon2" not in repr(account_log(office, ADMIN))


def test_names_are_one_whatever_their_case_and_width(office):
    with pytest.raises(AlreadyExists):
        enrol(office, Account("CLERK", "staff"))
    assert account_id(" Clerk ") == "clerk"


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"name": "x"}, "name"),
        ({"name": "two words"}, "name"),
        ({"role": "visitor"}, "role"),
        ({"role": "emperor"}, "role"),
        ({"role": "administrator", "community": "c"}, "community"),
        ({"role": "grid_member"}, "community"),
        ({"role": "grid_member", "community": "c"}, "person"),
        ({"role": "building_head", "community": "c"}, "person"),
        ({"community": "elsewhere"}, "community"),
        ({"community": "c", "person": "p9"}, "person"),
        ({"email": "not an address"}, "email"),
    ],
)
def test_a_wrong_account_is_refused_at_its_field(office, wrong, column):
    with pytest.raises(Refused) as refused:
        enrol(office, replace(Account("new", "staff"), **wrong))
    assert faults(refused) == {column}


def test_an_account_may_belong_to_a_person_who_is_there(office):
    hire(office, someone("p1"))
    [stored] = enrol(office, Account("楼栋长一", "building_head", "c", person="p1"))
    assert stored.actor == Viewer("building_head", "楼栋长一", "p1", "c")


def test_an_address_belongs_to_one_account(office):
    enrol(office, Account("a1", "staff", email="A@example.org"))
    with pytest.raises(Refused) as refused:
        enrol(office, Account("a2", "staff", email="a@EXAMPLE.org"))
    assert faults(refused) == {"email"}


@pytest.mark.parametrize("password", ["short-1", "x" * 201, "aaaaaaaaaaaa", "1234567890", "my-clerk2-password", ""])
def test_an_easy_password_is_refused(office, password):
    with pytest.raises(Refused) as refused, office.write(ADMIN) as tx:
        add_account(tx, Account("clerk2", "staff"), password)
    assert faults(refused) == {"password"}


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "staff"}])
def test_the_last_administrator_stays(office, change):
    with pytest.raises(LastAdministrator), office.write(ADMIN) as tx:
        save_account(tx, replace(BOSS, **change))
    enrol(office, Account("second", "administrator"))
    with office.write(ADMIN) as tx:
        save_account(tx, replace(BOSS, **change))
    assert has_administrator(office)
    with pytest.raises(LastAdministrator), office.write(ADMIN) as tx:
        save_account(tx, Account("second", "administrator", disabled=True))


def test_a_disabled_administrator_does_not_count(office):
    enrol(office, Account("second", "administrator", disabled=True))
    with pytest.raises(LastAdministrator), office.write(ADMIN) as tx:
        save_account(tx, replace(BOSS, role="staff"))


def test_a_stale_save_is_refused_with_both_sides(office):
    with office.write(ADMIN) as tx:
        save_account(tx, replace(CLERK, email="c@example.org"))
    with pytest.raises(StaleVersion) as stale, office.write(ADMIN) as tx:
        save_account(tx, replace(CLERK, role="administrator"))
    assert stale.value.differences == {"role": ("administrator", "staff"), "email": ("", "c@example.org")}


def test_who_does_not_exist_cannot_be_changed(office):
    for act in (
        lambda tx: save_account(tx, Account("nobody", "staff")),
        lambda tx: set_password(tx, "nobody", PASSWORD),
        lambda tx: sign_out_everywhere(tx, "nobody"),
    ):
        with pytest.raises(NoSuchRecord), office.write(ADMIN) as tx:
            act(tx)


@pytest.mark.parametrize(
    ("act", "ends"),
    [
        (lambda tx: save_account(tx, replace(CLERK, role="administrator")), True),
        (lambda tx: save_account(tx, replace(CLERK, disabled=True)), True),
        (lambda tx: save_account(tx, replace(CLERK, community="c")), True),
        (lambda tx: save_account(tx, replace(CLERK, email="c@example.org")), False),
        (lambda tx: save_account(tx, CLERK), False),
        (lambda tx: set_password(tx, "clerk", "another-secret-8"), True),
        (lambda tx: sign_out_everywhere(tx, "clerk"), True),
    ],
)
def test_what_changes_rights_ends_open_sessions(office, act, ends):
    from datetime import UTC, datetime

    token = sign_in(office, "clerk", PASSWORD, "10.0.0.1")
    other = sign_in(office, "李书记", PASSWORD, "10.0.0.1")
    with office.write(ADMIN) as tx:
        act(tx)
    now = datetime.now(UTC)
    assert (signed_in(office, token, Terms(), now) is None) == ends
    assert signed_in(office, other, Terms(), now) is not None
    assert bool(sessions(office, "clerk", Terms(), now)) != ends


@pytest.mark.parametrize("role", ["staff", "grid_member", "building_head", "visitor"])
def test_only_administrators_manage_accounts(office, role):
    writer = Viewer(role, "x", "p1")
    for act in (
        lambda tx: add_account(tx, Account("new", "staff"), PASSWORD),
        lambda tx: save_account(tx, replace(CLERK, role="administrator")),
        lambda tx: set_password(tx, "clerk", PASSWORD),
        lambda tx: sign_out_everywhere(tx, "clerk"),
    ):
        with pytest.raises(NotAllowed), office.write(writer) as tx:
            act(tx)
    for read in (accounts, account_log):
        with pytest.raises(NotAllowed):
            read(office, writer)
    assert len(accounts(office, ADMIN)) == 3


def test_each_change_leaves_a_line_with_before_and_after(office):
    with office.write(ADMIN) as tx:
        save_account(tx, replace(CLERK, role="administrator"))
    line = account_log(office, ADMIN, account="clerk")[0]
    assert (line.who, line.action, line.before["role"], line.after["role"]) == (
        "管理员", "change", "staff", "administrator",
    )  # fmt: skip


@pytest.mark.parametrize("action", ["UPDATE account_log SET who = 'x'", "DELETE FROM account_log"])
def test_the_log_cannot_be_changed(office, action):
    with pytest.raises(DBAPIError, match="append-only"), office.write("x") as tx:
        tx.connection.execute(text(action))
