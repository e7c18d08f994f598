"""Why a service outside gives nothing. What each of them refuses besides stands beside its own values."""


class SourceError(Exception):
    """A source gave nothing."""


class SessionEndedError(SourceError):
    """The session is over: somebody has to log in again. Repeating does not help."""


class KeyRejectedError(SourceError):
    """The service's own key is missing or not accepted."""


class NoAccessError(SourceError):
    """What was asked for is not shown to this service."""


class NotFoundError(SourceError):
    """There is no such thing."""


class WrongRequestError(SourceError):
    """The source does not understand what it was asked: a fault of this program."""


class UnclearAnswerError(SourceError):
    """The answer is not what the documentation promises."""


class TooLargeError(UnclearAnswerError):
    """The answer is larger than it may be; it was not read to the end."""


class UnavailableError(SourceError):
    """The source does not answer now, for all that was tried; later it may."""


class TooManyRequestsError(UnavailableError):
    """The source asks to be left alone for a while.

    Attributes:
        after: For how many seconds; None when it does not say.
    """

    def __init__(self, after: float | None) -> None:
        super().__init__("too many requests")
        self.after = after
