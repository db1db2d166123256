"""How the pages of accounts look. Every value is escaped here; the pages hold no script and no style of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote
from zoneinfo import ZoneInfo

from dashboard.drawing.assets import asset_url
from dashboard.services.access.identity import Identity
from dashboard.text import LANGUAGES
from data.access import ROLE_BY_KEY
from data.logins import Session
from data.passwords import LONGEST, SHORTEST
from data.records import Refused
from geo.errors import MapError
from geo.words import N_

ZONE = ZoneInfo("Asia/Shanghai")
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))  # fmt: skip

# Named here, because the catalogue does not look into f-strings.
SIGN_IN = N_("登录")
WHAT_FOR = N_("登录后可查看内部图层、填报进展和修改数据。")
NAME = N_("账户名")
PASSWORD = N_("密码")
WITHOUT = N_("不登录,以访客身份查看")
ELSEWHERE = N_("用“{provider}”登录")
ASK = N_("没有账户或忘记密码,请联系社区管理员。")
OPEN_MAP = N_("打开一张图")
SIGN_OUT = N_("退出登录")
DEVICES = N_("登录中的设备")
EVERYWHERE = N_("在所有设备上退出")
CHANGE = N_("更改密码")
LENGTHS = N_("{shortest} 到 {longest} 个字符;更改后所有设备需重新登录。")
OLD = N_("现在的密码")
NEW = N_("新密码")
AGAIN = N_("再输入一次新密码")
LEFT_HERE = N_("已在这里退出")
LEAVE = N_("也从“{provider}”退出")
STILL_THERE = N_("“{provider}”仍记得您:下一个用这台电脑的人可以凭它以您的身份进来。在公用的电脑上,请也从那里退出。")
STILL_THERE_ALONE = N_("“{provider}”可能仍记得您。在公用的电脑上,请到它自己的页面也退出。")
SIGN_IN_AGAIN = N_("回到登录页")
DONE = {
    "out": N_("已退出登录。"),
    "everywhere": N_("已在所有设备上退出。"),
    "password": N_("密码已更改,所有设备都已退出。请用新密码登录。"),
}
"""What the page to sign in says first to those whom one of our own pages sent there."""
PRODUCT = N_("微更新一张图")
THIS_ONE = N_("这台设备")


@dataclass(frozen=True)
class Look:
    """Language, its translator, the token of the page's forms, and whether it is evening."""

    lang: str
    say: Callable[[str], str]
    token: str
    dark: bool = False

    @property
    def asks(self) -> str:
        """The end of an address of ours that keeps language and evening, escaped."""
        return f"lang={self.lang}" + ("&amp;dark=1" if self.dark else "")

    def text(self, message: str, **values: object) -> str:
        """A translated sentence, escaped."""
        return escape(self.say(message).format(**values) if values else self.say(message))


def login(
    look: Look, onward: str, told: str | MapError = "", provider: str = "", name: str = "", done: str = ""
) -> str:
    """The page to sign in. `provider`: what people call the identity provider ("" none). `name`: as it was typed.

    `told`: why it was refused. `done`: what was done on the page before.
    """
    there, here = ("", "autofocus") if name else ("autofocus", "")
    there += f' maxlength=40 autocapitalize=none value="{escape(name)}"'
    form = f"""
      <h1>{look.text(SIGN_IN)}</h1>
      <p class="quiet">{look.text(WHAT_FOR)}</p>
      {_told(look, told)}{f'<p class="told done" role="status">{look.text(done)}</p>' if done else ""}
      <form method="post" action="/account/login?{look.asks}">
        {_hidden(look)}<input type="hidden" name="next" value="{escape(onward)}">
        {_field(look, "name", NAME, "text", "username", there)}
        {_field(look, "password", PASSWORD, "password", "current-password", here)}
        <button class="primary">{look.text(SIGN_IN)}</button>
      </form>
      {_elsewhere(look, onward, provider)}
      <p class="ways"><a href="/?{look.asks}">{look.text(WITHOUT)}</a></p>
      <p class="quiet">{look.text(ASK)}</p>"""
    return _page(look, SIGN_IN, form, f"/account/login?next={quote(onward)}&")


def left(look: Look, provider: str, address: str) -> str:
    """Signed out here, not yet at the provider; `address` ends that too ("" where it has none)."""
    there = f'<a class="button primary" href="{escape(address)}">{look.text(LEAVE, provider=provider)}</a>'
    body = f"""
      <h1>{look.text(LEFT_HERE)}</h1>
      <p>{look.text(STILL_THERE if address else STILL_THERE_ALONE, provider=provider)}</p>
      {f'<p class="ways">{there}</p>' if address else ""}
      <p class="ways"><a href="/account/login?{look.asks}">{look.text(SIGN_IN_AGAIN)}</a></p>"""
    return _page(look, LEFT_HERE, body, "/account/login?")


