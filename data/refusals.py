"""What was refused lately, for administrators to read: which rule, to whom, how often; never a value that was typed.

Kept in memory since the server began, the same refusal once with its count: whoever knocks a thousand times fills no
table and pushes nobody else's line out. The server's own log has every line.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from geo.words import N_

RIGHT, LAST, ENDED, FORGED, SESSION, ORIGIN, HOST, FORM, PROVIDER = (
    "right", "last", "ended", "forged", "session", "origin", "host", "form", "provider",
)  # fmt: skip
TITLES = {
    RIGHT: N_("越权的操作"),
    LAST: N_("撤掉最后一个管理员"),
    ENDED: N_("已过期或已退出的登录"),
    FORGED: N_("不是这里签发的登录凭据"),
    SESSION: N_("冒用他人的会话编号"),
    ORIGIN: N_("别的网站发起的连接"),
    HOST: N_("用陌生主机名的访问"),
    FORM: N_("过期或别的网站提交的表单"),
    PROVIDER: N_("统一身份登录未成功"),
}
MOST = 200


@dataclass(frozen=True)
class Refusal:
    """One refusal: when last, by which rule (`TITLES`), to whom ("" unknown), of what (a word of ours), how often."""

    at: datetime
    kind: str
    who: str = ""
    what: str = ""
    count: int = 1


_kept: OrderedDict[tuple[str, str, str], Refusal] = OrderedDict()
_lock = threading.Lock()


def note(kind: str, who: str = "", what: str = "") -> None:
    """Remember a refusal; the newest `MOST` different ones are kept."""
    new = Refusal(datetime.now(UTC), kind, who[:80], what[:200])
    key = (new.kind, new.who, new.what)
    with _lock:
        was = _kept.pop(key, None)
        _kept[key] = replace(new, count=was.count + 1) if was else new
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def noted() -> list[Refusal]:
    """All that are kept, the newest first; `data.account_log.refused_lately` asks for the right to see them."""
    with _lock:
        return list(reversed(_kept.values()))


def forget() -> None:
    """Begin anew."""
    with _lock:
        _kept.clear()
