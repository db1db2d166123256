"""The terms of a plan in the address, and the table of prices as people edit it."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.services.choices import told_apart
from dashboard.services.planning.plan_terms import MOST_YEARS, SHOWN_CRITERIA, Terms, read_terms, write_terms
from dashboard.services.planning.plan_words import money, money_range
from dashboard.services.planning.price_table import prices_of, table_of
from dashboard.text import speak
from geo.cost import UNIT_PRICES, UnitPrice
from geo.works import DEFAULT_KINDS

MONEY = some.integers(0, 10_000).map(float)


@given(
    some.integers(2000, 2099), some.lists(MONEY, min_size=1, max_size=MOST_YEARS),
    some.sampled_from(["low", "mid", "high"]),
    some.lists(some.sampled_from([0.0, 0.5, 5.0]), min_size=len(SHOWN_CRITERIA), max_size=len(SHOWN_CRITERIA)),
    some.lists(some.from_regex(r"[A-Za-z0-9_.-]{1,20}", fullmatch=True), max_size=5),
    some.sampled_from(["households", "need"]), some.sampled_from(["all", "known"]),
)  # fmt: skip
def test_the_terms_come_back_from_the_address(year, budgets, side, weights, must, goal, order):
    terms = Terms(year, tuple(budgets), side, "planned", tuple(weights), tuple(must), goal, order)
    assert read_terms(write_terms(terms), 2027) == terms


@given(some.text(max_size=60))
def test_any_text_gives_terms(text):
    assert 1 <= len(read_terms(text, 2027).years) <= MOST_YEARS


@pytest.mark.parametrize("word", ["", "~~~", "1999~-1,2~dear~none~9,9~<b>", "2027~nan~mid~all~1"])
def test_what_means_nothing_is_left_at_its_default(word):
    assert read_terms(word, 2030).weights == Terms(2030).weights and not any(read_terms(word, 2030).budgets_wan)


def test_budgets_are_wan_and_money_is_fen():
    assert Terms(2027, (1.5, 300.0)).budget_fen == {2027: 1_500_000, 2028: 300_000_000}


@pytest.mark.parametrize(
    ("code", "text", "span"),
    [
        ("zh", "300\u202f万元", "12.0 – 300\u202f万元"),
        ("en", "¥\u202f3.00 M", "¥\u202f120 k – ¥\u202f3.00 M"),
    ],
)
def test_money_is_said_as_people_say_it(code, text, span):
    speak(code)
    assert (money(300_000_000), money_range(12_000_000, 300_000_000), money(None)) == (text, span, "")
    speak("zh")


def test_an_untouched_table_means_the_same_prices():
    speak("zh")
    assert prices_of(table_of(DEFAULT_KINDS, UNIT_PRICES), DEFAULT_KINDS, UNIT_PRICES) == list(UNIT_PRICES)


def test_a_changed_price_is_no_sample_and_an_emptied_one_is_gone():
    table = table_of(DEFAULT_KINDS, UNIT_PRICES)
    table.loc[0, "low"] = 90.0
    table.loc[1, ["low", "high"]] = None
    found = {price.kind: price for price in prices_of(table, DEFAULT_KINDS, UNIT_PRICES)}
    assert (found["roof_leak"].low_yuan, found["roof_leak"].is_sample) == (90, False)
    assert DEFAULT_KINDS[1].id not in found and found["garden"].is_sample


def test_half_a_price_means_from_and_to_the_same():
    table = table_of(DEFAULT_KINDS, [])
    table.loc[0, ["high", "year", "source"]] = [120.0, 2025, "本地"]
    table["year"] = table["year"].astype(pd.Int64Dtype())
    assert prices_of(table, DEFAULT_KINDS, []) == [UnitPrice("roof_leak", "m²", 120, 120, 2025, "本地")]


def test_choices_that_say_the_same_are_told_apart():
    assert told_apart({"a": "路灯", "b": "路灯", "c": "管网"}) == {"a": "路灯", "b": "路灯 (2)", "c": "管网"}
