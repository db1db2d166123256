"""No screen writes in the name of a program: every write of the dashboard hands over who writes, with their rights."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "dashboard").rglob("*.py"))


def names_instead_of_actors(source: str) -> list[int]:
    """Lines where `store.write` or `store.perform` gets a text or a name: that would be a program, free to do all.

    >>> names_instead_of_actors("store.write(viewer)\\nstore.perform(run.viewer.name, work)\\nself.store.write('x')")
    [2, 3]
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        is_write = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if not is_write or node.func.attr not in ("write", "perform") or "store" not in ast.unparse(node.func.value):
            continue
        who = ast.unparse(node.args[0]) if node.args else ""
        if not who.endswith(("viewer", "actor")):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_write_of_a_screen_says_who_writes(path: Path) -> None:
    assert names_instead_of_actors(path.read_text(encoding="utf-8")) == []


def test_a_name_would_be_noticed() -> None:
    source = "store.write(viewer)\nstore.perform(run.viewer.name, work)\nself.store.write('x')"
    assert names_instead_of_actors(source) == [2, 3]
