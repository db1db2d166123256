"""The last checks before the server starts: each fault is told in one Chinese and one English sentence."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Check = Callable[..., subprocess.CompletedProcess]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Run the checks of `make run` with these settings and without starting the server."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("MAP_")}
        command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--check", *arguments]
        settings = {"MAP_FOLDER": str(tmp_path / "live"), "PYTHONUTF8": "1", **variables}
        return subprocess.run(command, env={**kept, **settings}, capture_output=True, text=True, timeout=60)

    return run


@pytest.fixture
def free_port() -> str:
    """A port on which nobody listens at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def test_a_sound_installation_passes_every_check(check: Check, free_port: str, tmp_path: Path) -> None:
    answer = check("--port", free_port)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert (tmp_path / "live").is_dir()


def test_a_taken_port_stops_the_start_before_the_server(check: Check) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = check("--port", str(server.getsockname()[1]))
    assert answer.returncode == 2
    assert f"{os.getpid()}" in answer.stderr
    assert "PORT=" in answer.stderr


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"MAP_PORT": "many"}, "MAP_PORT"),
        ({"MAP_LANGUAGE": "fr"}, "MAP_LANGUAGE"),
        ({"MAP_SETTINGS": "no-such-file.toml"}, "no-such-file.toml"),
        ({"MAP_FOLDER": os.devnull + "/live"}, "MAP_FOLDER"),
        ({"MAP_DATABASE": f"sqlite:///{Path(__file__)}"}, Path(__file__).name),
        ({"MAP_DATABASE": "postgresql+psycopg://nobody@127.0.0.1:9/none"}, "127.0.0.1:9"),
    ],
    ids=["port", "language", "settings file", "folder", "not a database", "server away"],
)
def test_a_setting_that_cannot_work_is_named_in_both_languages(
    check: Check, free_port: str, variables: dict[str, str], named: str
) -> None:
    answer = check("--port", free_port, **variables)
    assert answer.returncode == 2, answer.stderr
    assert "Traceback" not in answer.stderr
    chinese, english = answer.stderr.strip().splitlines()
    assert named in chinese
    assert has_han(chinese)
    assert not has_han(english), f"not translated: {english}"


def has_han(text: str) -> bool:
    """True where the text contains a Chinese character."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_a_network_is_served_only_when_somebody_can_manage_its_accounts(
    check: Check, free_port: str, tmp_path: Path
) -> None:
    network = {"MAP_HOST": "0.0.0.0"}
    refused = check("--port", free_port, **network)
    assert refused.returncode == 2
    assert "data account add" in refused.stderr and "no administrator account" in refused.stderr
    command = [sys.executable, "-m", "data", "account", "add", "boss"]
    environment = {**os.environ, "MAP_FOLDER": str(tmp_path / "live")}
    subprocess.run(command, cwd=ROOT, env=environment, input="correct-horse-7\n", text=True, check=True)
    assert check("--port", free_port, **network).returncode == 0
