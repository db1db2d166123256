"""Modules as one script: in the order in which they need each other, and nothing but the forms that are known."""

from pathlib import Path

import pytest

from dashboard.drawing import bundle as bundling
from dashboard.drawing.bundle import bundle


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of modules in the place of ours."""
    folder = tmp_path / "m"
    folder.mkdir()
    monkeypatch.setattr(bundling, "ASSETS", tmp_path)
    bundle.cache_clear()
    yield folder
    bundle.cache_clear()


def test_a_module_stands_behind_those_that_it_imports(modules: Path) -> None:
    (modules / "main.js").write_text(
        'import { a as one, b } from "./parts.js";\n\nexport function go() { return one + b; }\n'
    )
    (modules / "parts.js").write_text("export const a = 1;\nexport const b = 2;\nconst own = 3;\n")
    script = bundle("m/main.js", "go")
    assert script.index("// parts.js") < script.index("// main.js")
    assert "const { a: one, b } = modules['parts.js'];" in script
    assert "return { a, b };" in script and "return { go };" in script
    assert "window.go = modules['main.js'];" in script


def test_modules_in_a_circle_are_refused(modules: Path) -> None:
    (modules / "main.js").write_text('import { b } from "./other.js";\nexport const a = 1;\n')
    (modules / "other.js").write_text('import { a } from "./main.js";\nexport const b = 1;\n')
    with pytest.raises(ValueError, match=r"main\.js → other\.js → main\.js"):
        bundle("m/main.js", "x")


def test_a_form_that_is_not_known_is_refused(modules: Path) -> None:
    (modules / "main.js").write_text('import * as all from "./other.js";\n')
    with pytest.raises(ValueError, match=r"import \* as all"):
        bundle("m/main.js", "x")


def test_the_map_is_one_script_without_imports() -> None:
    script = bundle("mapview/standalone.js", "mapStandalone")
    assert "\nimport " not in script and "\nexport " not in script
    assert "return { sources, start };" in script
