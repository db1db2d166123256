"""What the program imports is pinned, what is pinned is imported, and both files of pins agree."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("geo", "data", "dashboard")
LOADED_BY_NAME = {"psycopg", "pillow-heif"}
"""Named in a database address, imported by SQLAlchemy; imported only where it is installed."""
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*])?==(\S+)$")


def pins(name: str) -> dict[str, str]:
    """Package → version of a requirements file."""
    found = (PIN.match(line) for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return {plain(match[1]): match[2] for match in found if match}


def plain(package: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", package).lower()


def imported_packages() -> set[str]:
    """The packages that the rooms and `app.py` import, wherever the import stands."""
    files = [ROOT / "app.py", *(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))]
    modules: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    known = packages_distributions()
    return {plain(known[module][0]) for module in modules - set(sys.stdlib_module_names) - set(ROOMS)}


def test_what_is_imported_is_pinned_and_what_is_pinned_is_imported() -> None:
    assert set(pins("requirements.txt")) == imported_packages() | LOADED_BY_NAME


def test_every_pin_is_the_same_in_the_constraints() -> None:
    held = pins("constraints.txt")
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert pins(name).items() <= held.items(), name


def test_nothing_is_required_without_an_exact_version() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [
            line for line in lines if line and not line.startswith(("#", "-r ", "-c ")) and not PIN.match(line)
        ] == []
