"""The child process that reads one file from outside: `python -m geo.exchange.child REQUEST`.

It binds itself before it looks at the file, and leaves one Arrow file per layer and `answer.json` in the folder
that the request names. Whatever the file does to it stays in here: see `geo.exchange.sandbox`.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.exchange.limits import bind_this_process

bind_this_process()

import pyarrow as pa  # noqa: E402 - nothing is loaded before the limits hold

from geo.errors import FileError  # noqa: E402
from geo.exchange.formats import FORMATS, Format  # noqa: E402
from geo.exchange.table import Parsed  # noqa: E402
from geo.words import N_  # noqa: E402

MAX_CRS_CHARACTERS = 20_000


def main(request: dict[str, Any]) -> None:
    """Read what the request names and leave the answer; a `FileError` is an answer too."""
    folder = Path(request["folder"])
    answer: dict[str, Any]
    try:
        answer = {"tables": [_leave(parsed, folder / f"{i}.arrow") for i, parsed in enumerate(_parse(request, folder))]}
    except FileError as error:
        answer = {"error": error.message, "values": {key: str(value) for key, value in error.values.items()}}
    except MemoryError:
        answer = {"error": N_("文件展开后需要的内存超过上限,拒绝读取"), "values": {}}
    except (RuntimeError, OSError, ValueError, sqlite3.Error, pa.ArrowException) as error:  # of GDAL and Arrow
        answer = {"error": N_("文件损坏或不是这种格式,无法读取:{reason}"), "values": {"reason": str(error)[:200]}}
    (folder / "answer.json").write_text(json.dumps(answer, ensure_ascii=False), "utf-8")


def _parse(request: dict[str, Any], folder: Path) -> Iterator[Parsed]:
    """The layer that is asked for, or every layer in turn."""
    chosen = next(item for item in FORMATS if item.key == request["format"])
    if chosen.drivers:
        _require_only(chosen)
    path = Path(request["path"])
    names = [request["layer"]] if not request["every"] else chosen.layers(path) if chosen.layers else [None]
    for name in names:
        yield chosen.parse(path, layer=name, encoding=request["encoding"], folder=folder)


def _leave(parsed: Parsed, path: Path) -> dict[str, Any]:
    """Write the columns as an Arrow file; what else there is to say goes into the answer."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, parsed.table.schema) as writer:
        writer.write_table(parsed.table)
    return {
        "file": path.name,
        "crs": _crs(parsed.crs),
        "layer": parsed.layer,
        "layers": parsed.layers,
        "problems": [asdict(problem) for problem in parsed.problems],
    }


def _require_only(chosen: Format) -> None:
    """Refuse to open anything while GDAL offers a driver beyond those allowed."""
    import pyogrio

    extra = set(pyogrio.list_drivers()) - set(chosen.drivers)
    if extra:
        raise FileError(N_("GDAL 的读取限制没有生效,拒绝读取:{drivers}"), drivers=", ".join(sorted(extra)[:5]))


def _crs(declared: str) -> str:
    """The declared CRS as an authority code where there is one, "" where there is none or it means nothing."""
    import pyproj

    if not declared or len(declared) > MAX_CRS_CHARACTERS:
        return ""
    try:
        crs = pyproj.CRS.from_user_input(declared)
    except pyproj.exceptions.CRSError:
        return ""
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.to_wkt())


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
