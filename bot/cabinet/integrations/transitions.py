"""The state machine of integrations: every transition there is."""

from enum import Enum
from typing import Final

from bot.cabinet.integrations.integration import Integration, IntegrationKind, IntegrationState


class Event(Enum):
    """What may happen to an integration."""

    BEGIN = "begin"  # somebody begins to switch it on
    CHOOSE = "choose"  # a certificate or a date is chosen
    ENABLE = "enable"  # «Включить интеграцию»
    CANCEL = "cancel"  # switching on is given up
    ORDER_SIGNED = "order-signed"
    ASK_OFF = "ask-off"  # somebody begins to switch it off
    KEEP = "keep"  # it is left on after all
    PROHIBITION_SIGNED = "prohibition-signed"
    SWITCH_OFF = "switch-off"


class WrongStateError(Exception):
    """The integration does not stand where this may happen: somebody else has moved it, or the button is old."""


class IncompleteError(Exception):
    """The certificate or the date has not been chosen yet."""


_State, _Kind = IntegrationState, IntegrationKind
_Table = dict[tuple[IntegrationState, Event], IntegrationState]

# What a signature guards: only the director's word moves fiscal data, and only the director's word stops it.
_SIGNED: Final[_Table] = {
    (_State.OFF, Event.BEGIN): _State.PREPARING,
    (_State.PREPARING, Event.CHOOSE): _State.PREPARING,
    (_State.PREPARING, Event.CANCEL): _State.OFF,
    (_State.PREPARING, Event.ENABLE): _State.AWAITS_ORDER,
    (_State.AWAITS_ORDER, Event.CHOOSE): _State.PREPARING,
    (_State.AWAITS_ORDER, Event.CANCEL): _State.OFF,
    (_State.AWAITS_ORDER, Event.ORDER_SIGNED): _State.ON,
    (_State.ON, Event.ASK_OFF): _State.AWAITS_PROHIBITION,
    (_State.AWAITS_PROHIBITION, Event.KEEP): _State.ON,
    (_State.AWAITS_PROHIBITION, Event.PROHIBITION_SIGNED): _State.OFF,
}
_PLAIN: Final[_Table] = {
    (_State.OFF, Event.BEGIN): _State.PREPARING,
    (_State.PREPARING, Event.CHOOSE): _State.PREPARING,
    (_State.PREPARING, Event.CANCEL): _State.OFF,
    (_State.PREPARING, Event.ENABLE): _State.ON,
    (_State.ON, Event.SWITCH_OFF): _State.OFF,
}
TRANSITIONS: Final[dict[IntegrationKind, _Table]] = {
    _Kind.DIADOC: _PLAIN,
    _Kind.OFD: _SIGNED,
    _Kind.MARKET: _PLAIN,
}
NEEDS_CERTIFICATE: Final = frozenset({_Kind.DIADOC, _Kind.OFD})
NEEDS_START: Final = frozenset({_Kind.OFD, _Kind.MARKET})


def moved(integration: Integration, event: Event) -> IntegrationState:
    """Where the integration stands after the event.

    Raises:
        WrongStateError: This cannot happen where it stands.
        IncompleteError: It cannot be switched on yet.
    """
    state = TRANSITIONS[integration.kind].get((integration.state, event))
    if state is None:
        raise WrongStateError
    if event is Event.ENABLE and missing(integration):
        raise IncompleteError
    return state


def missing(integration: Integration) -> bool:
    """Whether something has still to be chosen."""
    no_certificate = integration.kind in NEEDS_CERTIFICATE and integration.fingerprint is None
    no_start = integration.kind in NEEDS_START and integration.load_from is None
    return no_certificate or no_start
