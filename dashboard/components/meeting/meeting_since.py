"""What happened since the last meeting, as a text to paste into a chat group."""

import streamlit as st

from dashboard.components.copy_text import copy_text
from dashboard.components.form import Form
from dashboard.components.session import Run
from dashboard.services.meeting.deck import material_of
from dashboard.services.meeting.meeting_text import since_text
from dashboard.text import _
from geo.meetings import Meeting
from geo.words import N_


def since_part(run: Run, _form: Form, kept: Meeting) -> None:
    """The text, made from the works' confirmed days and from the history; public facts only."""
    if not kept.public:
        st.info(_(N_("只有公众可见的会议才有可以张贴的内容。")), icon=":material/lock:")
        return
    text = since_text(material_of(run.house.store, run.sight.community, kept.id, ask=False))
    if not text:
        st.info(_(N_("之前还没有开过会,没有可比的日子。")), icon=":material/history:")
        return
    st.caption(_(N_("由已确认的日期和修改记录得出,只含公开内容。复制后可贴到业主群。")))
    copy_text(run, "since-copy", text)
