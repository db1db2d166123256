"""A form whose words are never lost: not by a rerun, a reload, a lost line, or somebody else's save.

What is typed stands in the session and, as a draft, in the store. Faults stand at their fields and the rest
of the form stays. One that was left half done is offered again.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import uuid4

import streamlit as st

from dashboard.components.errors import told, told_fault
from dashboard.components.session import Run
from dashboard.services.changes import SHOWN_IN
from dashboard.services.markdown import plain
from dashboard.services.typed import Values, day
from dashboard.text import _, fill
from data.drafts import draft, drop_draft, keep_draft
from data.errors import StaleVersion
from data.records import Refused
from geo.errors import MapError, Problem
from geo.words import N_

T = TypeVar("T")
OPEN = "form-open"


class Form:
    """One form of one reader's session. `values` are what is typed, `base` what the record held when it was opened."""

    def __init__(self, run: Run, name: str, state: dict[str, Any]) -> None:
        self.run, self.name, self.state = run, name, state
        self.said: list[Problem] = []
        self._shown: dict[str, str] = {}

    @property
    def values(self) -> Values:
        found: Values = self.state["values"]
        return found

    @property
    def key(self) -> str:
        """The idempotency key of the save that this form will make."""
        return str(self.state["key"])

    @property
    def changed(self) -> bool:
        """Whether anything was typed that differs from the record."""
        return bool(self.values != self.state["base"])

    def set(self, **values: Any) -> None:
        """Change values from outside their fields (the map, a suggestion, a merge)."""
        for field, value in values.items():
            self.values[field] = value
            own = self.widget(field)
            for key in [key for key in st.session_state if str(key) == own or str(key).startswith(f"{own}.")]:
                del st.session_state[key]

    def widget(self, field: str) -> str:
        """The key of a field's widget."""
        return f"{self.name}.{field}"

    def put(self, field: str, value: Any = None) -> str:
        """Make sure that the widget of a field starts with its value; its key."""
        key = self.widget(field)
        if key not in st.session_state:
            st.session_state[key] = self.values.get(field) if value is None else value
        return key

    @contextmanager
    def _with_faults(self, field: str, label: str) -> Iterator[None]:
        """What is wrong stands below the field, also where fields stand side by side."""
        with st.container(gap=None):
            yield
            self.faults(field, label)

    def text(self, field: str, label: str, **options: Any) -> str:
        """A line of text; kept while it is typed."""
        with self._with_faults(field, label):
            self.values[field] = st.text_input(label, key=self.put(field), live="0.6s", **options)
        return str(self.values[field])

    def long_text(self, field: str, label: str, **options: Any) -> None:
        """Several lines of text."""
        with self._with_faults(field, label):
            self.values[field] = st.text_area(label, key=self.put(field), **options)

    def number(self, field: str, label: str, **options: Any) -> float | None:
        """A number, or nothing."""
        key = self.put(field)
        held = st.session_state[key]
        if held is not None and not isinstance(held, float):
            # Only then: what is written to the state is sent to the browser, over what is just being typed there.
            st.session_state[key] = float(held)
        with self._with_faults(field, label):
            found = self.values[field] = st.number_input(
                label, value=None, key=key, format="%.10g", step=1.0, **options
            )
        return found

    def choice(self, field: str, label: str, titles: Mapping[str, str], **options: Any) -> str:
        """One of several, in a list."""
        words = list(titles)
        if self.values.get(field) not in titles and words:
            self.values[field] = words[0]
            st.session_state.pop(self.widget(field), None)
        with self._with_faults(field, label):
            self.values[field] = st.selectbox(
                label, words, format_func=lambda word: titles.get(word, word), key=self.put(field), **options
            )
        return str(self.values[field])

    def segments(self, field: str, label: str, titles: Mapping[str, str], **options: Any) -> str:
        """One of a few, side by side."""
        if self.values.get(field) not in titles:
            self.values[field] = next(iter(titles))
            st.session_state.pop(self.widget(field), None)
        with self._with_faults(field, label):
            self.values[field] = st.segmented_control(
                label, list(titles), format_func=lambda word: plain(titles.get(word, word)), key=self.put(field),
                required=True, **options,
            )  # fmt: skip
        return str(self.values[field])

    def day(self, field: str, label: str, **options: Any) -> None:
        """A day, or nothing."""
        key = self.widget(field)
        if key not in st.session_state:
            st.session_state[key] = day(self.values.get(field))
        with self._with_faults(field, label):
            found = st.date_input(label, value=None, key=key, format="YYYY-MM-DD", **options)
            self.values[field] = found.isoformat() if isinstance(found, date) else None

    def flag(self, field: str, label: str, **options: Any) -> bool:
        """Yes or no."""
        with self._with_faults(field, label):
            self.values[field] = st.toggle(label, key=self.put(field), **options)
        return bool(self.values[field])

    def check(self, problems: Sequence[Problem]) -> None:
        """What is wrong with the values as they are, to stand at their fields; call it before them."""
        self.said = list(problems)

    def faults(self, field: str, label: str = "") -> None:
        """The faults of a field: errors once it was touched or a save was tried, warnings as soon as they hold."""
        self._shown[field] = label
        touched = self.state["tried"] or self.values.get(field) != self.state["base"].get(field)
        for problem in dict.fromkeys(told_problem(item) for item in self.said if item.column == field and touched):
            icon, colour = (":material/error:", "red") if problem[1] == "error" else (":material/info:", "orange")
            st.caption(f":{colour}[{icon} {plain(problem[0])}]")

    def end(self) -> None:
        """Say what belongs to no field, and keep the draft; last of the form."""
        if self.state["tried"]:
            others = [item for item in self.said if item.column not in self._shown and item.severity == "error"]
            for text, _severity in dict.fromkeys(told_problem(item) for item in others):
                st.error(plain(text), icon=":material/error:")
            self._summary()
        if self.state["error"]:
            st.error(plain(self.state["error"]), icon=":material/info:")
        self._keep()

    def _summary(self) -> None:
        """Beside the button that was pressed: that nothing was saved, and which fields say why."""
        wrong = [item.column for item in self.said if item.severity == "error" and item.column in self._shown]
        if not wrong:
            return
        fields = dict.fromkeys(self._shown[column] for column in wrong if column and self._shown[column])
        text = fill(N_("没有保存:有 {count} 处要改。填好的都还在。"), count=len(wrong))
        with st.container(key="form-faults"):
            st.error(plain(f"{text} {_(N_('、')).join(fields)}"), icon=":material/error:")

    def _keep(self) -> None:
        content = {key: self.state[key] for key in ("values", "base", "version", "key")}
        now = json.dumps(content, sort_keys=True)
        if now == self.state["kept"]:
            return
        store, community, who = self.run.house.store, self.run.sight.community, self.run.viewer.name
        try:
            if self.changed:
                keep_draft(store, community, who, self.name, content)
                self.state["kept_at"] = f"{datetime.now(SHOWN_IN):%H:%M}"
            elif self.state["kept_at"]:
                drop_draft(store, community, who, self.name)
                self.state["kept_at"] = ""
            self.state["kept"] = now
        except MapError as error:
            st.caption(f":orange[{plain(told(error))}]")

    def save(self, write: Callable[[str], T]) -> T | None:
        """`write(key)`; what it gave if it was saved. Otherwise the form says why and is shown again."""
        self.state["error"] = ""
        try:
            result = write(self.key)
        except Refused as refused:
            self.state["tried"] = True
            errors = [item for item in refused.problems if item.severity == "error"]
            known = {item.message for item in self.said}
            self.state["error"] = "" if known.issuperset(item.message for item in errors) else told_all(errors)
        except StaleVersion as stale:
            self.state["stale"] = stale.theirs
            # The same person on another device shares the draft, and their save has dropped it.
            self.state["kept"] = ""
            self._keep()
        except MapError as error:
            self.state["error"] = told(error)
        else:
            self.forget()
            return result
        st.rerun()

    def forget(self) -> None:
        """Saved or given up: the draft goes, and the form starts anew when it is opened again."""
        drop_draft(self.run.house.store, self.run.sight.community, self.run.viewer.name, self.name)
        clear(self.name)


