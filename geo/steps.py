"""The seven steps of the community method, in order, and the evidence that closes each.

The order is that of 七步工作法; which evidence a step wants is an editable default of this project.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from geo.words import N_
from geo.works import Vocabulary, Work

EVIDENCE: Vocabulary = (
    ("document", N_("文件")),
    ("photo", N_("照片")),
    ("quantity", N_("数量")),
    ("acceptance", N_("验收")),
    ("rating", N_("评价")),
)


@dataclass(frozen=True)
class MethodStep:
    """A step of the method: its number from 1, its title and the kinds of evidence that it wants."""

    number: int
    key: str
    title: str
    wants: tuple[str, ...]


STEPS: tuple[MethodStep, ...] = (
    MethodStep(1, "assessment", N_("社区基础评估"), ("document", "photo")),
    MethodStep(2, "needs", N_("评估社区需求"), ("document",)),
    MethodStep(3, "resources", N_("识别社区资源"), ("document",)),
    MethodStep(4, "plan", N_("确定行动计划"), ("document", "quantity")),
    MethodStep(5, "linkage", N_("形成联动机制"), ("document",)),
    MethodStep(6, "evaluation", N_("实行成效评价"), ("quantity", "acceptance", "rating", "photo")),
    MethodStep(7, "summary", N_("总结推广经验"), ("document", "photo")),
)

STEP_BY_KEY: dict[str, MethodStep] = {step.key: step for step in STEPS}


def missing_evidence(step: MethodStep, given: Iterable[str]) -> tuple[str, ...]:
    """The kinds of evidence that the step wants and that are not given, in the order of the step.

    >>> missing_evidence(STEP_BY_KEY["plan"], ["document"])
    ('quantity',)
    """
    there = set(given)
    return tuple(kind for kind in step.wants if kind not in there)


def told_by_works(step: MethodStep, works: Sequence[Work], photo_roles: Collection[str]) -> tuple[str, ...]:
    """The evidence that the project's works give by themselves, so that nobody types it twice.

    Quantity: every work has a planned quantity; from the evaluation on, every work also has a done
    one. Acceptance: every work is accepted. Photo: some photo is there; for the evaluation one of
    before and one of after.
    """
    later = step.number >= STEP_BY_KEY["evaluation"].number
    photographed = {"before", "after"} <= set(photo_roles) if later else bool(photo_roles)
    quantified = all(work.planned is not None and (work.done is not None or not later) for work in works)
    told = {
        "quantity": bool(works) and quantified,
        "acceptance": bool(works) and all(work.status == "accepted" for work in works),
        "photo": photographed,
    }
    return tuple(kind for kind, there in told.items() if there and kind in step.wants)


def current_step(closed: Iterable[str]) -> MethodStep | None:
    """The first step that is not closed; None when the project has gone through all seven."""
    done = set(closed)
    return next((step for step in STEPS if step.key not in done), None)
