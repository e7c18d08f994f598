"""Why a source of fiscal data gives nothing."""

from bot.cabinet.fiscal.cash_register import Grant


class SourceError(Exception):
    """A source of fiscal data gave nothing."""


class SessionEndedError(SourceError):
    """The session is over: somebody has to log in again. Repeating does not help."""


class KeyRejectedError(SourceError):
    """The service's own key is missing or not accepted."""


class NoAccessError(SourceError):
    """The organization, register or shop is not shown to this service."""


class NotGrantedError(NoAccessError):
    """The period is outside what the owner of the register has granted.

    Attributes:
        grant: What is granted; None when it is not known.
    """

    def __init__(self, grant: Grant | None) -> None:
        super().__init__("the period is not granted")
        self.grant = grant


class NotFoundError(SourceError):
    """There is no such organization, register, shop or document."""


class WrongRequestError(SourceError):
    """The source does not understand what it was asked: a fault of this program."""


class UnclearAnswerError(SourceError):
    """The answer is not what the documentation promises."""


class UnavailableError(SourceError):
    """The source does not answer now, for all that was tried; later it may."""
