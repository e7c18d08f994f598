"""What a step changes besides the state."""

from dataclasses import replace
from datetime import datetime

from bot.cabinet.audit import AuditEvent
from bot.cabinet.integrations.integration import LOADING, Integration, IntegrationKind, IntegrationState
from bot.cabinet.organization import OrganizationId


def dated(integration: Integration, before: IntegrationState, now: datetime) -> Integration:
    """The integration after a step, with the moments at which it went on or off."""
    changed = replace(integration, changed_at=now)
    match told(before, integration.state):
        case AuditEvent.INTEGRATION_ON:
            return replace(changed, on_since=now, off_since=None)
        case AuditEvent.INTEGRATION_OFF:
            return replace(changed, off_since=now)
        case _:
            return changed


def told(before: IntegrationState, after: IntegrationState) -> AuditEvent | None:
    """What the audit trail says of a step: nothing unless data begins or ceases to be transferred."""
    if (before in LOADING) is (after in LOADING):
        return None
    return AuditEvent.INTEGRATION_ON if after in LOADING else AuditEvent.INTEGRATION_OFF


def never_begun(organization: OrganizationId, kind: IntegrationKind) -> Integration:
    """An integration that nobody has begun yet."""
    return Integration(
        organization=organization,
        kind=kind,
        state=IntegrationState.OFF,
        fingerprint=None,
        signer_name=None,
        load_from=None,
        zone=None,
        on_since=None,
        off_since=None,
        changed_at=None,
        tried_at=None,
        loaded_at=None,
        failing_since=None,
        failure=None,
        version=0,
    )
