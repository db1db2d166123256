"""The look of a kind of work: its colour as a small square."""

import re


def swatch(colour: str) -> str:
    """HTML of a square in this colour; grey for what is no colour of six digits."""
    sound = colour if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else "#7f7f7f"
    return f'<i class="kind-mark" style="background-color:{sound}"></i>'
