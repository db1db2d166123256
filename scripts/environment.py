"""The virtual environment in `.venv`: made once, repaired after an interrupted install, otherwise left alone."""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from messages import StartError, say

REQUIREMENTS = {
    "run": ("requirements.txt", "constraints.txt"),
    "dev": ("requirements-dev.txt", "requirements.txt", "constraints.txt"),
}
"""The files whose content decides whether an environment is up to date; the first is what pip installs."""

NETWORK_SIGNS = re.compile(
    r"connection|timed? ?out|name resolution|getaddrinfo|unreachable|proxy|ssl|retries|"
    r"No matching distribution|Could not find a version|HTTP error|hash(es)? (do|does) not match",
    re.IGNORECASE,
)
CAUSE = re.compile(r"(?:Failed|\[Errno|[\w.]*[Tt]imed? ?out|Temporary|SSL|proxy)[^')]*|$")
"""The cause within pip's line about a connection."""


class Environment:
    """The environment of the project in `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.log = self.folder / "install.log"
        self.unfinished = self.folder / "install-unfinished"

    def ready(self, purpose: str) -> bool:
        """True where a finished install of exactly these requirement files by this Python is on disk.

        Needs no package and starts no process: this is all that a second start costs.
        """
        stamp = self._stamp(purpose)
        return (
            self.python.exists()
            and not self.unfinished.exists()
            and stamp.exists()
            and stamp.read_text() == self._wanted(purpose)
        )

    def prepare(self, purpose: str) -> None:
        """Make the environment fit for `purpose` ("run" or "dev"); nothing to do where it is.

        Raises StartError for a read-only folder, a Python without venv, a failed download or install.
        """
        if self.ready(purpose):
            return
        must_be_writable(self.root)
        with only_one(self.root):
            if self.ready(purpose):
                return
            if self.unfinished.exists() or not self._runs():
                self._create()
            self._install(purpose)

    def _stamp(self, purpose: str) -> Path:
        return self.folder / f"installed-{purpose}"

    def _wanted(self, purpose: str) -> str:
        digest = hashlib.sha256()
        for name in REQUIREMENTS[purpose]:
            digest.update((self.root / name).read_bytes())
        return f"{digest.hexdigest()} {sys.version_info[0]}.{sys.version_info[1]}\n"

    def _runs(self) -> bool:
        """True where `.venv` holds a Python of this very version (not one removed or upgraded since)."""
        probe = "import sys, pip; print(*sys.version_info[:2])"
        try:
            answer = subprocess.run([self.python, "-c", probe], capture_output=True, text=True)
        except OSError:
            return False
        return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]

    def _create(self) -> None:
        if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
            package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            raise StartError("no_venv", python=sys.executable, package=package)
        say(f"正在建立运行环境 {self.folder} … / making the environment")
        # From within the very environment that is to be cleared, the Python under it must do the work.
        python = getattr(sys, "_base_executable", None) or sys.executable
        made = subprocess.run([python, "-m", "venv", "--clear", self.folder], capture_output=True, text=True)
        if made.returncode:
            reason = last_line(made.stderr + made.stdout)
            raise StartError("venv_failed", folder=self.folder, reason=reason)

    def _install(self, purpose: str) -> None:
        say("正在安装软件包,首次约需 1-5 分钟 … / installing packages, 1-5 minutes the first time")
        # Stays behind if this process dies: a half-installed package can look whole to pip.
        self.unfinished.touch()
        arguments = [
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "-r",
            REQUIREMENTS[purpose][0],
        ]
        with self.log.open("w", encoding="utf-8") as log:
            pip = subprocess.Popen(
                [self.python, *arguments], cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            lines = pip.stdout or ()
            for line in lines:
                log.write(line)
                show_progress(line)
        if pip.wait():
            if "Installing collected packages" not in self.log.read_text(encoding="utf-8"):
                self.unfinished.unlink()  # it ended before it wrote anything: no need to begin anew
            raise why_pip_failed(self.log)
        # The development files include those of the run.
        for done in {purpose, "run"}:
            self._stamp(done).write_text(self._wanted(done))
        self.unfinished.unlink()
        say("安装完成。/ installed.")


def must_be_writable(folder: Path) -> None:
    """Raise StartError where no file can be made in `folder`.

    Tried rather than asked: permission bits say nothing about read-only disks.
    """
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StartError("root_not_writable", folder=folder, reason=error.strerror) from None


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Let one process at a time work on `folder`: two installs into one place spoil each other."""
    try:
        import fcntl
    except ImportError:  # not a Unix
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def show_progress(line: str) -> None:
    """Show of pip's talk what tells a person that it goes on."""
    words = line.split()
    if words[:1] == ["Collecting"]:
        say(f"  {words[1]}")
    elif words[:2] == ["Installing", "collected"]:
        say(f"  写入 {line.count(',') + 1} 个软件包 … / unpacking")


def why_pip_failed(log: Path) -> StartError:
    """The error to show for a failed `pip install`, by what its log says."""
    text = log.read_text(encoding="utf-8")
    errors = "\n".join(line for line in text.splitlines() if line.startswith(("ERROR", "WARNING"))) or text
    if "No space left" in text:
        return StartError("disk_full", log=log)
    signs = [line for line in errors.splitlines() if NETWORK_SIGNS.search(line)]
    # pip's own last word on an index that does not answer is that the packages conflict.
    misled = "ResolutionImpossible" in last_line(errors)
    reason = CAUSE.search(signs[-1]) if signs and misled else None
    key = "download_failed" if signs else "install_failed"
    return StartError(key, reason=reason[0] if reason else last_line(errors), log=log)


def last_line(text: str) -> str:
    """The last line that says something, cut to a readable length."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (lines[-1] if lines else "no message")[:200]
