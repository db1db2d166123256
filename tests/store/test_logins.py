"""Signing in: throttled, by a token that only the browser holds, for as long as the terms say."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from data import account_schema as tables
from data import logins, passwords
from data.account_log import account_log
from data.accounts import Account, add_account, save_account
from data.logins import (
    FREE_FOR_ACCOUNT,
    FREE_FOR_ADDRESS,
    MOST_SESSIONS,
    Terms,
    TooManyAttempts,
    WrongLogin,
    change_password,
    leave_everywhere,
    session_id,
    sessions,
    sign_in,
    sign_out,
    signed_in,
)
from data.records import Refused
from tests.store.people_sample import ADMIN

pytestmark = pytest.mark.usefixtures("light_hashes")
PASSWORD = "correct-horse-7"
CLERK = Account("clerk", "staff")
HOME = "10.0.0.1"


@pytest.fixture
def office(store):
    with store.write("测试") as tx:
        for item in (Account("boss", "administrator"), CLERK):
            add_account(tx, item, PASSWORD)
    return store


def now():
    return datetime.now(UTC)


def later(store, **span):
    """Let time pass: what is kept becomes older by this span."""
    with store.write("时间") as tx:
        for table, columns in (
            (tables.login_failure, ("last_at",)),
            (tables.account_session, ("seen_at", "started_at")),
        ):
            for row in tx.connection.execute(select(table)).all():
                key = next(iter(table.primary_key.columns))
                older = {name: row._mapping[name] - timedelta(**span) for name in columns}
                tx.connection.execute(update(table).where(key == row._mapping[key.name]).values(older))


def fail(store, name="clerk", address=HOME):
    with pytest.raises(WrongLogin):
        sign_in(store, name, "wrong-password-1", address)


def test_a_token_says_who_it_is_and_the_store_does_not_hold_it(office):
    token = sign_in(office, " CLERK ", PASSWORD, HOME, browser="Firefox")
    found = signed_in(office, token, Terms(), now())
    assert found.account.name == "clerk" and found.session.browser == "Firefox"
    with office.read() as connection:
        assert token not in repr(connection.execute(select(tables.account_session)).all())
    assert found.session.id == session_id(token) != token


@pytest.mark.parametrize(("name", "password"), [("clerk", "wrong"), ("nobody", PASSWORD), ("", ""), ("clerk", "")])
def test_what_is_wrong_is_not_said(office, name, password):
    with pytest.raises(WrongLogin) as wrong:
        sign_in(office, name, password, HOME)
    assert str(wrong.value) == "账户名或密码不对。"


def test_an_unknown_name_costs_a_hash_too(office, monkeypatch):
    seen = []
    monkeypatch.setattr(
        passwords,
        "_HASHER",
        type("H", (), {"verify": lambda _, h, p: seen.append(h), "hash": lambda _, p: "$nobody"})(),
    )
    fail(office, "nobody")
    assert len(seen) == 1


def test_a_disabled_account_does_not_get_in(office):
    token = sign_in(office, "clerk", PASSWORD, HOME)
    with office.write(ADMIN) as tx:
        save_account(tx, replace(CLERK, disabled=True))
    with pytest.raises(WrongLogin):
        sign_in(office, "clerk", PASSWORD, HOME)
    assert signed_in(office, token, Terms(), now()) is None


def test_a_hundred_wrong_passwords_are_five_guesses(office, monkeypatch):
    tried = []
    monkeypatch.setattr(logins, "FIRST_WAIT", timedelta(minutes=10))  # however slow this machine is

    class Counting(PasswordHasher):
        def verify(self, stored, password):
            tried.append(password)
            return super().verify(stored, password)

    light = Counting(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", light)
    refused = 0
    for number in range(100):
        try:
            sign_in(office, "clerk", f"guess-number-{number}", f"10.0.{number}.1")
        except TooManyAttempts as wait:
            refused += 1
            assert 0 < wait.wait_seconds <= 600
        except WrongLogin:
            pass
    assert (len(tried), refused) == (FREE_FOR_ACCOUNT, 100 - FREE_FOR_ACCOUNT)
    with pytest.raises(TooManyAttempts):
        sign_in(office, "clerk", PASSWORD, HOME)  # also the right one has to wait
    later(office, minutes=10)
    assert sign_in(office, "clerk", PASSWORD, HOME)


def test_a_hundred_at_once_gain_nothing(office, monkeypatch):
    monkeypatch.setattr(logins, "FIRST_WAIT", timedelta(minutes=10))

    def guess(number):
        try:
            sign_in(office, "clerk", f"guess-number-{number}", f"10.0.{number}.1")
        except WrongLogin:
            return "looked at"
        except TooManyAttempts:
            return "refused"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(40)))
    assert answers.count("looked at") == FREE_FOR_ACCOUNT


def test_each_further_failure_doubles_the_wait(office, monkeypatch):
    monkeypatch.setattr(logins, "FIRST_WAIT", timedelta(minutes=1))
    for _ in range(FREE_FOR_ACCOUNT):
        fail(office)
    waits = []
    for _ in range(3):
        with pytest.raises(TooManyAttempts) as wait:
            sign_in(office, "clerk", PASSWORD, HOME)
        waits.append(wait.value.wait_seconds)
        later(office, seconds=waits[-1])
        fail(office)
    assert [round(wait / 60) for wait in waits] == [1, 2, 4]


def test_one_address_may_not_try_one_name_after_another(office):
    for number in range(FREE_FOR_ADDRESS):
        fail(office, f"name{number}")
    with pytest.raises(TooManyAttempts):
        sign_in(office, "clerk", PASSWORD, HOME)
    assert sign_in(office, "clerk", PASSWORD, "10.0.0.2")


def test_an_address_of_ipv6_is_its_network(office):
    for number in range(FREE_FOR_ADDRESS):
        fail(office, f"name{number}", f"2001:db8::{number:x}")
    with pytest.raises(TooManyAttempts):
        sign_in(office, "clerk", PASSWORD, "2001:db8::ffff")
    assert sign_in(office, "clerk", PASSWORD, "2001:db8:0:1::1")


def test_a_right_password_forgives_the_account_but_not_the_address(office):
    for _ in range(FREE_FOR_ACCOUNT - 1):
        fail(office)
    sign_in(office, "clerk", PASSWORD, HOME)
    for _ in range(FREE_FOR_ACCOUNT - 1):
        fail(office)
    with office.read() as connection:
        counts = sorted(connection.execute(select(tables.login_failure.c.failures)).scalars())
    assert counts == [FREE_FOR_ACCOUNT - 1, 2 * (FREE_FOR_ACCOUNT - 1)]


def test_failures_are_forgotten_after_a_day(office):
    for _ in range(FREE_FOR_ACCOUNT):
        fail(office)
    later(office, hours=25)
    fail(office)
    with office.read() as connection:
        assert set(connection.execute(select(tables.login_failure.c.failures)).scalars()) == {1}


def test_logins_and_failures_are_logged_without_what_was_typed(office):
    sign_in(office, "clerk", PASSWORD, HOME)
    fail(office, "my-secret-in-the-wrong-field")
    for _ in range(FREE_FOR_ACCOUNT):
        fail(office)
    lines = [line for line in account_log(office, ADMIN) if line.action != "add"]
    told = [(line.account, line.action) for line in reversed(lines)]
    assert told == [("clerk", "login"), ("", "failed"), *[("clerk", "failed")] * 4, ("clerk", "locked")]
    assert "my-secret" not in repr(lines) and HOME not in repr(lines)


@pytest.mark.parametrize(
    ("age", "holds"),
    [({"minutes": 119}, True), ({"minutes": 121}, False)],
)
def test_a_session_ends_when_it_is_not_used(office, age, holds):
    token = sign_in(office, "clerk", PASSWORD, HOME)
    later(office, **age)
    assert (signed_in(office, token, Terms(), now()) is not None) == holds


def test_use_keeps_a_session_until_its_lifetime_is_over(office):
    token = sign_in(office, "clerk", PASSWORD, HOME)
    for _ in range(11):
        later(office, hours=1)
        assert signed_in(office, token, Terms(), now()) is not None
    later(office, hours=1)
    assert signed_in(office, token, Terms(), now()) is None


def test_signing_out_ends_this_session_only(office):
    one, other = (sign_in(office, "clerk", PASSWORD, HOME) for _ in range(2))
    sign_out(office, one)
    sign_out(office, one)
    sign_out(office, "forged")
    assert signed_in(office, one, Terms(), now()) is None
    assert signed_in(office, other, Terms(), now()) is not None
    leave_everywhere(office, CLERK)
    assert signed_in(office, other, Terms(), now()) is None
    assert sessions(office, "clerk", Terms(), now()) == []


def test_the_oldest_of_too_many_sessions_end(office):
    tokens = [sign_in(office, "clerk", PASSWORD, HOME) for _ in range(MOST_SESSIONS + 1)]
    alive = [signed_in(office, token, Terms(), now()) is not None for token in tokens]
    assert alive == [False] + [True] * MOST_SESSIONS


def test_ones_own_password_is_changed_with_the_old_one(office):
    token = sign_in(office, "clerk", PASSWORD, HOME)
    with pytest.raises(WrongLogin):
        change_password(office, CLERK, "wrong-password-1", "brand-new-secret", HOME)
    with pytest.raises(Refused):
        change_password(office, CLERK, PASSWORD, "short", HOME)
    assert signed_in(office, token, Terms(), now()) is not None
    change_password(office, CLERK, PASSWORD, "brand-new-secret", HOME)
    assert signed_in(office, token, Terms(), now()) is None
    with pytest.raises(WrongLogin):
        sign_in(office, "clerk", PASSWORD, HOME)
    assert sign_in(office, "clerk", "brand-new-secret", HOME)


def test_guessing_the_old_password_is_throttled_too(office):
    for _ in range(FREE_FOR_ACCOUNT):
        with pytest.raises(WrongLogin):
            change_password(office, CLERK, "wrong-password-1", "brand-new-secret", HOME)
    with pytest.raises(TooManyAttempts):
        change_password(office, CLERK, PASSWORD, "brand-new-secret", HOME)
