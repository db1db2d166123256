"""What was said in public about the real community, with bound, source and date, and the sample works beside it.

The statements are those of the newspaper and of nothing else. "多" and "余" are lower bounds. The three
gardens are told twice there, under two headings: they are the same three.
"""

from datetime import date

from data.demo.spec import ROOF_TREATED_M2
from geo.ledger import Promise
from geo.words import N_

SOURCE_DATE = date(2024, 12, 3)
SOURCE = N_("新闻报道:新湖南 2024-12-03")
ROOFS = tuple(f"roof-A{number:02d}" for number in range(1, len(ROOF_TREATED_M2) + 1))


def _said(
    id: str, title: str, quantity: float, bound: str, unit: str, *works: str, a: bool = True, words: str = ""
) -> Promise:
    return Promise(id, title, quantity, bound, unit, SOURCE, SOURCE_DATE, "A" if a else "", words, works)


PROMISES: tuple[Promise, ...] = (
    _said("said-01-buildings", N_("楼栋综合整治"), 13, "=", "栋", "whole-13"),
    _said("said-02-roofs", N_("屋顶漏水治理"), 2000, ">=", "m²", *ROOFS, words=N_("报道原文为“2000 多”")),
    _said("said-03-paving", N_("道路白改黑"), 32_000, "=", "m²", "paving-main", "paving-cluster", "paving-doorstep"),
    _said("said-04-sewers", N_("下水道管网改造"), 9600, ">=", "m", "sewer-foul", "sewer-storm",
          words=N_("报道原文为“9600 余”")),
    _said(
        "said-05-lights", N_("新增路灯"), 150, ">=", "盏", "lights-main", "lights-cluster", "lights-doorstep",
        "lights-garden", words=N_("报道原文为“150 多”"),
    ),
    _said(
        "said-06-gardens", N_("提质改造小区花园"), 3, "=", "个", "garden-G1", "garden-G2", "garden-G3",
        words=N_("报道两处提到,为同样的三个"),
    ),
    _said("said-07-base", N_("社区阵地扩建"), 1000, "=", "m²", "culture-hall", a=False),
    _said("said-08-books", N_("图书馆分馆藏书"), 3000, ">=", "册", a=False, words=N_("报道原文为“3000 余”")),
    _said("said-09-teams", N_("志愿服务团队"), 9, "=", "支", a=False),
)  # fmt: skip
