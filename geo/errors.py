"""What can go wrong, as one small family.

A *fault in somebody's data* is a value (`Problem`), reported together with all others of its file.
An *error* is raised: it says what failed, why and what to do. Messages are Chinese msgids of the
catalogue with named placeholders, so that one place (`dashboard/text`) can speak both languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class MapError(Exception):
    """Base of every error this project raises on purpose.

    `message` is a msgid with `{placeholders}`; `values` fills them.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message = message
        self.values = values


class CrsError(MapError):
    """A coordinate reference system is missing, unknown or contradicts the coordinates."""


class FileError(MapError):
    """A file as a whole cannot be read."""


@dataclass(frozen=True)
class Problem:
    """One fault in data: which row and column, what is wrong, what to do.

    `row` is counted from 1 as the sender sees it (None: the whole file). `severity` is "error" (the
    row or file is refused) or "warning" (it is taken, and said).
    """

    message: str
    row: int | None = None
    column: str | None = None
    severity: str = "error"
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self) -> str:
        """The message with its values filled in, untranslated."""
        return self.message.format(**self.values)
