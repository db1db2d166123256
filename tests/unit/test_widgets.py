"""What the screen may not do to a widget, read from the source itself."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TYPED = ("text_input", "text_area", "number_input", "date_input", "time_input", "slider", "multiselect", "data_editor")


def always_written(nodes: Sequence[ast.stmt]) -> Iterator[str]:
    """Keys of the state that these statements write in every run: outside any condition and inner function."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If):
            continue
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Subscript) and ast.unparse(target.value) == "st.session_state":
                yield ast.unparse(target.slice)
        for field in ("body", "orelse", "finalbody"):
            yield from always_written(getattr(node, field, None) or ())


def overwritten(source: str) -> list[str]:
    """Widgets that one types into and that the same function writes to in every run."""
    found = []
    for function in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)):
        written = set(always_written(function.body))
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in TYPED:
                keys = {ast.unparse(word.value) for word in call.keywords if word.arg == "key"}
                found += [f"{function.name}: {key}" for key in sorted(keys & written)]
    return found


def test_nothing_is_sent_back_over_what_is_just_being_typed():
    """A value written to the state goes to the browser, also when it is the old one: `session.hold` compares first."""
    files = sorted((ROOT / "dashboard").rglob("*.py"))
    faults = {file.name: found for file in files if (found := overwritten(file.read_text("utf-8")))}
    assert files and faults == {}


def test_the_check_itself_sees_such_a_write():
    written = "def f():\n    st.session_state[key] = 1\n    with box:\n        st.number_input('n', key=key)"
    assert overwritten(written) == ["f: key"]
    first_only = "def f():\n    if key not in state:\n        st.session_state[key] = 1\n    st.slider('n', key=key)"
    assert overwritten(first_only) == []
