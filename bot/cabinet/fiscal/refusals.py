"""What a source of fiscal data refuses besides what any source may."""

from bot.cabinet.fiscal.cash_register import Grant
from bot.cabinet.sources import NoAccessError


class NotGrantedError(NoAccessError):
    """The period is outside what the owner of the register has granted.

    Attributes:
        grant: What is granted; None when it is not known.
    """

    def __init__(self, grant: Grant | None) -> None:
        super().__init__("the period is not granted")
        self.grant = grant
