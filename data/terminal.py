"""What commands say on a terminal, in the language asked for."""

import gettext
import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from geo.errors import MapError, Problem
from geo.words import N_

PROJECT = Path(__file__).resolve().parent.parent
SHOWN_PER_FAULT = 10


class Terminal:
    """Writes results to stdout and everything about the run to stderr; progress only where a person watches."""

    def __init__(self, language: str | None) -> None:
        self._catalogue = _catalogue(language or _language_of_settings())
        self._in_progress = False

    def text(self, message: str, values: Mapping[str, object] | None = None) -> str:
        """A message in the reader's language; values that are messages themselves are translated as well."""
        words = self._catalogue.gettext(message) if message else ""
        if not values:
            return words
        return words.format(**{key: self._value(value) for key, value in values.items()})

    def say(self, message: str, **values: object) -> None:
        """One line of the result."""
        self.end_progress()
        print(self.text(message, values))  # noqa: T201 - this class is the terminal

    def fail(self, error: MapError) -> None:
        """Why nothing was done."""
        self.end_progress()
        sentence = self.text(error.message, error.values) if error.values else str(error)
        print(self.text(N_("错误:")) + sentence, file=sys.stderr)  # noqa: T201

    def progress(self, step: str, *_: object) -> None:
        """The step that is under way, overwritten by the next one."""
        if sys.stderr.isatty():
            print(f"\r\x1b[K{self.text(step)} …", end="", file=sys.stderr, flush=True)  # noqa: T201
            self._in_progress = True

    def end_progress(self) -> None:
        """Leave the progress line."""
        if self._in_progress:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201
            self._in_progress = False

    def problems(self, problems: Iterable[Problem], *, all_of_them: bool = False) -> None:
        """Faults and warnings by row; of the same fault in the same column the first ten, then their number."""
        self.end_progress()
        seen: dict[tuple[str, str | None], int] = {}
        for problem in problems:
            key = (problem.message, problem.column)
            seen[key] = seen.get(key, 0) + 1
            if all_of_them or seen[key] <= SHOWN_PER_FAULT:
                print(self._line(problem), file=sys.stderr)  # noqa: T201
        for (_, column), count in seen.items():
            if count > SHOWN_PER_FAULT and not all_of_them:
                more = N_("……另有 {count} 行在 {column} 上有同样的问题,用 --all-problems 全部列出")
                values = {"count": count - SHOWN_PER_FAULT, "column": column or ""}
                print(self.text(more, values), file=sys.stderr)  # noqa: T201

    def _line(self, problem: Problem) -> str:
        where = [self.text(N_("第 {row} 行"), {"row": problem.row})] if problem.row is not None else []
        where += [problem.column] if problem.column else []
        mark = self.text(N_("警告")) if problem.severity == "warning" else self.text(N_("错误"))
        return f"[{mark}] {' · '.join(where)}{': ' if where else ''}{self.text(problem.message, problem.values)}"

    def _value(self, value: object) -> object:
        return self._catalogue.gettext(value) if isinstance(value, str) and value else value


def _catalogue(language: str) -> gettext.NullTranslations:
    """The dashboard's catalogue of a language, if it is there; else the Chinese of the code."""
    file = PROJECT / "dashboard" / "text" / language / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with file.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _language_of_settings() -> str:
    from data.settings import load_settings

    try:
        return load_settings().language
    except MapError:  # the command itself will say so
        return "zh"
