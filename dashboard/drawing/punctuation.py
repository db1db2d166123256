"""Chinese punctuation for print: marks beside Chinese are as wide as its characters, so that lines close up well.

The words of the interface are typed with the narrow marks of a keyboard; a printer would not set them so.
"""

import re

_CJK = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_AFTER = f"[{_CJK}”’）》」]"
WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_MARK = re.compile(f"(?:(?<={_AFTER})([,;:!?]) ?)|(?:^([,;:!?]) ?(?=[{_CJK}]))")
_ENDLESS = re.compile(f"[^\\s{_CJK}\u200b]{{30,}}")
_BRACKETS = re.compile(r"\(([^()]*)\)")


def chinese_marks(text: str) -> str:
    """A text with wide marks after Chinese characters and wide brackets around or behind them; anything else stays.

    >>> chinese_marks("比例尺 1:1,000(按 100% 打印),上方为北; see http://a.b (x)")
    '比例尺 1:1,000（按 100% 打印），上方为北；see http://a.b (x)'
    """
    if not re.search(f"[{_CJK}]", text):
        return text
    text = _BRACKETS.sub(_wide_brackets, text)
    return _MARK.sub(lambda found: WIDE[found[1] or found[2]], text)


def breakable(text: str) -> str:
    """A text whose endless words may break every dozen characters; addresses break at their slashes anyway.

    >>> breakable("x" * 36) == "\u200b".join(["x" * 12] * 3)
    True
    """
    if "://" in text:
        return text
    return _ENDLESS.sub(lambda found: "\u200b".join(re.findall(".{1,12}", found[0])), text)


def _wide_brackets(found: re.Match[str]) -> str:
    before = found.string[: found.start()][-1:]
    chinese = re.compile(f"[{_CJK}]")
    if chinese.search(found[1]) or chinese.match(before):
        return f"（{found[1]}）"
    return found[0]
