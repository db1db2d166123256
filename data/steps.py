"""The seven steps of a project and their evidence: closed by whom and when, or with which reason."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from data import project_schema as tables
from data import records
from data.nouns import noun_of
from data.records import refuse_errors
from data.store import Store
from data.works import WORK
from data.write import Write
from geo.errors import Problem
from geo.steps import EVIDENCE, STEP_BY_KEY, STEPS, MethodStep, missing_evidence, told_by_works
from geo.words import N_
from geo.work_checks import MOST_NAME, MOST_TEXT


@dataclass(frozen=True)
class Step:
    """Where a project stands with one step. `version` 0: never touched. `reason`: why it was closed or
    reopened without what it wants ("" where nothing was missing)."""

    id: str
    project: str
    step: str
    closed: bool = False
    closed_at: datetime | None = None
    closed_by: str = ""
    reason: str = ""
    version: int = 0
    updated_by: str = ""


@dataclass(frozen=True)
class Evidence:
    """Something that shows that a step was done. `reference` is a link, a file's name or a photo's id."""

    id: str
    project: str
    step: str
    kind: str
    title: str
    reference: str = ""
    words: str = ""
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""


@dataclass(frozen=True)
class StepState:
    """A step of a project with its evidence: `told` by the works themselves, `missing` of what it wants."""

    method: MethodStep
    state: Step
    evidence: tuple[Evidence, ...]
    told: tuple[str, ...]
    missing: tuple[str, ...]


STEP = noun_of(Step, tables.step, N_("步骤"))
PROOF = noun_of(Evidence, tables.evidence, N_("佐证"))


def steps(store: Store, community: str, project: str) -> list[StepState]:
    """The seven steps of a project in order."""
    with store.read() as connection:
        return _states(connection, community, project)


def close_step(tx: Write, community: str, project: str, step: str, version: int, *, reason: str = "") -> Step:
    """Close a step of which the caller saw `version` (0: never touched).

    Without a reason, `Refused` names every kind of evidence that is missing and every earlier step
    that is still open; with one it is closed and the reason kept. `StaleVersion` when somebody else
    changed the step since.
    """

    tx.require("close_steps", community)

    def work(inner: Write) -> list[Step]:
        states = _states(inner.connection, community, project)
        found = next(item for item in states if item.method.key == step)
        problems = [] if reason.strip() else _hindrances(found, states)
        refuse_errors([*problems, *_too_long(reason)])
        closed = replace(
            found.state, closed=True, closed_at=inner.at, closed_by=inner.who, reason=reason.strip(), version=version
        )
        return [_put(inner, community, closed)]

    _known(step)
    return records.once(tx, STEP, community, "close_step", work)[0]


def reopen_step(tx: Write, community: str, project: str, step: str, version: int, *, reason: str) -> Step:
    """Open a closed step again; the history keeps who had closed it. A reason is wanted."""

    tx.require("close_steps", community)

    def work(inner: Write) -> list[Step]:
        if not reason.strip():
            refuse_errors([Problem(N_("请写明为什么重新打开"), column="reason")])
        refuse_errors(_too_long(reason))
        states = _states(inner.connection, community, project)
        found = next(item for item in states if item.method.key == step).state
        opened = replace(found, closed=False, closed_at=None, closed_by="", reason=reason.strip(), version=version)
        return [_put(inner, community, opened)]

    _known(step)
    return records.once(tx, STEP, community, "reopen_step", work)[0]


def add_evidence(tx: Write, community: str, new: Evidence) -> Evidence:
    """Add evidence to a step; `Refused` with every fault."""

    tx.require("close_steps", community)

    def work(inner: Write) -> list[Evidence]:
        refuse_errors(check_evidence(new))
        return records.add(inner, PROOF, community, [new])

    return records.once(tx, PROOF, community, "add_evidence", work)[0]


def save_evidence(tx: Write, community: str, changed: Evidence) -> Evidence:
    """Save changed evidence, or archive it; a step that is closed stays closed."""

    tx.require("close_steps", community)

    def work(inner: Write) -> list[Evidence]:
        refuse_errors(check_evidence(changed))
        return records.save(inner, PROOF, community, [changed])

    return records.once(tx, PROOF, community, "save_evidence", work)[0]


def check_evidence(item: Evidence) -> list[Problem]:
    """Faults of a piece of evidence."""
    problems = []
    if not 0 < len(item.title.strip()) <= MOST_NAME:
        problems.append(Problem(N_("请填写名称,最多 {most} 个字"), column="title", values={"most": MOST_NAME}))
    if item.step not in STEP_BY_KEY:
        problems.append(Problem(N_("“{value}”不在可选项中"), column="step", values={"value": item.step}))
    if item.kind not in dict(EVIDENCE):
        problems.append(Problem(N_("“{value}”不在可选项中"), column="kind", values={"value": item.kind}))
    return [*problems, *_too_long(item.words, "words"), *_too_long(item.reference, "reference")]


def _states(connection: Connection, community: str, project: str) -> list[StepState]:
    touched = {item.step: item for item in records.find(connection, STEP, community, project=project)}
    given = records.find(connection, PROOF, community, project=project, archived=False)
    works = records.find(connection, WORK, community, project=project, archived=False)
    photo, work = tables.photo.c, tables.work.c
    query = (
        select(photo.role)
        .join(tables.work, (work.community == photo.community) & (work.id == photo.work))
        .where(photo.community == community, work.project == project, photo.archived.is_(False))
    )
    roles = set(connection.execute(query).scalars())
    result = []
    for method in STEPS:
        state = touched.get(method.key) or Step(f"{project}.{method.number}", project, method.key)
        evidence = tuple(item for item in given if item.step == method.key)
        told = told_by_works(method, works, roles)
        missing = missing_evidence(method, [*(item.kind for item in evidence), *told])
        result.append(StepState(method, state, evidence, told, missing))
    return result


def _hindrances(found: StepState, states: list[StepState]) -> list[Problem]:
    titles = dict(EVIDENCE)
    problems = [
        Problem(N_("缺少佐证:{kind}。请补充,或写明理由"), column="reason", values={"kind": titles[kind]})
        for kind in found.missing
    ]
    for earlier in states[: found.method.number - 1]:
        if not earlier.state.closed:
            values = {"step": earlier.method.title}
            problems.append(Problem(N_("前面的步骤“{step}”还没有关闭"), column="reason", values=values))
    return problems


def _put(tx: Write, community: str, state: Step) -> Step:
    """Add the step's row at its first touch, save it later."""
    if state.version == 0 and not records.find(tx.connection, STEP, community, id=state.id):
        return records.add(tx, STEP, community, [state])[0]
    return records.save(tx, STEP, community, [state])[0]


def _too_long(text: str, column: str = "reason") -> list[Problem]:
    return [] if len(text) <= MOST_TEXT else [Problem(N_("文字太长"), column=column)]


def _known(step: str) -> None:
    if step not in STEP_BY_KEY:
        raise KeyError(f"no step {step!r}; there are {', '.join(STEP_BY_KEY)}")
