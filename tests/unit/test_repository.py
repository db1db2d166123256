"""What never belongs into the repository: paths of one machine, package hosts, build output, big files.

The forbidden words are put together from parts, so that this file does not contain what it forbids.
"""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LARGEST_BYTES = 10_000_000
VENDORED = ("dashboard/assets/vendor/", "tests/browser/vendor/")

MACHINE_PATHS = re.compile("(?<![\\w.$~})*])/(" + "|".join(("work", "root", "home", "Users")) + ")/[A-Za-z0-9_.]")
HOSTS = re.compile(
    "|".join(host.replace("~", r"\.") for host in ("py" + "pi~", "python" + "hosted~", "npm" + "js~", "tuna~tsinghua"))
)
BUILD_OUTPUT = re.compile(
    r"(^|/)(__pycache__|node_modules|build|dist|var|[.]venv|[.]\w+_cache|test-results|[^/]+[.]egg-info)/|[.](pyc|mo|log|db|sqlite)$"
)
SECRETS = re.compile(r"(^|/)([.]env|map[.]toml|secrets[.]toml|[^/]*[.](pem|key))$")


def tracked() -> list[str]:
    """Every file git keeps, or would keep: paths from the root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return sorted({name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()})


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """`file:line` of each line of a tracked text file that matches; vendored libraries are not ours to judge."""
    found = []
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" in content or name.startswith(VENDORED):
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    return found


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert lines_with(MACHINE_PATHS) == []


def test_no_file_names_a_package_host() -> None:
    assert lines_with(HOSTS) == []


def test_no_file_is_too_big_to_clone_quickly() -> None:
    sizes = {name: (ROOT / name).stat().st_size for name in tracked()}
    assert {name: size for name, size in sizes.items() if size > LARGEST_BYTES} == {}


def test_no_build_output_live_data_or_secret_is_tracked() -> None:
    assert [name for name in tracked() if BUILD_OUTPUT.search(name) or SECRETS.search(name)] == []


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (MACHINE_PATHS, "open('" + "/ho" + "me/li/map.db')", True),
        (MACHINE_PATHS, "see " + "/wo" + "rk/notes", True),
        (MACHINE_PATHS, "/layers/{community}/" + "work/one", False),
        (HOSTS, "https://" + "py" + "pi.org/simple", True),
        (HOSTS, "a copying machine", False),
        (BUILD_OUTPUT, "geo/__pycache__/crs.pyc", True),
        (BUILD_OUTPUT, "var/map.db", True),
        (BUILD_OUTPUT, "geo/variety.py", False),
        (SECRETS, ".streamlit/secrets.toml", True),
    ],
)
def test_the_patterns_find_what_they_forbid_and_nothing_else(pattern: re.Pattern[str], text: str, found: bool) -> None:
    assert bool(pattern.search(text)) is found
