"""Forms of accounts: a new one, and what can be done to one that exists. Passwords stay in the form."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard.components.errors import all_told
from dashboard.components.session import Run
from dashboard.services.accounts import people_for, places_for
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from data.access import ADMINISTRATOR, ROLE_BY_KEY, ROLES, VISITOR
from data.accounts import SCOPE_LAYERS, Account, add_account, has_accounts, save_account, set_password
from data.accounts import sign_out_everywhere as end_sessions
from data.write import Write
from geo.errors import MapError
from geo.words import N_

SAID = "account-said"


def add_form(run: Run) -> None:
    """A new account; the first one is the administrator."""
    first = not has_accounts(run.house.store)
    with st.expander(_(N_("新增账户")), expanded=first, icon=":material/person_add:"):
        name = st.text_input(
            _(N_("账户名")), key="account-name", max_chars=40, help=_(N_("登录时输入,也写在修改记录里"))
        )
        draft = _terms(
            run, "new", Account(name, ADMINISTRATOR if first else "staff"), only=ADMINISTRATOR if first else ""
        )
        password = st.text_input(
            _(N_("初始密码")), key="account-password", type="password", autocomplete="new-password"
        )
        st.caption(_(N_("至少 10 个字符;请本人首次登录后在“我的账户”里更改。")))
        made = replace(draft, name=name)
        st.button(
            _(N_("建立账户")),
            key="account-add",
            type="primary",
            on_click=_do,
            args=(run, lambda tx: add_account(tx, made, password), N_("已建立账户 {name}"), name),
        )
    _said()


def edit_form(run: Run, item: Account) -> None:
    """Role, place and person of an account; disable, another password, sign out everywhere."""
    with st.container(border=True):
        st.markdown(f"**{plain(item.name)}**")
        changed = _terms(run, f"{item.id}-{item.version}", item)
        state = _(N_("重新启用")) if item.disabled else _(N_("停用"))
        acts: tuple[tuple[str, str, str, Callable[[Write], object], str], ...] = (
            ("save", _(N_("保存")), "primary", lambda tx: save_account(tx, changed), N_("已保存 {name}")),
            (
                "off",
                state,
                "secondary",
                lambda tx: save_account(tx, replace(item, disabled=not item.disabled)),
                N_("已启用 {name}") if item.disabled else N_("已停用 {name}"),
            ),
            (
                "out",
                _(N_("在所有设备上退出")),
                "secondary",
                lambda tx: end_sessions(tx, item.id),
                N_("已结束 {name} 的全部登录"),
            ),
        )
        with st.container(horizontal=True, gap="small"):
            for key, title, look, work, done in acts:
                st.button(title, key=f"account-{key}", type=look, on_click=_do, args=(run, work, done, item.name))  # type: ignore[arg-type]
        password = st.text_input(
            _(N_("新密码")), key=f"account-new-{item.id}", type="password", autocomplete="new-password"
        )
        st.button(
            _(N_("重设密码")),
            key="account-reset",
            disabled=not password,
            on_click=_do,
            args=(
                run,
                lambda tx: set_password(tx, item.id, password),
                N_("已重设 {name} 的密码,其全部登录已结束"),
                item.name,
            ),
        )


def _terms(run: Run, key: str, item: Account, only: str = "") -> Account:
    """Role, community, places and person, as far as the role has them."""
    roles = [only] if only else [role.key for role in ROLES if role.key != VISITOR]
    role = st.selectbox(
        _(N_("角色")), roles, roles.index(item.role), lambda key: _(ROLE_BY_KEY[key].title), key=f"account-role-{key}"
    )
    if role == ADMINISTRATOR:
        return replace(item, role=role, community="", person="", scope=())
    communities = ["", *run.house.communities] if role not in SCOPE_LAYERS else list(run.house.communities)
    at = communities.index(item.community) if item.community in communities else 0
    community = st.selectbox(
        _(N_("社区")), communities, at, lambda id: run.house.communities[id].name if id else _(N_("全部社区")),
        key=f"account-community-{key}",
    )  # fmt: skip
    store, scope, person = run.house.store, item.scope, item.person
    if role in SCOPE_LAYERS:
        places = places_for(store, community, role)
        kept = [place for place in item.scope if place in places]
        scope = tuple(
            st.multiselect(
                _(N_("负责的网格或楼栋")), list(places), kept, places.__getitem__, key=f"account-scope-{key}"
            )
        )
    else:
        scope = ()
    names = {"": _(N_("无")), **people_for(store, run.viewer, community)}
    ids = list(names)
    at = ids.index(item.person) if item.person in names else 0
    person = st.selectbox(_(N_("对应的人员")), ids, at, names.__getitem__, key=f"account-person-{key}")
    return replace(item, role=role, community=community, person=person, scope=scope)


def _do(run: Run, work: Callable[[Write], object], done: str, name: str) -> None:
    """Write in the name of who is signed in, and remember what to say."""
    try:
        with run.house.store.write(run.viewer) as tx:
            work(tx)
    except MapError as error:
        st.session_state[SAID] = ("error", all_told(error))
        return
    for key in [
        key for key in st.session_state if str(key).startswith(("account-password", "account-name", "account-new-"))
    ]:
        st.session_state[key] = ""
    st.session_state[SAID] = ("success", fill(done, name=name))


def _said() -> None:
    kind, sentence = st.session_state.pop(SAID, ("", ""))
    if kind == "error":
        st.error(plain(sentence), icon=":material/info:")
    elif kind:
        st.toast(plain(sentence), icon=":material/check:")
