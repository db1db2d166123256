"""The start says in one sentence what stands in its way, and mends what it can.

Each situation is produced for real in a small copy of the project: other Pythons, a folder without
write permission, an index that does not answer, a venv module taken away, an install cut short.
"""

import ast
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLD_PYTHONS = ("python3.6", "python3.7", "python3.8", "python3.9", "python3.10")
NOBODY = 65534
DEAD_INDEX = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that needs no package: the start scripts and requirement files without a requirement."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        (tmp_path / name).write_text("")
    return tmp_path


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that a first start made (kept, because each takes seconds)."""
    folder = tmp_path_factory.mktemp("finished")
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        (folder / name).write_text("")
    answer = start(folder, "setup")
    assert answer.returncode == 0, answer.stderr
    return folder / ".venv"


@pytest.fixture
def started(project: Path, finished: Path) -> Path:
    """The project after its first start."""
    shutil.copytree(finished, project / ".venv", symlinks=True)
    return project


def start(
    project: Path, *arguments: str, python: str = sys.executable, **variables: str
) -> subprocess.CompletedProcess:
    """Run `start.py` in `project` with further environment variables."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))}
    command = [python, str(project / "scripts" / "start.py"), *arguments]
    return subprocess.run(
        command, env={**kept, "PYTHONUTF8": "1", **variables}, capture_output=True, text=True, timeout=120
    )


def is_one_clear_message(answer: subprocess.CompletedProcess) -> bool:
    """True for exit status 2 and an error output that ends in one Chinese and one English line, no traceback."""
    chinese, english = answer.stderr.strip().splitlines()[-2:]
    has_han = any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    return answer.returncode == 2 and has_han and english.isprintable() and "Traceback" not in answer.stderr


def older_than_needed() -> list[str]:
    """Interpreters of this machine that are too old to run the project."""
    shims = [shutil.which(name) for name in OLD_PYTHONS]
    versions = Path.home() / ".pyenv" / "versions"
    pyenv = [str(path) for path in versions.glob("3.*/bin/python") if int(path.parts[-3].split(".")[1]) < 11]
    runs = (["-c", ""],)
    return [
        p for p in [*filter(None, shims), *pyenv] if subprocess.run([p, *runs[0]], capture_output=True).returncode == 0
    ]


