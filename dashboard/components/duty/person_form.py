"""The form of a role-holder: new, or changed; faults stand at their fields and nothing that was typed is lost."""

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.duty.private_form import PrivateForm, open_private_form, stale_choice
from dashboard.components.session import Run
from dashboard.services.duty.people_acts import PeopleActs
from dashboard.services.typed import Values, day
from dashboard.text import _
from data.people import Person
from data.people_checks import check_person
from data.records import new_id
from geo.words import N_

TITLES = {
    "name": N_("姓名"),
    "shown_name": N_("公示姓名"),
    "organisation": N_("单位"),
    "office_phone": N_("办公电话"),
    "mobile": N_("手机"),
    "no_mobile": N_("删除已存的手机号"),
    "since": N_("任职起"),
    "until": N_("任职止"),
    "consent_day": N_("同意公示日期"),
    "consent_words": N_("同意方式"),
}
TEXTS = ("name", "shown_name", "organisation", "office_phone", "consent_words")
DAYS = ("since", "until", "consent_day")


def _title(field: str) -> str:
    return _(TITLES[field])


def values_of(person: Person) -> Values:
    """A person as the form shows it; the mobile is never filled in."""
    texts: Values = {key: getattr(person, key) for key in TEXTS}
    days = {key: found.isoformat() if (found := getattr(person, key)) else None for key in DAYS}
    return {**texts, **days, "mobile": "", "no_mobile": False}


def person_of(values: Values, base: Person) -> Person:
    """The person that the form means."""
    told: dict[str, Any] = {key: str(values.get(key) or "").strip() for key in TEXTS}
    told |= {key: day(values.get(key)) for key in DAYS}
    return replace(base, mobile="", **told)


def person_form(run: Run, acts: PeopleActs, base: Person | None) -> None:
    """The form for somebody new (None) or somebody known."""
    started = base or Person("")
    form = open_private_form(run, f"person-{started.id or 'new'}", lambda: (values_of(started), started.version))
    st.subheader(_(N_("修改资料")) if base else _(N_("新增人员")), anchor=False)
    if form.state["stale"] is not None:
        theirs: Person = form.state["stale"]
        stale_choice(form, values_of(theirs), theirs.version, {key: _(title) for key, title in TITLES.items()})
        return
    typed = _mobile(form.values)
    form.check(check_person(person_of(form.values, started), typed or ""))
    _fields(form, started)
    form.end()
    with st.container(horizontal=True, gap="small"):
        if st.button(_(N_("保存")), key="person-save", type="primary"):
            _save(form, acts, started)
        st.button(_(N_("取消")), key="person-cancel", type="tertiary", on_click=_cancel, args=(form,))


def _mobile(values: Values) -> str | None:
    """The number that was typed; "" to take the stored one out, None to leave it."""
    number = str(values.get("mobile") or "").replace(" ", "").replace("-", "")
    return number or ("" if values.get("no_mobile") else None)


def _fields(form: PrivateForm, base: Person) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        form.text("name", _title("name"))
        form.text("organisation", _title("organisation"))
        form.text("office_phone", _title("office_phone"), help=_(N_("会公示给居民")))
        _mobile_field(form, base)
    with right:
        hint = _(N_("本人同意给居民看的称呼,例如“陈师傅”;空着就不公示"))
        form.text("shown_name", _title("shown_name"), help=hint)
        form.day("consent_day", _title("consent_day"))
        form.text("consent_words", _title("consent_words"), placeholder=_(N_("例如:书面同意,存社区档案")))
        first, last = st.columns(2)
        with first:
            form.day("since", _title("since"))
        with last:
            form.day("until", _title("until"))


def _mobile_field(form: PrivateForm, base: Person) -> None:
    hint = _(N_("不公示;列表和导出中打码,查看完整号码要写明原因"))
    kept = base.mobile or ""
    form.text("mobile", _title("mobile"), help=hint, placeholder=kept or _(N_("11 位手机号")), max_chars=20)
    if kept:
        form.flag("no_mobile", _title("no_mobile"))


def _save(form: PrivateForm, acts: PeopleActs, base: Person) -> None:
    wanted = person_of(form.values, base)
    if base.id:
        version = int(form.state["version"])
        number = _mobile(form.values)
        done = form.save(lambda key: acts.save(replace(wanted, version=version), number, key))
        who = base.id
    else:
        fresh = replace(wanted, id=new_id("pe"))
        who = form.save(lambda key: acts.add(fresh, _mobile(form.values) or "", key)) or ""
        done = bool(who)
    if done:
        st.toast(_(N_("已保存")), icon=":material/check:")
        session.change(act="", who=who)
        st.rerun()


def _cancel(form: PrivateForm) -> None:
    form.forget()
    session.change(act="")
