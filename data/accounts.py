"""Accounts: who may sign in, in which role, where. Administrators manage them; the last one always stays.

An account belongs to the whole store (`data.account_schema`); its role holds in one community or in all. The rights
of a role are `data.rights`; a grid member's and building head's own places are the duties, on that day, of the person
in the roll whom the account belongs to (`data.own_places`), and nothing else: there is one place to change them.
"""

import logging
import re
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from data import account_schema as tables
from data import people_schema, schema
from data.access import ADMINISTRATOR, ROLE_BY_KEY, VISITOR
from data.account_log import ADD, CHANGE, EVERYWHERE, PASSWORD, lock_accounts, log_account
from data.errors import AlreadyExists, StaleVersion
from data.passwords import check_password, hash_password
from data.records import NoSuchRecord, refuse_errors
from data.refusals import LAST, note
from data.rights import Actor, Viewer, require
from data.store import Store
from data.write import Write
from geo.errors import MapError, Problem
from geo.words import N_

LOCAL_ROLES = ("grid_member", "building_head")
"""Roles that reach no further than the duties of a person in the roll."""

_log = logging.getLogger(__name__)
_NAME = re.compile(r"[\w.@-]{2,40}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+|")


class LastAdministrator(MapError):  # noqa: N818 - named as the leaves in data.errors
    """Somebody must stay who can manage the accounts."""


@dataclass(frozen=True)
class Account:
    """Who may sign in. `name` is what they type and what stands in the history.

    `community`: where the role holds, "" everywhere. `person`: the role-holder it belongs to ("" none). `email`: the
    address at an identity provider ("" none), by which it is recognised until `subject`, its number there
    (`data.identities.subject_of`), is known.
    """

    name: str
    role: str
    community: str = ""
    person: str = ""
    email: str = ""
    subject: str = ""
    disabled: bool = False
    seen_at: datetime | None = None
    version: int = 1
    updated_by: str = ""

    @property
    def id(self) -> str:
        """The name as it is compared: case and width do not matter."""
        return account_id(self.name)

    @property
    def actor(self) -> Actor:
        """Who this is where something is read or written."""
        return Actor(self.role, self.name, self.person, self.community)


_FACTS = ("name", "role", "community", "person", "email", "subject", "disabled")
RIGHTS_FACTS = ("role", "community", "person", "subject", "disabled")
"""What a change of ends the account's sessions: an open page must not go on with the old rights."""