@pytest.mark.parametrize("name", ["start.py", "messages.py"])
def test_what_an_old_python_reads_is_written_in_old_python(name: str) -> None:
    ast.parse((ROOT / "scripts" / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_finds_a_newer_one_or_says_that_it_is_too_old(project: Path) -> None:
    old = older_than_needed()
    if not old:
        pytest.skip("no Python older than 3.11 on this machine")
    for python in old:
        alone = start(project, "setup", python=python, PATH="/nonexistent")
        assert is_one_clear_message(alone), alone.stderr
        assert "3.11" in alone.stderr
    (project / "bin").mkdir()
    (project / "bin" / "python3").symlink_to(sys.executable)
    (project / ".venv").mkdir()
    helped = start(project, "python", "--", "-c", "print('hello')", python=old[0], PATH=str(project / "bin"))
    assert helped.stdout == "hello\n", helped.stderr


def test_an_interpreter_that_only_pretends_to_exist_is_passed_over(project: Path) -> None:
    shim, aged, fit = (project / name for name in ("shim", "aged", "fit"))
    shim.write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n")
    aged.write_text("#!/bin/sh\necho 3.9\n")
    fit.write_text("#!/bin/sh\necho 3.12\n")
    for file in (shim, aged, fit):
        file.chmod(0o755)
    probe = f"import start; print(start.fit_python(('/nowhere/python', {str(shim)!r}, {str(aged)!r}, {str(fit)!r})))"
    chosen = subprocess.run([sys.executable, "-c", probe], cwd=project / "scripts", capture_output=True, text=True)
    assert chosen.stdout.strip() == str(fit), chosen.stderr


def test_the_second_start_installs_nothing(started: Path) -> None:
    (started / ".venv" / "bin" / "pip").unlink()
    before = (started / ".venv" / "install.log").stat().st_mtime_ns
    again = start(started, "setup", **DEAD_INDEX)
    assert (again.returncode, again.stderr) == (0, "")
    assert (started / ".venv" / "install.log").stat().st_mtime_ns == before


def test_what_only_development_needs_is_installed_when_development_asks(started: Path) -> None:
    package(started / "tiny", "tiny_map_tool")
    (started / "requirements-dev.txt").write_text(f"{started / 'tiny_map_tool-1-py3-none-any.whl'}\n")
    look = ("--", "-c", "import tiny_map_tool; print(tiny_map_tool.SIZE)")
    assert start(started, "python", *look, **DEAD_INDEX).returncode == 1
    assert start(started, "python", "--dev", *look, **DEAD_INDEX).stdout == "3\n"
    assert start(started, "setup", "--dev", **DEAD_INDEX).stderr == ""


def test_changed_requirements_are_installed_at_the_next_start(started: Path) -> None:
    package(started / "tiny", "tiny_map_part")
    (started / "requirements.txt").write_text(f"{started / 'tiny_map_part-1-py3-none-any.whl'}\n")
    answer = start(started, "python", "--", "-c", "import tiny_map_part; print(tiny_map_part.SIZE)", **DEAD_INDEX)
    assert answer.stdout == "3\n", answer.stderr


def test_an_interrupted_install_is_repaired_by_the_next_start(started: Path) -> None:
    package(started / "tiny", "tiny_map_part")
    (started / "requirements.txt").write_text(f"{started / 'tiny_map_part-1-py3-none-any.whl'}\n")
    assert start(started, "setup", **DEAD_INDEX).returncode == 0
    # What a kill in the middle of unpacking leaves: metadata that looks whole, a module that is not there.
    next((started / ".venv").glob("lib/*/site-packages/tiny_map_part.py")).unlink()
    (started / ".venv" / "install-unfinished").touch()
    answer = start(started, "python", "--", "-c", "import tiny_map_part", **DEAD_INDEX)
    assert answer.returncode == 0, answer.stderr


def test_an_environment_whose_python_is_gone_is_made_anew(started: Path) -> None:
    for link in (started / ".venv" / "bin").glob("python*"):
        link.unlink()
    answer = start(started, "python", "--", "-c", "print('alive')")
    assert answer.stdout == "alive\n", answer.stderr


def test_a_failed_download_is_one_sentence_and_is_not_taken_for_an_install(started: Path) -> None:
    (started / "requirements.txt").write_text("no-such-map-package==1\n")
    for _ in range(2):
        answer = start(started, "setup", **DEAD_INDEX)
        assert is_one_clear_message(answer), answer.stderr
        assert "network" in answer.stderr
        assert (started / ".venv" / "install.log").read_text()


def test_an_index_that_does_not_answer_is_not_told_as_a_conflict(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    why = importlib.import_module("environment").why_pip_failed
    log = tmp_path / "install.log"
    refused = "'NewConnectionError('<HTTPConnection>: Failed to establish a new connection: [Errno 111] refused')'"
    log.write_text(f"WARNING: Retrying after {refused}: /x/\nERROR: ResolutionImpossible: for help visit pip\n")
    told = str(why(log))
    assert "[Errno 111] refused" in told and "network" in told and "ResolutionImpossible" not in told


def test_a_python_without_its_venv_module_names_the_package_to_install(project: Path) -> None:
    (project / "missing").mkdir()
    (project / "missing" / "sitecustomize.py").write_text(
        "import importlib.util as u\nreal = u.find_spec\n"
        "u.find_spec = lambda name, package=None: None if name == 'ensurepip' else real(name, package)\n"
    )
    answer = start(project, "setup", PYTHONPATH=str(project / "missing"))
    assert is_one_clear_message(answer), answer.stderr
    assert f"apt install python3.{sys.version_info[1]}-venv" in answer.stderr


def test_a_folder_that_cannot_be_written_is_named(project: Path) -> None:
    python = next((p for p in ("/usr/bin/python3", "/usr/local/bin/python3") if fits(p)), sys.executable)
    if os.geteuid() == 0 and python == sys.executable and not sys.executable.startswith("/usr"):
        pytest.skip("run as root without a system Python that another user may run")
    shared = Path(subprocess.check_output(["mktemp", "-d", "-p", "/tmp"], text=True).strip())
    try:
        shutil.copytree(project, shared / "map")
        shared.chmod(0o755)
        (shared / "map").chmod(0o555)
        other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        command = [python, str(shared / "map" / "scripts" / "start.py"), "setup"]
        answer = subprocess.run(
            command, capture_output=True, text=True, env={"PYTHONUTF8": "1", "PATH": "/usr/bin"}, **other
        )
        assert is_one_clear_message(answer), answer.stderr
        assert str(shared / "map") in answer.stderr
    finally:
        (shared / "map").chmod(0o755)
        shutil.rmtree(shared)


def fits(python: str) -> bool:
    """True where `python` runs and is new enough."""
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    return Path(python).exists() and subprocess.run([python, "-c", probe]).returncode == 0


def package(folder: Path, name: str) -> Path:
    """A wheel `name`-1 beside `folder` with one module that says SIZE = 3; built without any tool."""
    import zipfile

    wheel = folder.parent / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}.py", "SIZE = 3\n")
        archive.writestr(f"{name}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        archive.writestr(
            f"{name}-1.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr(f"{name}-1.dist-info/RECORD", "")
    return wheel
