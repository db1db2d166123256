"""Minutes of a meeting on paper: agenda, decisions with hands, the record (Markdown, set as data)."""

from dashboard.services.public.public_facts import PublicView
from dashboard.services.sheets.markdown_blocks import markdown_blocks
from dashboard.services.sheets.shared import Sheet, sheet_data
from dashboard.text import _, fill
from data.meetings import PublicMeeting
from geo.meetings import DECISION_STATES, MEETING_KINDS, Decision
from geo.words import N_

WORDS = {"kind": N_("会议纪要"), "agenda": N_("议程"), "decisions": N_("决定"), "minutes": N_("记录")}


def minutes_sheet(view: PublicView, meeting: PublicMeeting, *, large: bool = False) -> Sheet:
    """The minutes of a public meeting."""
    kind = _(dict(MEETING_KINDS)[meeting.kind])
    when = " ".join(part for part in (meeting.day.isoformat(), meeting.time) if part)
    people = fill(N_("到会 {count} 人"), count=meeting.people) if meeting.people else ""
    data = sheet_data(
        view, meeting.title or f"{kind} {meeting.day}", WORDS, large=large, day=meeting.day.isoformat(),
        sub=" · ".join(part for part in (kind, when, meeting.place, people) if part),
        agenda=[{"title": item.title, "words": item.words} for item in meeting.agenda],
        decisions=[_decision(item) for item in meeting.decisions], minutes=markdown_blocks(meeting.minutes),
    )  # fmt: skip
    return Sheet("minutes.typ", data, {})


def _decision(item: Decision) -> dict[str, str]:
    hands = (
        (item.votes_for, N_("同意 {count}")),
        (item.votes_against, N_("反对 {count}")),
        (item.abstained, N_("弃权 {count}")),
    )
    votes = [fill(sentence, count=count) for count, sentence in hands if count is not None]
    state = _(dict(DECISION_STATES)[item.state])
    if item.due_day:
        state += " · " + fill(N_("预计 {day}"), day=f"≈ {item.due_day.isoformat()}")
    return {"words": item.words, "votes": " · ".join(votes), "state": state}