def account_id(name: str) -> str:
    """A typed name as accounts are found by it."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def has_accounts(store: Store) -> bool:
    """Whether anybody has to sign in."""
    with store.read() as connection:
        return _any(connection, select(tables.account.c.id))


def has_administrator(store: Store) -> bool:
    """Whether there is an account that can manage the others."""
    with store.read() as connection:
        return _any(connection, _administrators())


def accounts(store: Store, viewer: Viewer) -> list[Account]:
    """All accounts by name. Raises `NotAllowed`."""
    require(viewer, "manage_accounts")
    with store.read() as connection:
        return [account_of(row) for row in connection.execute(select(tables.account).order_by(tables.account.c.id))]


def find_account(connection: Connection, id: str) -> Account | None:
    """The account of this id, None if there is none."""
    row = connection.execute(select(tables.account).where(tables.account.c.id == id)).first()
    return account_of(row) if row else None


def add_account(tx: Write, new: Account, password: str) -> Account:
    """Add an account; the first must be an administrator. Raises `NotAllowed`, `Refused` or `AlreadyExists`.

    Without a password ("") it signs in at the identity provider only, and has to say as whom.
    """
    tx.require("manage_accounts")
    lock_accounts(tx)
    elsewhere = not password and bool(new.email.strip() or new.subject.strip())
    problems = check_account(tx.connection, new) + ([] if elsewhere else check_password(password, new.name))
    first = not _any(tx.connection, select(tables.account.c.id))
    if first and elsewhere:
        problems += check_password(password, new.name)  # the provider may be out of reach: somebody must get in
    if first and new.role != ADMINISTRATOR:
        problems.append(Problem(N_("第一个账户必须是管理员,否则以后没有人能管理账户"), None, "role"))
    refuse_errors(problems)
    stored = replace(_normal(new), seen_at=None, version=1, updated_by=tx.who)
    row = {"id": stored.id, **_row(tx, stored), "password_hash": "" if elsewhere else hash_password(password)}
    if not tx.insert_new(tables.account, row):
        raise AlreadyExists(N_("账户“{name}”已经存在。请换一个名称。"), name=stored.name)
    log_account(tx, stored.id, ADD, after=facts(stored))
    return stored


def save_account(tx: Write, changed: Account) -> Account:
    """Save role, place, person or the disabling of an account; its sessions end if its rights change.

    Raises `NotAllowed`, `Refused`, `NoSuchRecord`, `StaleVersion`, or `LastAdministrator`.
    """
    tx.require("manage_accounts")
    lock_accounts(tx)
    present = _present(tx, changed.id)
    refuse_errors(check_account(tx.connection, changed))
    wanted = replace(_normal(changed), name=present.name, seen_at=present.seen_at)
    if wanted.email != present.email and wanted.subject == present.subject:
        wanted = replace(wanted, subject="")  # another address is another person, to be recognised anew
    differing = [name for name in _FACTS if getattr(wanted, name) != getattr(present, name)]
    if present.version != changed.version:
        sides = {name: (getattr(wanted, name), getattr(present, name)) for name in differing}
        raise StaleVersion(mine=wanted, theirs=present, differences=sides)
    if not differing:
        return present
    stored = replace(wanted, version=present.version + 1, updated_by=tx.who)
    table = tables.account
    tx.connection.execute(update(table).where(table.c.id == stored.id).values(_row(tx, stored)))
    if not _any(tx.connection, _administrators()):
        _log.warning("refused: %r may not take away the last administrator", tx.who)
        note(LAST, tx.who, stored.name)
        raise LastAdministrator(N_("“{name}”是最后一个管理员,不能停用或改为其他角色。"), name=stored.name)
    log_account(tx, stored.id, CHANGE, before=facts(present), after=facts(stored))
    if set(differing) & set(RIGHTS_FACTS):
        drop_sessions(tx, stored.id)
    return stored


def set_password(tx: Write, id: str, password: str) -> None:
    """Give an account another password and end its sessions. Raises `NotAllowed`, `Refused`, `NoSuchRecord`."""
    tx.require("manage_accounts")
    store_password(tx, id, password)


def store_password(tx: Write, id: str, password: str) -> None:
    """As `set_password`, where the right to do it is known already."""
    lock_accounts(tx)
    present = _present(tx, id)
    refuse_errors(check_password(password, present.name))
    table = tables.account
    tx.connection.execute(
        update(table).where(table.c.id == id).values(password_hash=hash_password(password), updated_at=tx.at)
    )
    log_account(tx, id, PASSWORD)
    drop_sessions(tx, id)


def sign_out_everywhere(tx: Write, id: str) -> None:
    """End all sessions of an account. Raises `NotAllowed`, `NoSuchRecord`."""
    tx.require("manage_accounts")
    lock_accounts(tx)
    _present(tx, id)
    drop_sessions(tx, id)
    log_account(tx, id, EVERYWHERE)


def drop_sessions(tx: Write, id: str) -> None:
    """Forget the sessions of an account: its cookies are worth nothing from now on."""
    tx.connection.execute(delete(tables.account_session).where(tables.account_session.c.account == id))


def check_account(connection: Connection, draft: Account) -> list[Problem]:
    """Every fault of an account, each at its field."""
    problems = []
    if not _NAME.fullmatch(account_id(draft.name)):
        problems.append(Problem(N_("账户名需要 2 到 40 个字母、汉字、数字或 . _ - @"), None, "name"))
    if draft.role not in ROLE_BY_KEY or draft.role == VISITOR:
        problems.append(Problem(N_("“{value}”不在可选项中"), None, "role", values={"value": draft.role}))
    if not _MAIL.fullmatch(draft.email.strip()):
        problems.append(Problem(N_("这不是一个邮箱地址"), None, "email"))
    table, mail = tables.account.c, draft.email.strip().lower()
    if mail and _any(connection, select(table.id).where(table.email == mail, table.id != draft.id)):
        problems.append(Problem(N_("这个邮箱已属于另一个账户"), None, "email"))
    subject = draft.subject.strip()
    if subject and _any(connection, select(table.id).where(table.subject == subject, table.id != draft.id)):
        problems.append(Problem(N_("这个统一身份编号已属于另一个账户"), None, "subject"))
    return problems + _place_faults(connection, draft)


def _place_faults(connection: Connection, draft: Account) -> list[Problem]:
    community, local = draft.community, draft.role in LOCAL_ROLES
    if draft.role == ADMINISTRATOR and community:
        return [Problem(N_("管理员管理整个系统,不能只属于一个社区"), None, "community")]
    if (local or draft.person) and not community:
        return [Problem(N_("请选择社区:网格、楼栋和人员都属于一个社区"), None, "community")]
    places = schema.community.c.community
    if community and not _any(connection, select(places).where(places == community)):
        return [Problem(N_("没有社区 {community}"), None, "community", values={"community": community})]
    problems = []
    if local and not draft.person:
        message = N_("请选择名册中的人员:网格员和楼栋长能做什么,由此人负责的网格和楼栋决定")
        problems.append(Problem(message, None, "person"))
    people = people_schema.person.c
    known = select(people.id).where(
        people.community == community,
        people.id == draft.person,
        people.erased_number.is_(None),
        people.merged_into == "",
    )
    if draft.person and not _any(connection, known):
        problems.append(
            Problem(N_("没有人员 {person},或其信息已删除、已合并"), None, "person", values={"person": draft.person})
        )
    return problems


def account_of(row: Any) -> Account:
    """The account that a row tells of."""
    return Account(**{item.name: row._mapping[item.name] for item in fields(Account)})


def facts(item: Account) -> dict[str, Any]:
    """What the log keeps of an account, as plain JSON."""
    return {name: getattr(item, name) for name in _FACTS}


def _row(tx: Write, item: Account) -> dict[str, Any]:
    stamps = {"version": item.version, "updated_at": tx.at, "updated_by": tx.who}
    return {**facts(item), **stamps}


def _present(tx: Write, id: str) -> Account:
    found = find_account(tx.connection, id)
    if found is None:
        raise NoSuchRecord(N_("没有账户“{name}”。请刷新后再试。"), name=id)
    return found


def _administrators() -> Any:
    table = tables.account.c
    return select(table.id).where(table.role == ADMINISTRATOR, table.disabled.is_(False))


def _any(connection: Connection, query: Any) -> bool:
    return connection.execute(query.limit(1)).first() is not None


def _normal(item: Account) -> Account:
    """The account as it is kept."""
    name = unicodedata.normalize("NFKC", item.name).strip()
    email, subject = item.email.strip().lower(), item.subject.strip()
    return replace(item, name=name, email=email, subject=subject)
