"""Words on the screen: Chinese in the code, every other language in a catalogue.

The message is the Chinese text itself, so that the code reads as the screen does. `_` translates into
the language of the current run; `speak` sets it (a context variable: each session runs in a context of
its own). Catalogues are plain `.po` files, compiled in memory when first used: what is edited is what
is shown, there is no second file to forget.

    python -m dashboard.text extract   adds new messages to the catalogues
    python -m dashboard.text check     says what is missing, stale or broken
"""

import gettext
import io
from collections.abc import Callable
from contextvars import ContextVar, copy_context
from functools import cache
from pathlib import Path
from typing import TypeVar

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from geo.words import N_

__all__ = [
    "LANGUAGES",
    "N_",
    "SOURCE_LANGUAGE",
    "_",
    "catalogue_file",
    "fill",
    "in_language",
    "language",
    "speak",
    "speak_otherwise",
    "words",
]

T = TypeVar("T")
SOURCE_LANGUAGE = "zh"
LANGUAGES: tuple[tuple[str, str], ...] = (("zh", "中文"), ("en", "English"))
"""Each language's code in the address line and its name in itself."""

_current: ContextVar[str] = ContextVar("language", default="")
_otherwise: list[Callable[[], str]] = []


def catalogue_file(code: str) -> Path:
    """Where the catalogue of a language lies."""
    return Path(__file__).parent / code / "LC_MESSAGES" / "messages.po"


@cache
def _translations(code: str) -> gettext.NullTranslations:
    if code == SOURCE_LANGUAGE or code not in dict(LANGUAGES):
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with catalogue_file(code).open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def words(code: str) -> Callable[[str], str]:
    """The translator into one language; an unknown language or message stays Chinese."""
    translations = _translations(code)
    # gettext answers the empty message with the catalogue's header.
    return lambda message: translations.gettext(message) if message else ""


def speak(code: str) -> None:
    """Make `_` translate into this language from here on in this run."""
    _current.set(code if code in dict(LANGUAGES) else SOURCE_LANGUAGE)


def speak_otherwise(tells: Callable[[], str]) -> None:
    """Ask `tells` for the language wherever a run has not said it yet, as in the callback of a press."""
    _otherwise[:] = [tells]


def language() -> str:
    """The code of the language that `_` speaks now."""
    told = _current.get() or next((tells() for tells in _otherwise), "")
    return told if told in dict(LANGUAGES) else SOURCE_LANGUAGE


def in_language(code: str, make: Callable[[], T]) -> T:
    """What `make` says in a language, without changing that of the run."""

    def speaking() -> T:
        speak(code)
        return make()

    return copy_context().run(speaking)


def _(message: str) -> str:
    """The message in the reader's language."""
    return words(language())(message)


def fill(message: str, **values: object) -> str:
    """The translated message with its `{placeholders}` filled in."""
    return _(message).format(**values)
