"""Invented people: names that nobody bears and numbers that cannot ring."""

SURNAMES = "陈王李张刘杨黄周吴徐孙马朱胡郭何高林罗郑"
GIVEN = "一二三四五六七八九十甲乙丙丁"
COMMUNITY_PHONE, PROPERTY_PHONE, TEAM_PHONE = "000-8000-0001", "000-8000-0002", "000-8000-0003"
"""Offices of the sample. 00 dials abroad from China, and no country code begins with 0: nothing rings."""

TEAMS = (
    "益龄扶老", "快乐老年文化服务队", "同心五老矛盾调处服务队", "红色党员志愿服务队",
    "示例队一", "示例队二", "示例队三", "示例队四", "示例队五",
)  # fmt: skip
"""The nine volunteer teams: the newspaper names four of them, the others are stand-ins."""


def sample_name(number: int) -> str:
    """The name of the n-th invented person, from 0: 示例·陈一, 示例·王一 … all different up to 280.

    >>> sample_name(0), sample_name(1), sample_name(20)
    ('示例·陈一', '示例·王一', '示例·陈二')
    """
    given, surname = divmod(number, len(SURNAMES))
    return f"示例·{SURNAMES[surname]}{GIVEN[given % len(GIVEN)]}{'' if given < len(GIVEN) else given // len(GIVEN)}"


def sample_mobile(number: int) -> str:
    """The mobile of the n-th person: 000 and eight digits (`data.people_checks.SAMPLE_MOBILE`).

    >>> sample_mobile(7)
    '00000000008'
    """
    return f"000{number + 1:08d}"
