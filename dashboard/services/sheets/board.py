"""Sheets for notice boards and doors: QR codes to be cut apart, and works notices for one building each."""

from collections.abc import Sequence

from dashboard.services.planning.works_notice import WorksNotice
from dashboard.services.public.public_facts import PublicView
from dashboard.services.public.qr import public_address, qr_svg, slips
from dashboard.services.sheets.shared import Sheet, sheet_data, shortened
from dashboard.text import _, fill
from geo.words import N_

CODES, NOTICES = N_("宣传栏二维码"), N_("停水停路通知")


def qr_sheet(view: PublicView, base: str, *, buildings: Sequence[str] = (), projects: Sequence[str] = ()) -> Sheet:
    """Codes for the community, these buildings and these projects, six to a page."""
    found = [
        {"title": shortened(slip.title, 40), "opens": slip.opens, "address": slip.address, "svg": slip.svg}
        for slip in slips(view, base, projects=projects, buildings=buildings)
    ]
    number = fill(N_("{count} 张"), count=len(found))
    return Sheet("qr.typ", sheet_data(view, _(CODES), {"kind": CODES}, slips=found, number=number), {})


def notice_sheet(view: PublicView, notices: Sequence[WorksNotice], base: str, *, large: bool = False) -> Sheet:
    """Notices in one document, a page each, with a code that opens the building's page."""
    rows = []
    for position, notice in enumerate(notices, 1):
        address = public_address(base, view.community.id, "building", notice.building)
        opens = _(N_("扫码看这栋楼:在做什么、接下来做什么、找谁"))
        sure = notice.start_confirmed and notice.end_confirmed
        rows.append({
            "title": notice.title, "greeting": fill(N_("{whom}的居民:"), whom=notice.addressed),
            "reason": fill(N_("因“{work}”施工,{when}:"), work=notice.work, when=notice.when),
            "sentences": [*notice.stops, *notice.ask], "contact": notice.contact,
            "estimated": "" if sure else _(N_("预计日期可能调整,以施工前的再次通知为准。")),
            "community": notice.community, "issued": notice.issued.isoformat(),
            "number": f"{notice.building} · {position} / {len(notices)}" if len(notices) > 1 else notice.building,
            "qr": {"svg": qr_svg(address), "opens": opens, "address": address},
        })  # fmt: skip
    data = sheet_data(view, _(NOTICES), {"kind": NOTICES}, large=large, notices=rows)
    return Sheet("notice.typ", data, {})
