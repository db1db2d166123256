"""What `python -m data account …` does. Passwords come from a prompt or from standard input, never as arguments."""

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import replace

from data import store as stores
from data.access import ROLE_BY_KEY
from data.accounts import Account, account_id, accounts, add_account, find_account, save_account, set_password
from data.records import NoSuchRecord, Refused
from data.rights import Viewer
from data.store import Store
from data.terminal import Terminal
from data.write import Write
from geo.errors import MapError
from geo.words import N_

COMMAND_LINE = Viewer("administrator", "command")
"""Whoever may run commands on this machine has the database itself."""


def add(options: argparse.Namespace, terminal: Terminal) -> int:
    """Add an account."""
    new = Account(options.name, options.role, options.community, options.person, options.email)
    password = _new_password(terminal)
    return _do(options, terminal, lambda tx: add_account(tx, new, password), N_("已建立账户 {name}"))


def password(options: argparse.Namespace, terminal: Terminal) -> int:
    """Set another password."""
    given = _new_password(terminal)
    return _do(
        options, terminal, lambda tx: set_password(tx, account_id(options.name), given), N_("已更改 {name} 的密码")
    )


def disable(options: argparse.Namespace, terminal: Terminal) -> int:
    """Disable an account, or enable it again."""
    off = not options.enable

    def work(tx: Write) -> None:
        found = find_account(tx.connection, account_id(options.name))
        if found is None:
            raise NoSuchRecord(N_("没有账户“{name}”。请刷新后再试。"), name=options.name)
        save_account(tx, replace(found, disabled=off))

    return _do(options, terminal, work, N_("已停用账户 {name}") if off else N_("已启用账户 {name}"))


def list_accounts(options: argparse.Namespace, terminal: Terminal) -> int:
    """One line per account: name, role, where, whose, whether it is disabled."""
    for item in accounts(_store(options), COMMAND_LINE):
        state = terminal.text(N_("已停用")) if item.disabled else ""
        words = (item.name, terminal.text(ROLE_BY_KEY[item.role].title), item.community, item.person, state)
        terminal.say("{line}", line="\t".join(words).rstrip())
    return 0


def _do(options: argparse.Namespace, terminal: Terminal, work: Callable[[Write], object], done: str) -> int:
    try:
        with _store(options).write(COMMAND_LINE.name) as tx:
            work(tx)
    except Refused as refused:
        terminal.problems(refused.problems)
        return 1
    terminal.say(done, name=options.name)
    return 0


def _new_password(terminal: Terminal) -> str:
    """A password typed twice, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(terminal.text(N_("新密码:")))
    if getpass.getpass(terminal.text(N_("再输入一次:"))) != first:
        raise MapError(N_("两次输入的密码不同,没有保存"))
    return first


def _store(options: argparse.Namespace) -> Store:
    return stores.open_store(options.database or None)