def clear(name: str) -> None:
    """Forget what the reader's session knows of a form."""
    for key in [key for key in st.session_state if str(key).startswith(f"{name}.")]:
        del st.session_state[key]
    st.session_state.pop(f"{OPEN}:{name}", None)


def told_problem(problem: Problem) -> tuple[str, str]:
    """A problem in the reader's language, and how grave it is."""
    return told_fault(problem), problem.severity


def told_all(problems: Sequence[Problem]) -> str:
    """Several problems in one line."""
    return _(N_(";")).join(dict.fromkeys(told_problem(item)[0] for item in problems))


def open_form(run: Run, name: str, read: Callable[[], tuple[Values, int]]) -> Form | None:
    """The form of this name, filled with what was typed, or with the record that `read` gives and its version.

    None while a draft of an earlier session waits for an answer (it is offered here).
    """
    slot = f"{OPEN}:{name}"
    state = st.session_state.get(slot)
    if state is None or (state["values"] == state["base"] and not _typed(name, state)):
        values, version = read()
        if state is None or state["version"] != version:
            clear(name)
            state = st.session_state[slot] = _fresh(values, version)
            found = draft(run.house.store, run.sight.community, run.viewer.name, name)
            if found and found.content.get("values") not in (None, values):
                state["offered"] = found
    if state["offered"]:
        _offer(run, name, state)
        return None
    for key in [str(key) for key in st.session_state if str(key).startswith(f"{name}.")]:
        field = key.removeprefix(f"{name}.")
        if field in state["values"]:
            value = st.session_state[key]
            state["values"][field] = value.isoformat() if isinstance(value, date) else value
    return Form(run, name, state)


def _typed(name: str, state: dict[str, Any]) -> bool:
    for field, value in state["values"].items():
        now = st.session_state.get(f"{name}.{field}", value)
        if (now.isoformat() if isinstance(now, date) else now) != value:
            return True
    return False


def _fresh(values: Values, version: int) -> dict[str, Any]:
    # Through JSON and back: what a form holds is what a draft can hold.
    return {
        "values": json.loads(json.dumps(values)), "base": json.loads(json.dumps(values)), "version": version,
        "key": uuid4().hex, "tried": False, "error": "", "kept": "", "kept_at": "", "stale": None, "offered": None,
    }  # fmt: skip


def _offer(run: Run, name: str, state: dict[str, Any]) -> None:
    found = state["offered"]

    def resume() -> None:
        clear(name)
        fresh = _fresh(found.content["values"], int(found.content["version"]))
        fresh |= {"base": found.content["base"], "key": found.content["key"], "kept_at": "·"}
        st.session_state[f"{OPEN}:{name}"] = fresh

    def give_up() -> None:
        drop_draft(run.house.store, run.sight.community, run.viewer.name, name)
        state["offered"] = None

    with st.container(key="offer", border=True):
        when = f"{found.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}"
        st.markdown(fill(N_("您在 {when} 填了一半,还没有保存。"), when=plain(when)))
        with st.container(horizontal=True, gap="small"):
            st.button(_(N_("继续编辑")), key="draft-resume", type="primary", on_click=resume)
            st.button(_(N_("放弃草稿")), key="draft-drop", type="tertiary", on_click=give_up)
