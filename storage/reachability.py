"""Whether warnings reach a person; what waits for those whom they do not reach is held until they return."""

from sqlalchemy import bindparam, update

from bot.cabinet.warnings.outbox import State
from storage.column_types import UtcDateTime
from storage.tables import outbox, people

_PERSON = people.c.id == bindparam("who")
_SINCE = bindparam("since", type_=UtcDateTime())

# The first such moment is kept.
STOPPED = update(people).where(_PERSON, people.c.unreachable_since.is_(None)).values(unreachable_since=_SINCE)
CAME_BACK = update(people).where(_PERSON).values(unreachable_since=None)
HOLD = (
    update(outbox)
    .where(
        outbox.c.person == bindparam("who"),
        outbox.c.state.in_((State.QUEUED.value, State.SENDING.value)),
    )
    .values(state=State.HELD.value, changed_at=_SINCE)
)
RELEASE = (
    update(outbox)
    .where(outbox.c.person == bindparam("who"), outbox.c.state == State.HELD.value)
    .values(
        state=State.QUEUED.value,
        not_before=bindparam("now", type_=UtcDateTime()),
        changed_at=bindparam("now", type_=UtcDateTime()),
    )
)
