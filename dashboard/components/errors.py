"""Where errors become sentences: the reader's language, what to do, and a number to ask about."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import isfinite
from secrets import token_hex

import streamlit as st

from dashboard.services.markdown import plain
from dashboard.text import _, fill
from geo.errors import MapError, Problem
from geo.words import N_

log = logging.getLogger("dashboard")


def told(error: MapError) -> str:
    """The message of an expected error in the reader's language, its values filled in."""
    return _filled(error.message, error.values)


def all_told(error: MapError) -> str:
    """As `told`, but every fault by name where data was refused for its faults."""
    problems = [item for item in getattr(error, "problems", ()) if item.severity == "error"]
    return _(N_(";")).join(dict.fromkeys(told_fault(item) for item in problems)) or told(error)


def told_fault(problem: Problem) -> str:
    """One fault in the reader's language."""
    return _filled(problem.message, problem.values)


def _filled(message: str, values: Mapping[str, object]) -> str:
    return fill(message, **{key: _said(value) for key, value in values.items()}) if values else _(message)


def _said(value: object) -> object:
    """A word in the reader's language, a number as people write it.

    >>> _said(-5.0), _said(99999999999.5)
    ('-5', '99,999,999,999.5')
    """
    if isinstance(value, float) and isfinite(value):
        return f"{value:,.15g}"
    return _(value) if isinstance(value, str) else value


@contextmanager
def kindly() -> Iterator[None]:
    """Show what goes wrong inside instead of letting the page die.

    Expected errors are shown as they are. Anything else is logged with its traceback under a short
    number, and the reader gets the number. Streamlit's own stops and reruns pass through: they are
    no `Exception`.
    """
    try:
        yield
    except MapError as error:
        st.error(plain(told(error)), icon=":material/info:")
    except Exception:
        number = token_hex(3)
        log.exception("unexpected error %s", number)
        sentence = N_(
            "这一处没有显示出来,数据没有受影响。请刷新页面;若仍如此,请把编号 {number} 告诉维护人员(日志中有详情)。"
        )
        st.error(plain(fill(sentence, number=number)), icon=":material/error:")
