"""Before and after, one over the other, with a slider between them."""

from streamlit.components import v2

from dashboard.drawing.assets import ASSETS, asset_url
from dashboard.drawing.gallery import photo_url
from dashboard.text import _
from geo.words import N_

_PIECE = v2.component(
    "compare",
    html='<div class="cmp"></div>',
    css=(ASSETS / "compare" / "compare.css").read_text("utf-8"),
    js=f"""
const address = new URL("{asset_url("compare/main.js")}", window.location.origin).href;
export default async (piece) => (await import(address)).default(piece);
""",
    isolate_styles=False,
)


def compare(community: str, before: str, after: str, audience: str = "") -> None:
    """Two photos by their ids; the browser fetches them by address."""
    words = {
        "before": _(N_("改造前")),
        "after": _(N_("改造后")),
        "slider": _(N_("拖动比较改造前后")),
        "lost": _(N_("照片没有打开,请刷新页面。")),
    }
    urls = {key: photo_url(community, id, "large", audience) for key, id in (("before", before), ("after", after))}
    _PIECE(key="compare", data={**urls, "words": words})
