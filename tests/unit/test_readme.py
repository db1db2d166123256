"""The README says what is: every setting with its default, every command, every file it points at."""

import re
from pathlib import Path

import pytest

from data.__main__ import parser
from data.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS_ROW = re.compile(r"^\| `MAP_(\w+)` \| (\S+) \| (.+) \|$", re.MULTILINE)


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    told = {name.lower(): default.strip("`") for name, default, _ in SETTINGS_ROW.findall(README)}
    real = {name: str(field.default) or "空" for name, field in Settings.model_fields.items()}
    assert told == real


def test_no_setting_is_named_that_does_not_exist() -> None:
    known = {f"MAP_{name.upper()}" for name in Settings.model_fields} | {"MAP_SETTINGS", "MAP_"}
    assert set(re.findall(r"MAP_[A-Z_]*", README)) <= known


def test_every_make_command_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z][a-z-]+)", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert named - {"bench -->"} <= targets


@pytest.mark.parametrize("line", re.findall(r"^\.venv/bin/python -m data (.+)$", README, re.MULTILINE))
def test_every_shown_command_of_the_store_is_understood(line: str) -> None:
    parser().parse_args(line.partition("#")[0].split())


def test_every_local_link_and_picture_leads_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert [target for target in targets if not (ROOT / target).exists()] == []
