"""Photos for paper: public ones only, in the kept size that a print needs, as they were cleaned at upload."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dashboard.services.public.public_facts import PublicWork
from data.pictures import picture_path

PRINT_SIZE = "large"


def photo_pairs(folder: Path, works: Iterable[PublicWork], most: int) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """(up to `most` pairs of before and after, the files that they name); a pair whose file is gone is left out."""
    pairs: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for work in works:
        if len(pairs) == most or work.pair is None:
            continue
        paths = [picture_path(folder, photo.sha256, PRINT_SIZE) for photo in work.pair]
        if not all(path.is_file() for path in paths):
            continue
        names = [f"photo-{len(pairs)}-{role}.jpg" for role in ("before", "after")]
        files |= {name: path.read_bytes() for name, path in zip(names, paths, strict=True)}
        pairs.append({"name": work.name or work.id, "before": names[0], "after": names[1]})
    return pairs, files