def home(
    look: Look, identity: Identity, held: Sequence[Session], told: str | MapError = "", places: Sequence[str] = ()
) -> str:
    """The page of one's own account. `places`: how far a grid member's or building head's role reaches today."""
    account = identity.account
    assert account is not None and identity.session is not None
    role = look.text(ROLE_BY_KEY[account.role].title)
    reach = " · ".join(escape(place) for place in places)
    rows = "".join(_session(look, item, item.id == identity.session.id) for item in held)
    body = f"""
      <h1>{escape(account.name)}</h1>
      <p class="quiet">{role}{" · " + reach if reach else ""}</p>
      {_told(look, told)}
      <div class="pair">
        <a class="button" href="/?{look.asks}">{look.text(OPEN_MAP)}</a>
        <form method="post" action="/account/logout?{look.asks}">{_hidden(look)}
          <button>{look.text(SIGN_OUT)}</button></form>
      </div>
      <h2>{look.text(DEVICES)}</h2>
      <ul class="sessions">{rows}</ul>
      <form method="post" action="/account/sessions?{look.asks}">{_hidden(look)}
        <button class="warn">{look.text(EVERYWHERE)}</button></form>
      <h2>{look.text(CHANGE)}</h2>
      <p class="quiet">{look.text(LENGTHS, shortest=SHORTEST, longest=LONGEST)}</p>
      <form method="post" action="/account/password?{look.asks}">{_hidden(look)}
        <input type="text" name="name" autocomplete="username" value="{escape(account.name)}" hidden>
        {_field(look, "old", OLD, "password", "current-password")}
        {_field(look, "new", NEW, "password", "new-password")}
        {_field(look, "again", AGAIN, "password", "new-password")}
        <button>{look.text(CHANGE)}</button>
      </form>"""
    return _page(look, N_("我的账户"), body, "/account?")


def browser_name(agent: str) -> str:
    """What a person calls a browser: "Chrome · Windows"; "" for one that nobody knows.

    >>> browser_name("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36")
    'Chrome · Windows'
    """
    found = [next((name for word, name in table if word in agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found))


def _page(look: Look, title: str, body: str, here: str) -> str:
    others = "".join(
        f'<a href="{escape(here)}{replace(look, lang=code).asks}" lang="{code}">{escape(name)}</a>'
        for code, name in LANGUAGES
        if code != look.lang
    )
    return f"""<!doctype html>
<html lang="{"zh-CN" if look.lang == "zh" else look.lang}"{' class="evening"' if look.dark else ""}>
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{look.text(title)} · {look.text(PRODUCT)}</title>
  <link rel="icon" href="{asset_url("account/plan.svg")}">
  <link rel="stylesheet" href="{asset_url("account/account.css")}">
</head>
<body>
  <aside><p class="name">{look.text(PRODUCT)}</p></aside>
  <main>
    <nav>{others}</nav>
    <section>{body}
    </section>
  </main>
</body>
</html>"""


def _told(look: Look, told: str | MapError) -> str:
    if not told:
        return ""
    if isinstance(told, Refused):
        sentences = [look.text(problem.message, **problem.values) for problem in told.problems]
    elif isinstance(told, MapError):
        sentences = [look.text(told.message, **told.values)]
    else:
        sentences = [look.text(told)]
    return f'<p class="told" role="alert">{"<br>".join(sentences)}</p>'


def _elsewhere(look: Look, onward: str, provider: str) -> str:
    """The way to the identity provider: a link, since our forms may be sent to ourselves only."""
    if not provider:
        return ""
    words, way = (
        look.text(ELSEWHERE, provider=provider),
        f"/account/oidc/start?next={quote(onward)}&amp;{look.asks}",
    )
    return f'<p class="ways"><a class="button" href="{way}">{words}</a></p>'


def _hidden(look: Look) -> str:
    return f'<input type="hidden" name="token" value="{escape(look.token)}">'


def _field(look: Look, name: str, label: str, kind: str, fill: str, more: str = "") -> str:
    words = look.text(label)
    return f"""<label>{words}<input name="{name}" type="{kind}" autocomplete="{fill}" required {more}></label>"""


def _session(look: Look, item: Session, is_this: bool) -> str:
    since = item.started_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    used = item.seen_at.astimezone(ZONE).strftime("%H:%M")
    here = f" <strong>{look.text(THIS_ONE)}</strong>" if is_this else ""
    when = look.text(N_("登录于 {since},最近使用 {used}"), since=since, used=used)
    return f'<li><span>{escape(item.browser or "—")}{here}</span><span class="quiet">{when}</span></li>'
