"""What a meeting says as plain text: "since last time" to paste into a chat group, and minutes that load nothing."""

import re
from collections.abc import Iterator

from dashboard.services.meeting.deck_facts import news_rows
from dashboard.services.meeting.deck_parts import Material
from dashboard.services.meeting.deck_words import day_text, kind_text, short_title
from dashboard.text import _, fill
from geo.since import NEWS_KINDS
from geo.words import N_

_PICTURE = re.compile(r"!\[")


def since_text(material: Material) -> str:
    """What happened since the last meeting, as a text to paste; "" before the first meeting was held."""
    return "\n".join(_lines(material)) if material.since else ""


def _lines(material: Material) -> Iterator[str]:
    since, view = material.since, material.view
    if since is None:
        return
    sample = _(N_("(示例数据)")) if view.community.is_sample else ""
    day = day_text(since.day, view.day, year=True)
    yield fill(N_("【{community}】{day} 开会以来{sample}"), community=view.community.name, day=day, sample=sample)
    for kind, title in NEWS_KINDS:
        items = [item for item in since.news if item.kind == kind]
        if items:
            yield ""
            yield fill(N_("{title}({count} 项)"), title=_(title), count=len(items))
            yield from (f"· {row['text']}:{row['detail']}" for row in news_rows(items, view))
    if not since.news:
        yield _(N_("没有新的完工、开工、逾期或改期。"))
    still = [(held, decision) for held, decision in material.carried if decision.state == "open"]
    if still:
        yield ""
        yield fill(N_("上次定下、还在办的({count} 项)"), count=len(still))
        yield from (f"· {decision.words}" for _held, decision in still)
    yield ""
    yield fill(N_("数据截至 {day},预计日期可能变动。"), day=day_text(view.day, view.day, year=True))


def heading(kind: str, title: str) -> str:
    """What a meeting is called: its own name, else its kind."""
    return short_title(title) or kind_text(kind)


def safe_minutes(words: str) -> str:
    """Minutes as Markdown that loads nothing from anywhere: pictures stay text, angle brackets too.

    >>> safe_minutes("![x](http://y) <b>")
    '!\\\\[x](http://y) &lt;b>'
    """
    return _PICTURE.sub(r"!\\[", words).replace("<", "&lt;")
