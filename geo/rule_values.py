"""The numbers that the planning analyses work with, as one table that a community may change.

Each is a record with title, unit, usual value, bounds and source. A community keeps only what it changed; the
functions here make the analyses' own records from the usual values and those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo import dig_ground, dig_once, hydraulics, lighting, possible_works, sewer_rules
from geo.carriageway import Room
from geo.dig_once import MeetingRule
from geo.errors import Problem
from geo.hydraulics import UNCHECKED, Coefficient
from geo.kind_rules import kind_rule_of, usual_of_kinds
from geo.lighting import LightDefaults, LightingClass
from geo.network import TOLERANCE_M
from geo.network_faults import GAP_M
from geo.sewer_rules import Limit
from geo.words import N_
from geo.works import DEFAULT_KINDS

PRACTICE = N_("通行做法,可修改")
NETWORK, FLOW, SEWER, DIG, PLAN, LIGHT, CLOSURE = "network", "flow", "sewer", "dig", "plan", "light", "closure"
CLASS = "light_class"
GROUP_TITLES = {
    NETWORK: N_("管网连接"), FLOW: N_("水量与过流能力"), SEWER: N_("管网规则"), DIG: N_("一次开挖规则"),
    PLAN: N_("方案"), LIGHT: N_("照明"), CLOSURE: N_("关停影响"),
    CLASS: N_("采用的照明等级"),
}  # fmt: skip


@dataclass(frozen=True)
class RuleValue:
    """One number: what it is, what is usual, within which bounds it may lie, and where it comes from."""

    key: str
    group: str
    title: str
    value: float
    unit: str
    low: float
    high: float
    source: str
    of: str = ""
    """What the title is about, where several numbers share one: a diameter, a kind of road."""

    whole: bool = False


DARK_M = 30.0
"""A dark stretch longer than this is told."""

QUANTITY_TITLES = {
    sewer_rules.MIN_DIAMETER: N_("最小管径"), sewer_rules.MIN_SLOPE: N_("最小坡度"),
    sewer_rules.MAX_SPACING: N_("检查井最大间距"),
}  # fmt: skip
ROAD_KINDS = {"main": N_("主路"), "cluster": N_("组团路"), "doorstep": N_("宅前路"), "garden": N_("花园")}


def _network() -> list[RuleValue]:
    return [
        RuleValue("network.tolerance_m", NETWORK, N_("端点捕捉容差"), TOLERANCE_M, "m", 0.05, 5.0, PRACTICE),
        RuleValue("network.gap_m", NETWORK, N_("断点搜索距离"), GAP_M, "m", 0.5, 20.0, PRACTICE),
    ]


def _flow() -> list[RuleValue]:
    plain = [RuleValue(f"flow.{item.key}", FLOW, item.title, item.value, item.unit, item.low, item.high, item.source)
             for item in hydraulics.COEFFICIENTS]  # fmt: skip
    peaks = [RuleValue(f"flow.peak.{flow:g}", FLOW, N_("变化系数(平均流量)"), factor, "", 1.0, 5.0, UNCHECKED,
                       f"{flow:g} L/s") for flow, factor in hydraulics.PEAKING]  # fmt: skip
    fills = [RuleValue(f"flow.fill.{size:g}", FLOW, N_("最大充满度"), most, "", 0.3, 1.0,
                       hydraulics.GB_50014 if size < 1000 else UNCHECKED, f"≥ DN{size:g}" if size else "< DN350")
             for size, most in hydraulics.FILLING]  # fmt: skip
    return [*plain, *peaks, *fills]


def _sewer() -> list[RuleValue]:
    return [
        RuleValue(f"sewer.{item.key}", SEWER, QUANTITY_TITLES[item.quantity], item.value, item.unit, 0.0,
                  max(item.value * 20, 1.0), item.source, _sizes(item))
        for item in sewer_rules.SEWER_LIMITS
    ]  # fmt: skip


def _sizes(item: Limit) -> str:
    """Which pipes a limit holds for, in the language of drawings: "DN300-600", "PVC/HDPE"."""
    if item.quantity == sewer_rules.MIN_DIAMETER:
        return N_("接户管与雨水口连接管") if item.role == "link" else N_("干管")
    words = N_("接户管与雨水口连接管") if item.role == "link" else ""
    if words:
        return words
    last = item.below_mm - 100
    if item.from_mm and item.below_mm < float("inf"):
        words = f"DN{item.from_mm:g}-{last:g}" if last > item.from_mm else f"DN{item.from_mm:g}"
    elif item.from_mm:
        words = f"≥ DN{item.from_mm:g}"
    elif item.below_mm < float("inf"):
        words = f"< DN{item.below_mm:g}"
    return f"{words} HDPE/PVC-U".strip() if item.materials else words


def _dig() -> list[RuleValue]:
    found = []
    for rule in dig_once.RULES:
        if rule.distance_m:
            found.append(RuleValue(f"dig.{rule.key}.distance_m", DIG, rule.title, rule.distance_m, "m", 0.0, 200.0,
                                   rule.source, N_("相距不超过")))  # fmt: skip
        if rule.days:
            found.append(RuleValue(f"dig.{rule.key}.days", DIG, rule.title, float(rule.days), N_("天"), 1.0, 730.0,
                                   rule.source, N_("相隔不超过")))  # fmt: skip
    found.append(RuleValue("dig.trench_m", DIG, N_("管道沟槽"), dig_ground.TRENCH_M, "m", 0.0, 3.0, PRACTICE,
                           N_("管壁外两侧各")))  # fmt: skip
    return found


def _plan() -> list[RuleValue]:
    return [RuleValue("plan.together_m", PLAN, N_("管道随路一起改造"), possible_works.TOGETHER_M, "m", 0.0, 60.0,
                      PRACTICE, N_("离路中线不超过"))]  # fmt: skip


def _light() -> list[RuleValue]:
    usual = LightDefaults()
    found = [
        RuleValue("light.dark_m", LIGHT, N_("暗段长于"), DARK_M, "m", 5.0, 200.0, PRACTICE),
        RuleValue("light.efficacy_lm_w", LIGHT, N_("光效"), usual.efficacy_lm_w, "lm/W", 30, 220, PRACTICE),
        RuleValue("light.maintenance", LIGHT, N_("维护系数"), usual.maintenance, "", 0.3, 1.0, PRACTICE),
        RuleValue("light.cut_off_deg", LIGHT, N_("截光角"), usual.cut_off_deg, "°", 40, 90, PRACTICE),
    ]
    for item in lighting.CLASSES:
        found.append(RuleValue(f"light.{item.key}.average", LIGHT, N_("平均照度"), item.average_lx, "lx", 0.5, 100,
                               item.source, item.title))  # fmt: skip
        found.append(RuleValue(f"light.{item.key}.minimum", LIGHT, N_("最小照度"), item.minimum_lx, "lx", 0.1, 50,
                               item.minimum_source, item.title))  # fmt: skip
    for kind, title in ROAD_KINDS.items():
        if kind in lighting.WANTED:
            found.append(RuleValue(f"light.wanted.{kind}", CLASS, N_("采用的照明等级(1-4)"),
                                   float(lighting.WANTED[kind][1:]), "", 1, 4, PRACTICE, title))  # fmt: skip
        found.append(RuleValue(f"light.height.{kind}", LIGHT, N_("灯高未知时取"), usual.height_m[kind], "m", 1, 20,
                               PRACTICE, title))  # fmt: skip
        found.append(RuleValue(f"light.power.{kind}", LIGHT, N_("功率未知时取"), usual.power_w[kind], "W", 3, 1000,
                               PRACTICE, title))  # fmt: skip
    return found


def _closure() -> list[RuleValue]:
    usual = Room()
    return [
        RuleValue("closure.walk_m", CLOSURE, N_("步行至少余宽"), usual.walk_m, "m", 0.5, 4.0, PRACTICE),
        RuleValue("closure.drive_m", CLOSURE, N_("车辆至少余宽"), usual.drive_m, "m", 2.0, 7.0, PRACTICE),
    ]


RULE_VALUES: tuple[RuleValue, ...] = (*_network(), *_flow(), *_sewer(), *_dig(), *_plan(), *_light(), *_closure())
RULE_VALUE_BY_KEY = {item.key: item for item in RULE_VALUES}
Values = Mapping[str, float]


def usual_values() -> dict[str, float]:
    """All numbers as nobody has changed them, also those of the kinds of work that every community starts with."""
    return {item.key: item.value for item in RULE_VALUES} | usual_of_kinds(kind.id for kind in DEFAULT_KINDS)


def rule_value_of(key: str) -> RuleValue | None:
    """The record of a key, also of a number that a kind of work has (`geo.kind_rules`); None where there is none."""
    found = kind_rule_of(key)
    if found is None:
        return RULE_VALUE_BY_KEY.get(key)
    rule, kind = found
    usual = rule.usual_of(kind)
    return RuleValue(key, rule.group, rule.title, usual, rule.unit, rule.low, rule.high, rule.source, kind, rule.whole)


def check_value(key: str, value: float) -> list[Problem]:
    """Faults of a changed number: a key that is none, a value that is none or out of bounds, a part of a whole."""
    item = rule_value_of(key)
    if item is None:
        return [Problem(N_("没有名为 {key} 的参数"), column=key, values={"key": key})]
    told = {"title": item.title, "low": f"{item.low:g}", "high": f"{item.high:g}"}
    if not item.low <= value <= item.high:
        return [Problem(N_("{title}应在 {low} 到 {high} 之间"), column=key, values=told)]
    if item.whole and value != int(value):
        return [Problem(N_("{title}应为整数"), column=key, values={"title": item.title})]
    return []


def flow_coefficients(values: Values) -> dict[str, float]:
    """What `geo.hydraulics.capacity` takes as values."""
    return {item.key: values[f"flow.{item.key}"] for item in hydraulics.COEFFICIENTS}


def coefficients(values: Values) -> tuple[Coefficient, ...]:
    """The coefficients with the community's values in them."""
    return tuple(replace(item, value=values[f"flow.{item.key}"]) for item in hydraulics.COEFFICIENTS)


