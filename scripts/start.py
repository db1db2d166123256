"""Start of every `make` command: finds a fit Python, sets up `.venv` once, then runs the command in it.

    python3 scripts/start.py run [-- --port 8501]      the dashboard
    python3 scripts/start.py setup [--dev]              only the environment
    python3 scripts/start.py python [--dev] -- -m data  the environment's Python with these arguments

This file must be readable by any Python 3, so that an old one can say that it is too old; what it
imports after that check may use today's language.
"""

import os
import subprocess
import sys

from messages import StartError, say

MINIMUM = (3, 11)
CANDIDATES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")
PROBE = "import sys; print('%d.%d' % sys.version_info[:2])"


def version_of(python):
    """(major, minor) of the interpreter `python`, or None where it does not run (a shim without its Python)."""
    try:
        answer = subprocess.check_output([python, "-c", PROBE], stderr=subprocess.DEVNULL)
        major, minor = answer.decode().strip().split(".")
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def fit_python(candidates=CANDIDATES, minimum=MINIMUM):
    """The first of `candidates` that runs and is new enough.

    Raises StartError naming the versions that were found.
    """
    found = []
    for python in candidates:
        version = version_of(python)
        if version is not None and version >= minimum:
            return python
        if version is not None:
            found.append("%s = %d.%d" % (python, version[0], version[1]))
    named = ", ".join(found) or "none"
    raise StartError("old_python", minimum="%d.%d" % minimum, found=named)


def main(arguments):
    """Run the command with a Python that is new enough; the exit status."""
    try:
        if sys.version_info[:2] < MINIMUM:
            return subprocess.call([fit_python(), os.path.realpath(__file__), *arguments])
        from commands import run_command

        return run_command(arguments)
    except StartError as problem:
        say(str(problem))
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
