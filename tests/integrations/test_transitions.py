"""The table of transitions: everything that is not in it is refused."""

from dataclasses import replace
from datetime import date

import pytest

from bot.cabinet.integrations.changes import never_begun
from bot.cabinet.integrations.integration import LOADING, Integration, IntegrationKind, IntegrationState
from bot.cabinet.integrations.transitions import (
    TRANSITIONS,
    Event,
    IncompleteError,
    WrongStateError,
    missing,
    moved,
)
from tests.integrations.memory import FIRM

KINDS, STATES, EVENTS = tuple(IntegrationKind), tuple(IntegrationState), tuple(Event)
OFD = IntegrationKind.OFD


def standing(kind: IntegrationKind, state: IntegrationState) -> Integration:
    chosen = replace(never_begun(FIRM.id, kind), fingerprint="first", load_from=date(2026, 11, 1))
    return replace(chosen, state=state)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_in_the_table_is_refused(
    kind: IntegrationKind, state: IntegrationState, event: Event
) -> None:
    expected = TRANSITIONS[kind].get((state, event))
    if expected is None:
        with pytest.raises(WrongStateError):
            moved(standing(kind, state), event)
    else:
        assert moved(standing(kind, state), event) is expected


def test_only_signatures_begin_and_stop_the_transfer_of_fiscal_data() -> None:
    crossing = {
        event
        for (before, event), after in TRANSITIONS[OFD].items()
        if (before in LOADING) != (after in LOADING)
    }
    assert crossing == {Event.ORDER_SIGNED, Event.PROHIBITION_SIGNED}


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_that_is_reached_leads_back_to_off(kind: IntegrationKind) -> None:
    table = TRANSITIONS[kind]
    reached = {IntegrationState.OFF} | set(table.values())
    assert reached == {before for before, _ in table}
    home = {IntegrationState.OFF}
    for _ in STATES:
        home |= {before for (before, _), after in table.items() if after in home}
    assert home == reached


@pytest.mark.parametrize(
    ("kind", "needs_certificate", "needs_start"),
    [(IntegrationKind.DIADOC, True, False), (OFD, True, True), (IntegrationKind.MARKET, False, True)],
)
def test_nothing_is_switched_on_before_all_is_chosen(
    kind: IntegrationKind, *, needs_certificate: bool, needs_start: bool
) -> None:
    whole = standing(kind, IntegrationState.PREPARING)
    for partial, is_needed in (
        (replace(whole, fingerprint=None), needs_certificate),
        (replace(whole, load_from=None), needs_start),
    ):
        assert missing(partial) is is_needed
        if is_needed:
            with pytest.raises(IncompleteError):
                moved(partial, Event.ENABLE)
        else:
            moved(partial, Event.ENABLE)