def peaking(values: Values) -> list[tuple[float, float]]:
    """The table of peaking factors."""
    return [(flow, values[f"flow.peak.{flow:g}"]) for flow, _ in hydraulics.PEAKING]


def fillings(values: Values) -> list[tuple[float, float]]:
    """The table of the most that foul sewers may be filled."""
    return [(size, values[f"flow.fill.{size:g}"]) for size, _ in hydraulics.FILLING]


def sewer_limits(values: Values) -> tuple[Limit, ...]:
    """The limits of sewers."""
    return tuple(replace(item, value=values[f"sewer.{item.key}"]) for item in sewer_rules.SEWER_LIMITS)


def meeting_rules(values: Values) -> tuple[MeetingRule, ...]:
    """The rules about works that meet."""
    return tuple(
        replace(rule, distance_m=values.get(f"dig.{rule.key}.distance_m", rule.distance_m),
                days=int(values.get(f"dig.{rule.key}.days", rule.days)))
        for rule in dig_once.RULES
    )  # fmt: skip


def light_defaults(values: Values) -> LightDefaults:
    """What is assumed of lights."""
    return LightDefaults(
        values["light.efficacy_lm_w"], values["light.maintenance"], values["light.cut_off_deg"],
        {kind: values[f"light.height.{kind}"] for kind in ROAD_KINDS},
        {kind: values[f"light.power.{kind}"] for kind in ROAD_KINDS},
    )  # fmt: skip


def closure_room(values: Values) -> Room:
    """How much of a road has to stay open to pass."""
    return Room(values["closure.walk_m"], values["closure.drive_m"])


def lighting_classes(values: Values) -> dict[str, LightingClass]:
    """The classes of lighting by key."""
    return {
        item.key: replace(item, average_lx=values[f"light.{item.key}.average"],
                          minimum_lx=values[f"light.{item.key}.minimum"])
        for item in lighting.CLASSES
    }  # fmt: skip


def wanted_classes(values: Values) -> dict[str, str]:
    """The class wanted by kind of road."""
    return {kind: f"P{round(values[f'light.wanted.{kind}'])}" for kind in lighting.WANTED}


def of_group(groups: Sequence[str]) -> list[RuleValue]:
    """The numbers of some groups, in the order of the table."""
    return [item for item in RULE_VALUES if item.group in groups]
