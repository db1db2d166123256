"""Last checks before the dashboard starts, then the dashboard itself. Runs in `.venv`.

Settings, data folder, store and port are tried here because a fault in them can still be told in one
sentence; inside the server it would be a traceback.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from messages import StartError, say  # noqa: E402 - after the path
from ports import require_free_port  # noqa: E402

from dashboard.services.access.identity import require_administrator  # noqa: E402
from dashboard.text import words  # noqa: E402
from data.settings import load_settings, prepare_folder  # noqa: E402
from data.store import open_store  # noqa: E402
from geo.errors import MapError  # noqa: E402


def main(arguments: list[str]) -> int:
    """Check, then become the server; exit status 2 where something stands in the way."""
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--port", default="", help="port to listen on (default: the setting)")
    parser.add_argument("--check", action="store_true", help="only check, do not start")
    options = parser.parse_args(arguments)
    try:
        settings = load_settings()
        prepare_folder(settings.live_folder)
        port = require_free_port(settings.host, options.port or str(settings.port))
        store = open_store(settings.url)
        require_administrator(settings.host, store)
        store.engine.dispose()
    except StartError as problem:
        say(str(problem))
        return 2
    except MapError as problem:
        say(in_both_languages(problem))
        return 2
    if not options.check:
        say(f"正在启动 … http://{settings.host}:{port}  (Ctrl+C 停止 / to stop)")
        start_server(settings.host, port)
    return 0


def in_both_languages(problem: MapError) -> str:
    """The sentence of an error in Chinese and in English."""
    return "\n".join(words(language)(problem.message).format(**problem.values) for language in ("zh", "en"))


def start_server(host: str, port: int) -> None:
    """Become the server (Windows: a child that is waited for)."""
    address = ["--server.address", host, "--server.port", str(port)]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *address, "--server.headless", "true"]
    os.environ["MAP_PORT"] = str(port)
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
