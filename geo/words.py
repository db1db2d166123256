"""Marks Chinese text as a message of the translation catalogue.

`geo` and `data` hold words (layer titles, allowed values, faults) but never translate them: the
screen does, in the reader's language. `N_` only makes them visible to `pybabel extract`.
"""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """The message itself, marked for extraction."""
    return message
