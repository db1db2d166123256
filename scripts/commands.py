"""The commands behind `make`: each prepares the environment it needs and hands over to it."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from environment import Environment

ROOT = Path(__file__).resolve().parent.parent


def run_command(arguments: list[str], root: Path = ROOT) -> int:
    """Carry out one command line of `start.py`; the exit status of what was run.

    Raises StartError with the sentence to show.
    """
    own, words = split(arguments)
    options = parsed(own)
    environment = Environment(root)
    environment.prepare("dev" if options.dev else "run")
    if options.command == "setup":
        return 0
    if options.command == "run":
        words = [str(root / "scripts" / "serve.py"), *words]
    return hand_over([str(environment.python), *words], root)


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What stands before the first "--" and what stands after it.

    >>> split(["python", "--dev", "--", "-m", "pytest", "--", "x"])
    (['python', '--dev'], ['-m', 'pytest', '--', 'x'])
    """
    if "--" not in arguments:
        return arguments, []
    place = arguments.index("--")
    return arguments[:place], arguments[place + 1 :]


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The command line before "--" as a namespace of command and dev."""
    parser = argparse.ArgumentParser(prog="start.py", description="Set up .venv and run a command in it.")
    parser.add_argument("command", choices=("run", "setup", "python"))
    parser.add_argument("--dev", action="store_true", help="with the development tools")
    return parser.parse_args(arguments)


def hand_over(command: list[str], root: Path) -> int:
    """Become `command` in `root`: signals and the exit status then need no forwarding.

    Windows has no such thing; there it is a child that is waited for.
    """
    os.chdir(root)
    if os.name == "nt":
        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(command[0], command)
    return 0  # never reached; execv does not return
