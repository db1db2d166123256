"""A taken port is told with its owner and with a free one to use instead."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which this very process listens."""
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def require(port: str) -> subprocess.CompletedProcess:
    """Ask `scripts/ports.py` for the port, as the start does."""
    program = (
        "from messages import StartError\nfrom ports import require_free_port\n"
        f"try: print(require_free_port({HOST!r}, {port!r}))\nexcept StartError as e: print(e)"
    )
    variables = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "scripts", capture_output=True, text=True, env=variables
    )


def test_a_free_port_is_granted() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    assert require(str(port)).stdout == f"{port}\n"


def test_a_taken_port_names_the_process_and_a_port_that_is_free(taken: int) -> None:
    chinese, english = require(str(taken)).stdout.strip().splitlines()
    assert str(os.getpid()) in chinese
    assert f"process {os.getpid()}" in english
    offered = int(english.rpartition("PORT=")[2])
    assert offered != taken
    with socket.create_server((HOST, offered)):
        pass


@pytest.mark.parametrize("port", ["", "0", "70000", "-1", "８５０１", "http", "85 01"])
def test_what_is_no_port_number_is_said_to_be_none(port: str) -> None:
    chinese, english = require(port).stdout.strip().splitlines()
    assert "1 到 65535" in chinese
    assert "PORT=" in english


def test_the_address_of_another_machine_is_refused_as_such() -> None:
    program = (
        "from messages import StartError\nfrom ports import require_free_port\n"
        "try: require_free_port('192.0.2.1', '8501')\nexcept StartError as e: print(e.key)"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT / "scripts", capture_output=True, text=True)
    assert answer.stdout == "port_refused\n", answer.stderr
