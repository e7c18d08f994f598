"""All use cases together: what a handler is given."""

from dataclasses import dataclass

from bot.cabinet.acquaintance import Acquaintance
from bot.cabinet.confirmations import Confirmations
from bot.cabinet.organizations import Organizations
from bot.cabinet.services import Services
from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The use cases by feature."""

    acquaintance: Acquaintance
    confirmations: Confirmations
    organizations: Organizations
    services: Services
    clock: Clock
