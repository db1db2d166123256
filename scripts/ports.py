"""Whether a port is free, which process holds it, and the next free one."""

import contextlib
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from messages import StartError

LISTEN = "0A"
"""State "listening" in /proc/net/tcp."""


@dataclass(frozen=True)
class Owner:
    """The process that listens on a port."""

    pid: int
    command: str


def require_free_port(host: str, port: str) -> int:
    """The port as a number, once it is certain that a server can listen there.

    Raises StartError for what is no port number, a port already taken (with its process, where that
    can be found out) and one that this user may not use.
    """
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise StartError("bad_port", port=port, free=next_free_port(host, 8501))
    number = int(port)
    error = why_not(host, number)
    if error is None:
        return number
    free = next_free_port(host, number + 1 if number >= 1024 else 8501)
    if isinstance(error, PermissionError) or not is_answering(host, number):
        raise StartError("port_refused", host=host, port=number, reason=error.strerror, free=free)
    owner = owner_of(number)
    told = f"{owner.pid}({owner.command})" if owner else ""
    raise StartError(
        "port_taken",
        port=number,
        owner_zh=f"进程 {told}" if owner else "另一个程序",
        owner_en=f"process {told.replace('(', ' (')}" if owner else "another program",
        free=free,
    )


def why_not(host: str, port: int) -> OSError | None:
    """The error that listening on `host`:`port` meets, None where it works."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        # As the server itself does: a port of a server that just ended is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen(1)
        except OSError as error:
            return error
    return None


def is_answering(host: str, port: int) -> bool:
    """True where somebody listens on the port."""
    with contextlib.suppress(OSError), socket.create_connection((host or "127.0.0.1", port), timeout=1):
        return True
    return False


def next_free_port(host: str, start: int) -> int:
    """The first port from `start` on that is free (`start` itself if none of the next hundred is)."""
    candidates = range(start, min(start + 100, 65536))
    return next((port for port in candidates if why_not(host, port) is None), start)


def owner_of(port: int) -> Owner | None:
    """The process that listens on `port`, None where this user cannot see it."""
    return owner_in_proc(port) if Path("/proc/net/tcp").exists() else owner_by_lsof(port)


def owner_in_proc(port: int) -> Owner | None:
    """Linux: the process that holds the listening socket's inode open."""
    sockets = {f"socket:[{inode}]" for inode in listening_inodes(port)}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if str(link.readlink()) in sockets:
                process = link.parent.parent
                words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
                return Owner(int(process.name), " ".join(words).strip()[:80])
    return None


def listening_inodes(port: int) -> set[str]:
    """The inodes of the sockets that listen on `port`, over IPv4 and IPv6."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for row in Path(table).read_text().splitlines()[1:]:
                columns = row.split()
                if columns[3] == LISTEN and int(columns[1].rpartition(":")[2], 16) == port:
                    found.add(columns[9])
    return found


def owner_by_lsof(port: int) -> Owner | None:
    """macOS: what lsof says."""
    try:
        answer = subprocess.run(
            ["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"], capture_output=True, text=True, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    told = {line[0]: line[1:] for line in answer.stdout.splitlines() if line}
    return Owner(int(told["p"]), told.get("c", "")) if "p" in told else None
