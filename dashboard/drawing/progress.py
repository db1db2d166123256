"""Progress as a bar with its parts: numbers only, no text from data."""

from dashboard.drawing.styles import STATUS

WORDS = ("accepted", "completed")


def share_bar(accepted: float, unaccepted: float, *, late: bool = False) -> str:
    """HTML of a bar: proved, reported only (hatched), rest; outlined in red where something is late.

    Shares are clipped to what a bar can show. Colours come from the table of statuses, the rest from
    the style sheet (`project.css`).
    """
    first = min(max(float(accepted), 0.0), 1.0)
    second = min(max(float(unaccepted), 0.0), 1.0 - first)
    parts = "".join(
        f'<i class="bar-{word}" style="width:{share * 100:.2f}%;background-color:{STATUS[word][0]}"></i>'
        for word, share in zip(WORDS, (first, second), strict=True)
        if share > 0
    )
    return f'<div class="share-bar{" late" if late else ""}" role="img">{parts}</div>'


def status_mark(word: str, *, late: bool = False) -> str:
    """HTML of a status: its symbol in its colour, ringed in red where it is late."""
    colour, symbol = STATUS[word]
    return f'<span class="status-mark{" late" if late else ""}" style="--status:{colour}">{symbol}</span>'
