"""One press that opens a printed sheet: of a building, a project or the ledger, as the public gets it."""

import streamlit as st

from dashboard.components.session import Run
from dashboard.services.sheets.print_orders import print_path
from dashboard.text import _, language
from geo.words import N_


def print_link(run: Run, kind: str, id: str = "", *, title: str = N_("打印")) -> None:
    """A link to the sheet in the reader's language; it opens beside the page."""
    address = print_path(kind, run.sight.community, id, lang=language())
    st.link_button(_(title), address, icon=":material/print:", help=_(N_("A4 单页,只含公开内容")))
