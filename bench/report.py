"""Figures with their aims, and the table they become."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.machine import library_line, machine_line

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "RESULTS.md"
README = ROOT / "README.md"
START, END = "<!-- bench: written by make bench -->", "<!-- /bench -->"


@dataclass(frozen=True)
class Figure:
    """One measured figure held against its aim.

    `value` is what was aimed at (usually a ratio), `shown` how it was come by in readable units. The aim is an
    upper bound, or a lower one where `at_least`.
    """

    name: str
    value: float
    unit: str
    aim: float
    shown: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """True where the value keeps its bound; a value that could not be measured does not."""
        if math.isnan(self.value):
            return False
        return self.value >= self.aim if self.at_least else self.value <= self.aim

    def row(self) -> str:
        """One line of the table."""
        sign = "≥" if self.at_least else "≤"
        value = "not measured" if math.isnan(self.value) else f"{self.value:.3g}{self.unit}"
        return f"| {self.name} | {value} | {sign} {self.aim:g}{self.unit} | {verdict(self)} | {self.shown} |"


@dataclass(frozen=True)
class Part:
    """What one part of the benchmark found: judged figures, a table of raw ones, remarks."""

    title: str
    figures: tuple[Figure, ...]
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)

    def markdown(self) -> str:
        """The part as a section."""
        lines = [f"## {self.title}", "", "| figure | measured | aim | verdict | from |", "|---|---|---|---|---|"]
        lines += [figure.row() for figure in self.figures]
        if self.rows:
            lines += ["", "| " + " | ".join(self.header) + " |", "|" + "---|" * len(self.header)]
            lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        if self.notes:
            lines += ["", *(f"- {note}" for note in self.notes)]
        return "\n".join(lines)


def verdict(figure: Figure) -> str:
    """met, or **missed**."""
    return "met" if figure.met else "**missed**"


def results_text(parts: list[Part], load: str) -> str:
    """The whole file."""
    head = [
        "# Measured",
        "",
        "Written by `make bench`; do not edit by hand. Medians of repeated measurements in one run.",
        "",
        f"{machine_line()}",
        "",
        f"{library_line()}",
        "",
        f"{load}0 of 0 aims met.",
    ]
    return _counted("\n".join(["\n".join(head), *(f"\n{part.markdown()}" for part in parts)]) + "\n")


def renewed(text: str, parts: Mapping[str, Part]) -> str:
    """The file `text` with the sections of these parts (by key) measured again, each with the day of that run.

    A section that is new stands at the end.
    """
    head, *sections = re.split(r"(?m)^(?=## )", text)
    for key, part in parts.items():
        again = replace(part, notes=(*part.notes, f"Measured again by itself: {machine_line()}"))
        mine = {f"## {part.title}", f"## {key}: not measured"}
        at = next((n for n, section in enumerate(sections) if section.splitlines()[0] in mine), len(sections))
        sections[at : at + 1] = [again.markdown() + "\n\n"]
    return _counted(head + "".join(sections).rstrip("\n") + "\n")


def _rows(text: str) -> list[str]:
    """The lines of judged figures of a file of results."""
    return [line for line in text.splitlines() if "| met |" in line or "| **missed** |" in line]


def _counted(text: str) -> str:
    rows = _rows(text)
    met = sum("| met |" in row for row in rows)
    return re.sub(r"\d+ of \d+ aims met", f"{met} of {len(rows)} aims met", text, count=1)


def readme_with(text: str, results: str) -> str:
    """The README `text` with its table of figures renewed from a file of results, between the two marks.

    Raises ValueError where the marks are gone.
    """
    before, found, rest = text.partition(START)
    _old, found_end, after = rest.partition(END)
    if not (found and found_end):
        raise ValueError(f"README.md lacks the marks {START} and {END}")
    table = [
        "| 指标 figure | 实测 measured | 目标 aim | 结果 verdict | 依据 from |",
        "|---|---|---|---|---|",
        *_rows(results),
    ]
    details = f"{machine_line()} · 明细 details: [bench/RESULTS.md](bench/RESULTS.md)"
    return "\n".join([before + START, *table, "", details, END + after])
