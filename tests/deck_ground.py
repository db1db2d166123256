"""A community for decks: secrets planted wherever the store takes any, and meetings at their limits."""

import gzip
import io
import json
import re
from base64 import b64decode
from datetime import date, timedelta
from pathlib import Path

from PIL import Image

from data import china_day
from data.communities import Community, add_community
from data.features import upsert_frame
from data.meetings import add_meeting
from data.people import Person, add_people
from data.photos import add_photos, photo_of
from data.pictures import keep_picture
from data.projects import add_project
from data.promises import add_promises
from data.rights import Viewer
from data.store import Store
from data.works import add_works
from geo.ledger import Promise
from geo.meetings import AgendaItem, Attendance, Decision, Meeting, SlideEdit, Subject
from geo.works import AssetRef, Funding, OnAssets, Project, Unknown, Work, WorkDate
from tests.store.projects_ground import LAYERS

PLANTED = ("13812345678", "真名张三", "内部机密", "示例监理甲", "账户甲", "GPSCAMERA")
"""Mobile, real name, internal words, supervisor, account, what a camera noted: none may reach a deck."""

LONG = "长" * 199 + "名"
RARE = "𠮷㐂🌳"
TODAY = china_day.today()
P, Q = Subject("project", "", "p"), Subject("project", "", "q")
LEAD = Meeting(
    "held", TODAY - timedelta(days=90), "council", "春季会", "活动室", "19:30", True, True,
    (AgendaItem("a1", "屋面", P),), (Attendance("A01", 12),),
    (Decision("d1", "先修屋面", "a1", P, 9, 2, 1, "open", TODAY + timedelta(days=30)),), "纪要", "内部机密",
)  # fmt: skip
NEXT = Meeting(
    "next", TODAY + timedelta(days=7), "council", "夏季会", "活动室", "19:30",
    agenda=(
        AgendaItem("a1", "屋面修到哪", P, "施工单位到会"), AgendaItem("a2", "管网", Q),
        AgendaItem("a3", "1栋坡道", Subject("place", "building", "A01")),
        AgendaItem("a4", "方案甲", Subject("plan", "", "甲")),
    ),
    internal_words="内部机密", slides=(SlideEdit("title", notes="欢迎大家"),),
)  # fmt: skip
EMPTY = Meeting("empty", TODAY - timedelta(days=400), held=True)
HOSTILE = Meeting(
    "hostile", TODAY + timedelta(days=9), title=f"{RARE}</script><script>alert(1)</script><!--=facts=-->",
    agenda=(AgendaItem("a1", LONG, P, "话" * 1900), AgendaItem("a2", RARE), AgendaItem("a3", "&lt;b> \"'`${x}")),
)  # fmt: skip
MANY = Meeting("many", TODAY + timedelta(days=11), agenda=tuple(AgendaItem(f"a{n}", f"第{n}件事") for n in range(490)))
SECRET_MEETING = Meeting("secret", TODAY + timedelta(days=12), title="不公开", public=False)


def make_deck_ground(store: Store, folder: Path) -> None:
    """Fill the store; pictures go to `folder`."""
    works = [
        Work(
            "roof", "p", "roof_leak", "屋面", "under_construction", OnAssets((AssetRef("building", "A01"),)),
            planned=400.0, done=100.0, supervisor="示例监理甲", cost_fen=1000, funding=(Funding("内部机密", 1000),),
            start=WorkDate(TODAY - timedelta(days=60), True), end=WorkDate(TODAY - timedelta(days=5)),
            internal_words="内部机密",
        ),
        Work("pipe", "q", "sewer_renewal", "管网", "planned", OnAssets((AssetRef("pipe", "s1"),)), planned=982.0,
             start=WorkDate(TODAY + timedelta(days=20)), end=WorkDate(TODAY + timedelta(days=60))),
        Work("later", "p", "other", LONG, location=Unknown()),
    ]  # fmt: skip
    with store.write("账户甲") as tx:
        add_community(tx, Community("c", "小社区", lon=112.925, lat=28.215, note="内部机密"))
        for key, frame in LAYERS.items():
            upsert_frame(tx, "c", key, frame)
        add_project(tx, "c", Project("p", "示例整治", "compound", "公开的话", "内部机密", "真名张三"))
        add_project(tx, "c", Project("q", f"{RARE}管网", "compound"))
        add_works(tx, "c", works)
        promise = Promise("said", "屋顶漏水治理", 300.0, ">=", "m²", "新闻报道", date(2024, 12, 3), works=("roof",))
        add_promises(tx, "c", [promise])
        for item in (LEAD, NEXT, EMPTY, HOSTILE, MANY, SECRET_MEETING):
            add_meeting(tx, "c", item)
        boss = Viewer("administrator", "账户甲")
        add_people(
            tx, boss, "c", [(Person("z", "真名张三", shown_name="张师傅", office_phone="0731-88880000"), "13812345678")]
        )
    pictures = [("before", True), ("after", True), ("during", False)]
    with store.write("账户甲") as tx:
        photos = [
            photo_of(keep_picture(folder, camera(n)), "roof", role, id=f"ph-{n}", public=public)
            for n, (role, public) in enumerate(pictures)
        ]
        add_photos(tx, "c", folder, photos)


def camera(n: int) -> bytes:
    """A photo as a phone writes it: with its place and its maker."""
    picture = Image.new("RGB", (640, 480), (40 * n + 60, 120, 90))
    exif = Image.Exif()
    exif[0x010F] = "GPSCAMERA"
    exif.get_ifd(0x8825)[2] = (28.0, 13.0, 0.0)
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def everything_in(html: bytes) -> str:
    """All that a deck holds as one text: the page itself, the map unpacked, pictures as their bytes."""
    text = html.decode()
    packed = re.search(r'id="packed">([^<]*)<', text)[1]
    pictures = "".join(
        b64decode(part).decode("latin-1") for part in re.findall(r"data:image/jpeg;base64,([\w+/=]+)", text)
    )
    return text + gzip.decompress(b64decode(packed)).decode() + pictures


def facts_in(html: bytes) -> dict:
    """What the scripts of a deck draw."""
    return json.loads(re.search(r'id="facts">(.*?)</script>', html.decode(), re.DOTALL)[1])
