"""How Chinese text may be typed: as it is, in pinyin, by the initials of its pinyin."""

import re
from functools import lru_cache

CHINESE = re.compile(r"[\u3400-\u9fff]+")
IGNORED = re.compile(r"[\s#_\-·.,,。、()()]+")


def folded(text: str) -> str:
    """Text as it is compared: lower case, full-width letters narrowed, without blanks and punctuation."""
    narrow = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    return IGNORED.sub("", narrow).lower()


@lru_cache(maxsize=20_000)
def spellings(text: str) -> tuple[str, str, str]:
    """The folded text, its full pinyin and the initials.

    >>> spellings("示例·陈一")
    ('示例陈一', 'shilichenyi', 'slcy')
    """
    from pypinyin import Style, lazy_pinyin  # only now: its dictionaries take more memory than a community

    plain = folded(text)
    # Whole runs, because the reading of a character depends on its neighbours.
    full = CHINESE.sub(lambda run: "".join(lazy_pinyin(run.group(), style=Style.NORMAL)), plain)
    initials = CHINESE.sub(lambda run: "".join(s[:1] for s in lazy_pinyin(run.group(), style=Style.NORMAL)), plain)
    return plain, full, initials


def answers(text: str, typed: str) -> bool:
    """Whether `typed` is part of the text, of its pinyin or of its initials."""
    wanted = folded(typed)
    return any(wanted in spelling for spelling in spellings(text))
