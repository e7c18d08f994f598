"""`Term.urgency` in the words of the database; a test holds the two together."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, bindparam, or_

from bot.cabinet.subscription import SOON_DAYS, URGENT_DAYS, Urgency
from storage.tables import subscriptions

_END = subscriptions.c.valid_until
_TODAY = bindparam("today", type_=Date())
_WEEK_END = bindparam("week_end", type_=Date())
_MONTH_END = bindparam("month_end", type_=Date())

HAS_URGENCY: dict[Urgency, ColumnElement[bool]] = {
    Urgency.OVERDUE: _END < _TODAY,
    Urgency.WEEK: _END.between(_TODAY, _WEEK_END),
    Urgency.MONTH: (_END > _WEEK_END) & (_END <= _MONTH_END),
    Urgency.LATER: or_(_END > _MONTH_END, _END.is_(None)),
}


def days(today: date) -> dict[str, date]:
    """The parameters that `HAS_URGENCY` needs."""
    return {
        "today": today,
        "week_end": today + timedelta(days=URGENT_DAYS),
        "month_end": today + timedelta(days=SOON_DAYS),
    }
