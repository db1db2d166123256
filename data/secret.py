"""The installation's secret, with which cookies are signed: from the settings, or made once and kept in the folder."""

import os
import secrets
from pathlib import Path
from uuid import uuid4

from data.errors import SettingsError
from data.settings import Settings, prepare_folder
from geo.words import N_

SHORTEST = 32
FILE = "secret"


def cookie_secret(settings: Settings) -> str:
    """The secret; made with the first call, readable by the server's own user only. Raises `SettingsError`."""
    if settings.secret:
        if len(settings.secret) < SHORTEST:
            raise SettingsError(N_("设置 MAP_SECRET 太短,至少需要 {shortest} 个字符"), shortest=SHORTEST)
        return settings.secret
    path = settings.live_folder / FILE
    if not path.exists():
        _make(path)
    found = path.read_text(encoding="ascii").strip()
    if len(found) < SHORTEST:
        raise SettingsError(N_("文件 {path} 损坏;请删除它,所有人需要重新登录"), path=path)
    return found


def _make(path: Path) -> None:
    """Put a new secret at `path`, whole or not at all; of two servers that start at once the first one's stays."""
    prepare_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{uuid4().hex}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
