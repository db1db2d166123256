"""Forms of accounts: a new one, and what can be done to one that exists.

What is typed is read in the run of the click itself: a callback would get what stood there one run before.
"""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard.components.access.account_conflict import Edited, edited, forget, settle
from dashboard.components.errors import all_told
from dashboard.components.session import Run
from dashboard.services.access.accounts import people_for, places_held
from dashboard.services.markdown import plain
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.access import ADMINISTRATOR, ROLE_BY_KEY, ROLES, VISITOR
from data.accounts import LOCAL_ROLES, Account, add_account, has_accounts, save_account, set_password
from data.accounts import sign_out_everywhere as end_sessions
from data.errors import StaleVersion
from data.write import Write
from geo.errors import MapError
from geo.words import N_

DONE, ROUND = "account-done", "account-round"
"""What is to be said after the next run, and which round of fields it is: each done act empties them."""


def add_form(run: Run) -> None:
    """A new account; the first one is the administrator."""
    first, turn = not has_accounts(run.house.store), st.session_state.get(ROUND, 0)
    with st.expander(_(N_("新增账户")), expanded=first, icon=":material/person_add:"):
        name = st.text_input(
            _(N_("账户名")), key=f"account-name-{turn}", max_chars=40, help=_(N_("登录时输入,也写在修改记录里"))
        )
        made = _terms(run, f"new-{turn}", Account(name, ADMINISTRATOR if first else "staff"), first)
        made = _elsewhere(run, f"new-{turn}", made)
        password = _password(N_("初始密码"), f"account-password-{turn}")
        st.caption(_(N_("至少 10 个字符;请本人首次登录后在“我的账户”里更改。")))
        if not first and run.house.settings.oidc_issuer:
            st.caption(_(N_("只用统一身份登录的账户可以不设密码。")))
        if st.button(_(N_("建立账户")), key="account-add", type="primary"):
            _do(run, lambda tx: add_account(tx, made, password), N_("已建立账户 {name}"), name)


def edit_form(run: Run, item: Account) -> None:
    """Role, place and person of an account; disable, another password, sign out everywhere."""
    form = edited(item)
    with st.container(border=True):
        st.markdown(f"**{plain(item.name)}**")
        if settle(run, form):
            return
        key = f"{item.id}-{form.base.version}"
        changed = _elsewhere(run, key, _terms(run, key, form.shown))
        off = replace(form.base, disabled=not form.base.disabled)
        with st.container(horizontal=True, gap="small"):
            if st.button(_(N_("保存")), key="account-save", type="primary"):
                _save(run, form, changed, N_("已保存 {name}"))
            if st.button(_(N_("停用")) if off.disabled else _(N_("重新启用")), key="account-off"):
                _save(run, form, off, N_("已停用 {name}") if off.disabled else N_("已启用 {name}"))
            if st.button(_(N_("在所有设备上退出")), key="account-out"):
                _do(run, lambda tx: end_sessions(tx, item.id), N_("已结束 {name} 的全部登录"), item.name)
        password = _password(N_("新密码"), f"account-new-{item.id}-{st.session_state.get(ROUND, 0)}")
        if st.button(_(N_("重设密码")), key="account-reset"):
            done = N_("已重设 {name} 的密码,其全部登录已结束")
            _do(run, lambda tx: set_password(tx, item.id, password), done, item.name)


def say_done() -> None:
    """Say what the last run did, once."""
    sentence = st.session_state.pop(DONE, "")
    if sentence:
        st.success(plain(sentence), icon=":material/check:")


def _password(label: str, key: str) -> str:
    return str(st.text_input(_(label), key=key, type="password", autocomplete="new-password"))


def _terms(run: Run, key: str, item: Account, first: bool = False) -> Account:
    """Role, community, places and person, as far as the role has them."""
    roles = [ADMINISTRATOR] if first else [role.key for role in ROLES if role.key != VISITOR]
    role = st.selectbox(
        _(N_("角色")), roles, roles.index(item.role), lambda key: _(ROLE_BY_KEY[key].title), key=f"account-role-{key}"
    )
    if role == ADMINISTRATOR:
        return replace(item, role=role, community="", person="")
    communities = [*([] if role in LOCAL_ROLES else [""]), *run.house.communities]
    community = st.selectbox(
        _(N_("社区")),
        communities,
        communities.index(item.community) if item.community in communities else 0,
        lambda id: run.house.communities[id].name if id else _(N_("全部社区")),
        key=f"account-community-{key}",
    )
    names = {"": _(N_("无")), **people_for(run.house.store, run.viewer, community)}
    at = list(names).index(item.person) if item.person in names else 0
    person = st.selectbox(
        _(N_("对应的人员")), list(names), at, names.__getitem__, key=f"account-person-{key}",
        help=_(N_("网格员和楼栋长的权限范围,就是此人当天负责的网格和楼栋;换人、交接、顶岗时随之而变")),
    )  # fmt: skip
    made = replace(item, role=role, community=community, person=person)
    if role in LOCAL_ROLES and person:
        _reach(run, made)
    return made


def _reach(run: Run, item: Account) -> None:
    """How far the role reaches today: what the person answers for."""
    held = places_held(run.house.store, [item], today()).get(item.id, ())
    if held:
        st.caption(plain(fill(N_("今天的范围:{places}"), places=_(N_("、")).join(held))))
    else:
        st.warning(
            _(N_("此人今天没有负责任何地点,登录后不能填报。请先在“人员名册”里指派。")), icon=":material/warning:"
        )


def _elsewhere(run: Run, key: str, item: Account) -> Account:
    """As whom the identity provider knows them, where there is one."""
    issuer = run.house.settings.oidc_issuer
    if not issuer and not item.email and not item.subject:
        return item
    mail, number = st.columns(2)
    email = mail.text_input(
        _(N_("统一身份的邮箱")), item.email, key=f"account-email-{key}", max_chars=200,
        help=_(N_("须经提供方核实;首次登录时凭它认出,之后只认编号")),
    )  # fmt: skip
    start = f"{issuer} "
    subject = number.text_input(
        _(N_("统一身份的编号(sub)")), item.subject.removeprefix(start), key=f"account-subject-{key}", max_chars=300,
        help=_(N_("首次登录后自动填上;清空后可重新认人")),
    ).strip()  # fmt: skip
    if subject and subject != item.subject:
        subject = start + subject
    return replace(item, email=email.strip(), subject=subject)


def _save(run: Run, form: Edited, wanted: Account, done: str) -> None:
    """Save upon the version that was read; what somebody else saved meanwhile is shown beside it."""

    def work(tx: Write) -> None:
        try:
            save_account(tx, wanted)
        except StaleVersion as stale:
            if stale.differences:  # else the other one saved just this: it stands as it was wanted
                raise
        forget()

    try:
        _do(run, work, done, wanted.name)
    except StaleVersion as stale:
        form.stale = stale
        st.rerun()


def _do(run: Run, work: Callable[[Write], object], done: str, name: str) -> None:
    """Write in the name of who is signed in; what was refused is said where it was asked for."""
    try:
        with run.house.store.write(run.viewer) as tx:
            work(tx)
    except StaleVersion:
        raise
    except MapError as error:
        st.error(plain(all_told(error)), icon=":material/info:")
        return
    st.session_state[DONE] = fill(done, name=name)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()
