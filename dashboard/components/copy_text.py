"""A text to be taken along, with a button that copies it, also where the page came over plain http."""

from dashboard.components.planning.analysis_piece import analysis_piece
from dashboard.components.session import Run
from dashboard.text import _
from geo.words import N_


def copy_words() -> dict[str, str]:
    """What the button says before and after it was pressed."""
    return {"copy": _(N_("复制")), "copied": _(N_("已复制")), "failed": _(N_("请手动选中复制"))}


def copy_text(run: Run, key: str, text: str) -> None:
    """Show a text, line breaks kept, and the button below it."""
    analysis_piece(run, key, {"look": "copy", "text": text, "words": copy_words()})
