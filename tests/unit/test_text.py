"""Words: every message has an English translation that fits it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.services.markdown import plain
from dashboard.text import LANGUAGES, SOURCE_LANGUAGE, _, fill, language, speak, words
from dashboard.text.catalogue import all_faults, messages_in_code, placeholders, read_catalogue
from geo.layers import LAYER_GROUPS, LAYERS

HAN = re.compile(r"[\u4e00-\u9fff]")
OTHER = [code for code, _name in LANGUAGES if code != SOURCE_LANGUAGE]


@pytest.fixture(autouse=True)
def chinese_again():
    yield
    speak(SOURCE_LANGUAGE)


def test_the_catalogues_are_complete_and_fit_the_code():
    assert all_faults() == []


def test_the_code_speaks_chinese():
    """A message without a Chinese character is either a bare placeholder or a forgotten English sentence."""
    english = [text for text in messages_in_code() if not HAN.search(text) and re.search(r"[A-Za-z]{3}", text)]
    assert english == []


@pytest.mark.parametrize("code", OTHER)
def test_no_chinese_is_left_in_a_translation(code):
    left = [str(m.string) for m in read_catalogue(code) if m.id and HAN.search(str(m.string))]
    assert left == []


@pytest.mark.parametrize("code", OTHER)
def test_every_title_unit_and_value_of_the_layers_is_translated(code):
    say = words(code)
    titles = [title for _key, title in LAYER_GROUPS]
    for layer in LAYERS:
        titles += [layer.title, layer.measure_word]
        for field in layer.fields:
            titles += [field.title, field.unit, *(title for _key, title in field.values)]
    assert [title for title in titles if HAN.search(say(title))] == []


def test_a_run_speaks_the_language_that_was_set():
    speak("en")
    assert (language(), _("楼栋"), fill("图层 {shown}/{all}", shown=3, all=9)) == ("en", "Buildings", "Layers 3/9")
    speak("zh")
    assert _("楼栋") == "楼栋"


def test_an_unknown_language_or_message_stays_chinese():
    speak("xx")
    assert language() == "zh"
    assert words("xx")("楼栋") == "楼栋"
    assert words("en")("没有这一句") == "没有这一句"
    assert words("en")("") == ""


def test_the_extraction_reads_marks_of_all_rooms():
    files = {place.split("/")[0] for places in messages_in_code().values() for place, _line in places}
    assert files == {"geo", "data", "dashboard"}


def test_a_message_within_an_f_string_is_extracted_too(tmp_path):
    """Babel's own reader passes over it, and English readers then saw Chinese."""
    file = tmp_path / "geo" / "x.py"
    file.parent.mkdir()
    file.write_text("title = f\"**{_(N_('里面'))}**\" + N_('外' '面')", "utf-8")
    assert set(messages_in_code(tmp_path)) == {"里面", "外面"}


def test_placeholders_are_read_and_broken_braces_noticed():
    assert placeholders("{a} of {b:.1f}") == {"a", "b"}
    assert placeholders("{a") == {"?"}


@given(st.text(max_size=60))
def test_escaped_text_keeps_its_words_and_loses_every_markdown_sign(text):
    escaped = plain(text)
    assert re.sub(r"\\([\\`*_{}\[\]()<>#+\-.!|~$:&^=])", r"\1", escaped) == " ".join(text.split())
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~$:&]", escaped)
