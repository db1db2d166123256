"""The day it is in China: duties, works and consent begin and end by it, wherever the server stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The date in China now; a server on UTC is a day behind until eight in the morning."""
    return datetime.now(CHINA).date()
