"""Faults of what is said about a person: names, phones, days. Values, all at once; they never repeat a good number."""

import re
from typing import TYPE_CHECKING

from data import china_day
from geo.errors import Problem
from geo.words import N_

if TYPE_CHECKING:
    from data.people import Person

MOBILE = re.compile(r"1[3-9]\d{9}")
SAMPLE_MOBILE = re.compile(r"000\d{8}")
"""Numbers of invented people: in China 00 dials abroad, and no country code begins with 0 (ITU-T E.164, E.164.1),
so that nobody can be rung by one. Taken for sample people only."""

OFFICE_PHONE = re.compile(r"\+?[\d\s()()-]{5,20}(转\d{1,6})?")
MOBILE_ANYWHERE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
LONGEST = 60


def check_person(person: "Person", mobile: str = "", row: int | None = None) -> list[Problem]:
    """Every fault of a person and a mobile in clear ("" for none); `row` is that of a file."""
    problems = []

    def fault(message: str, column: str, **values: object) -> None:
        problems.append(Problem(message, row, column, values=values))

    if not person.name.strip():
        fault(N_("没有姓名"), "name")
    for column in ("name", "shown_name", "organisation", "consent_words"):
        value = getattr(person, column)
        if len(value) > LONGEST:
            fault(N_("超过 {longest} 个字"), column, longest=LONGEST)
        if hides_a_number(value):
            fault(N_("这里不能写手机号或身份证号:手机号请填在“手机”一栏,身份证号本系统不保存"), column)
    if person.office_phone and not OFFICE_PHONE.fullmatch(person.office_phone):
        fault(
            N_("办公电话“{value}”不对:只能有数字、空格、括号、+、- 和“转分机号”"),
            "office_phone",
            value=person.office_phone,
        )
    elif MOBILE_ANYWHERE.search(re.sub(r"\D", "", person.office_phone)):
        fault(N_("办公电话会公示,不能填手机号;手机号请填在“手机”一栏"), "office_phone")
    if mobile and not is_mobile(mobile, person.is_sample):
        fault(N_("手机号不对:应为 11 位数字,以 13 至 19 开头,不含字母和符号"), "mobile")
    if person.since and person.until and person.since > person.until:
        fault(N_("开始日期 {since} 晚于结束日期 {until}"), "until", since=person.since, until=person.until)
    if person.consent_day and person.consent_day > china_day.today():
        fault(N_("同意日期 {day} 还没有到"), "consent_day", day=person.consent_day)
    return problems


def is_mobile(number: str, is_sample: bool = False) -> bool:
    """Whether this is a mobile number of mainland China (of invented people: one that cannot ring).

    >>> is_mobile("13812345678"), is_mobile("1381234567a"), is_mobile("00000000001"), is_mobile("00000000001", True)
    (True, False, False, True)
    """
    return bool(MOBILE.fullmatch(number) or (is_sample and SAMPLE_MOBILE.fullmatch(number)))


def hides_a_number(text: str) -> bool:
    """Whether free text holds what looks like a mobile or an ID number, which it may not: it enters the history."""
    return bool(MOBILE_ANYWHERE.search(text) or ID_NUMBER.search(text))


def mask(number: str) -> str:
    """A number with its middle hidden; "" stays "".

    >>> mask("13812341234"), mask("0731-8888"), mask("")
    ('138****1234', '****', '')
    """
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]}****{number[7:]}"
    return "****" if number else ""
