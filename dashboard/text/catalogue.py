"""What the code says against what the catalogues know."""

import ast
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from dashboard.text import LANGUAGES, SOURCE_LANGUAGE, catalogue_file

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("geo", "data", "dashboard")
KEYWORDS = {"_": None, "N_": None, "fill": None}
"""Functions whose first argument is a message."""


def placeholders(message: str) -> set[str]:
    """The names between braces; {"?"} where the braces do not match."""
    try:
        return {name for _text, name, _spec, _conversion in Formatter().parse(message) if name is not None}
    except ValueError:
        return {"?"}


def python_calls(
    source: BinaryIO, keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """The messages of a Python source, as Babel takes them: (line, function, message, comments).

    Read from the syntax tree, since Babel's own reader passes over calls that stand within an f-string.
    """
    calls = (node for node in ast.walk(ast.parse(source.read())) if isinstance(node, ast.Call) and node.args)
    marked = [(node.lineno, node.func.id, node.args[0].value) for node in calls
              if isinstance(node.func, ast.Name) and node.func.id in keywords
              and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)]  # fmt: skip
    for line, name, message in sorted(marked):
        yield line, name, message, []


def messages_in_code(root: Path = ROOT) -> dict[str, list[tuple[str, int]]]:
    """Every message that the code marks, with the files and lines where it stands."""
    found: dict[str, list[tuple[str, int]]] = {}
    for room in ROOMS:
        files: list[tuple[Path, Any]] = [(file, python_calls) for file in sorted((root / room).rglob("*.py"))]
        files += [(file, babel_extract) for file in sorted((root / room).rglob("templates/**/*.html"))]
        for file, method in files:
            for line, message, _comments, _context in extract(
                method, BytesIO(file.read_bytes()), KEYWORDS, options={"encoding": "utf-8", "silent": "false"}
            ):
                text = message if isinstance(message, str) else message[0]
                if text:
                    found.setdefault(text, []).append((file.relative_to(root).as_posix(), line))
    return found


def read_catalogue(code: str) -> Catalog:
    """The catalogue of a language; an empty one if there is no file yet."""
    file = catalogue_file(code)
    if not file.exists():
        return Catalog(locale=code, project="micro-renewal-map", charset="utf-8")
    with file.open("rb") as stream:
        return read_po(stream, locale=code)


def faults(code: str, root: Path = ROOT) -> Iterator[str]:
    """One sentence per message that is missing, stale, doubtful or has other placeholders."""
    used, catalogue = messages_in_code(root), read_catalogue(code)
    known = {str(m.id): m for m in catalogue if m.id}
    for text, places in used.items():
        where = f"{places[0][0]}:{places[0][1]}"
        message = known.get(text)
        if message is None or not message.string:
            yield f"{code}: no translation of {text!r} ({where})"
        elif message.fuzzy:
            yield f"{code}: doubtful translation of {text!r} ({where})"
        elif placeholders(text) != placeholders(str(message.string)):
            yield f"{code}: other placeholders in the translation of {text!r} ({where})"
    for text in known.keys() - used.keys():
        yield f"{code}: {text!r} is no longer used"


def all_faults(root: Path = ROOT) -> list[str]:
    """The faults of every catalogue."""
    return [fault for code, _name in LANGUAGES if code != SOURCE_LANGUAGE for fault in faults(code, root)]


def extract_into(code: str, root: Path = ROOT) -> int:
    """Rewrite a catalogue for the messages of today: known translations stay, new ones are empty.

    Returns the number of messages without translation.
    """
    used, old = messages_in_code(root), read_catalogue(code)
    known = {str(m.id): str(m.string) for m in old if m.id}
    fresh = Catalog(locale=code, project="micro-renewal-map", charset="utf-8", fuzzy=False)
    for text, places in used.items():
        # Without line numbers: a moved line is no change of the words.
        files = sorted({(file, 0) for file, _line in places})
        fresh.add(text, known.get(text, ""), locations=files)
    catalogue_file(code).parent.mkdir(parents=True, exist_ok=True)
    with catalogue_file(code).open("wb") as stream:
        write_po(stream, fresh, width=120, include_lineno=False, omit_header=False)
    return sum(1 for text in used if not known.get(text))
