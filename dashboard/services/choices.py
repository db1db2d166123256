"""Lists for people to choose from."""

from collections import Counter
from collections.abc import Mapping


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names by id for a list to choose from: a browser tells choices by what they say, so equal ones get a number.

    >>> told_apart({"a": "路灯", "b": "路灯", "c": "管网"})
    {'a': '路灯', 'b': '路灯 (2)', 'c': '管网'}
    """
    seen, told = Counter[str](), {}
    for id, name in names.items():
        seen[name] += 1
        told[id] = f"{name} ({seen[name]})" if seen[name] > 1 else name
    return told
