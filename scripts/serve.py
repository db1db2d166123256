"""Last checks before the dashboard starts, then the dashboard itself. Runs in `.venv`.

Settings, data folder, store and port are tried here because a fault in them can still be told in one
sentence; inside the server it would be a traceback.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from messages import StartError, say  # noqa: E402 - after the path
from ports import require_free_port  # noqa: E402


def main(arguments: list[str]) -> int:
    """Check, then become the server; exit status 2 where something stands in the way."""
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--port", default="")
    parser.add_argument("--check", action="store_true", help="only check, do not start")
    options = parser.parse_args(arguments)
    try:
        settings = checked_settings()
        folder_must_be_writable(Path(settings.folder))
        port = require_free_port(settings.host, options.port or str(settings.port))
    except StartError as problem:
        say(str(problem))
        return 2
    if options.check:
        return 0
    say(f"正在启动 … http://{settings.host}:{port}  (Ctrl+C 停止 / to stop)")
    os.environ["MAP_PORT"] = str(port)
    os.execv(sys.executable, [sys.executable, *server_words(settings.host, port)])


def checked_settings():
    """The settings; raises StartError naming each wrong one."""
    from pydantic import ValidationError

    from data.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise StartError("bad_settings", reason=told) from None
    except (OSError, ValueError) as error:
        raise StartError("bad_settings", reason=str(error)) from None


def folder_must_be_writable(folder: Path) -> None:
    """Make the data folder; raises StartError where nothing can be written in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StartError("not_writable", folder=folder, reason=error.strerror, setting="MAP_FOLDER") from None


def server_words(host: str, port: int) -> list[str]:
    """The arguments of Python that start the server."""
    address = ["--server.address", host, "--server.port", str(port)]
    return ["-m", "streamlit", "run", "app.py", *address, "--server.headless", "true"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
