"""Text that Streamlit would read as Markdown, made to be read as it stands."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def plain(text: object) -> str:
    """The text with every character that Markdown, emoji codes, colours or formulas use made harmless.

    Streamlit's labels, captions, tooltips and metrics are Markdown; names from people go through here.
    Line breaks become spaces, so that a name can start neither a list nor a heading.

    >>> plain("**3** [x](http://y) :red[z] $a$")
    '\\\\*\\\\*3\\\\*\\\\* \\\\[x\\\\]\\\\(http\\\\://y\\\\) \\\\:red\\\\[z\\\\] \\\\$a\\\\$'
    """
    one_line = " ".join(str(text).split())
    # A number with a full stop starts an ordered list; the full stop is among the escaped characters.
    return _SPECIAL.sub(r"\\\1", one_line)
