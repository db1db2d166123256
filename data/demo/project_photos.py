"""Drawn before and after pictures, each plainly marked as a sample: no photo of a real place."""

import io

from PIL import Image, ImageDraw, ImageFont

from data.settings import PROJECT

SIZE = (1280, 960)
FONT = PROJECT / "dashboard" / "assets" / "fonts" / "noto-sans-sc-700.woff2"
SCENES = {
    "roof": ("#c9ced3", "#8a8f94", "#7d5648"),
    "road": ("#d8d4c8", "#b9b4a6", "#3f444a"),
    "garden": ("#d9d3bf", "#a79c78", "#4f8a3c"),
    "light": ("#2a3038", "#3a424c", "#e8c65a"),
    "waste": ("#cfd6d4", "#98a3a0", "#2f7d6b"),
}
"""Scene → colour of the background, of what was there before, and of what stands there now."""

TITLES = {"before": "改造前", "during": "施工中", "after": "改造后"}


def drawing(scene: str, role: str, words: str) -> bytes:
    """A JPEG of the scene before, during or after the work, with the mark and `words` on it."""
    ground, old, new = SCENES[scene]
    image = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(image)
    width, height = SIZE
    share = {"before": 0.0, "during": 0.5, "after": 1.0}[role]
    pen.rectangle((140, 260, width - 140, height - 160), fill=old)
    pen.rectangle((140, 260, 140 + (width - 280) * share, height - 160), fill=new)
    for crack in range(0 if role == "after" else 9):
        x = 220 + crack * 100
        if x > 140 + (width - 280) * share:
            pen.line([(x, 280), (x + 35, 430), (x - 20, 580), (x + 30, 780)], fill="#5b5f63", width=6)
    pen.rectangle((0, 0, width, 150), fill="#1d2b36")
    _write(pen, (40, 30), f"示例 · {TITLES[role]}", "SAMPLE " + role, 80)
    _write(pen, (40, height - 110), words, words.encode("ascii", "ignore").decode(), 56, "#1d2b36")
    target = io.BytesIO()
    image.save(target, "JPEG", quality=85)
    return target.getvalue()


def _write(
    pen: ImageDraw.ImageDraw, at: tuple[int, int], words: str, plain: str, size: int, ink: str = "#faf8f4"
) -> None:
    """The words in the project's own font, or in plain letters where that cannot be opened."""
    try:
        pen.text(at, words, fill=ink, font=ImageFont.truetype(str(FONT), size))
    except OSError:
        pen.text(at, plain, fill=ink, font=ImageFont.load_default(size))
