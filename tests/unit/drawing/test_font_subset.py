"""Fonts that hold just the characters of a text."""

import re
from base64 import b64decode
from io import BytesIO

from fontTools.ttLib import TTFont

from dashboard.drawing.font_subset import font_faces, missing


def test_a_face_holds_the_characters_of_the_text_and_what_a_presenter_may_type():
    rules = font_faces("龙王港季度进度会")
    assert rules.count("@font-face") == 2
    for data in re.findall(r"base64,([\w+/=]+)", rules):
        with TTFont(BytesIO(b64decode(data))) as font:
            known = font.getBestCmap()
        assert {ord(c) for c in "龙王港季度进度会0123456789≥第栋"} <= set(known)
        assert ord("鑫") not in known


def test_what_no_font_of_ours_has_is_named_once_and_spaces_are_not():
    assert missing("龙🌳王\u202f🌳") == ("🌳",)
