"""What a source of documents refuses besides what any source may."""

from bot.cabinet.sources import SourceError


class SubscriptionEndedError(SourceError):
    """The subscription of the service centre's box is over: somebody has to pay. Repeating does not help."""


class NotConnectedError(SourceError):
    """The organization has no box in the source, or none that the service centre exchanges documents with."""


class BoxNotChosenError(SourceError):
    """The service centre has several boxes, or none, and the settings do not say which one sends the documents."""


class NotReadyError(SourceError):
    """The file is still being prepared; it will be ready later.

    Attributes:
        after: In how many seconds to ask again, as the source says.
    """

    def __init__(self, after: float) -> None:
        super().__init__("not ready yet")
        self.after = after


class NoFileError(SourceError):
    """There is no file of this form for the document, and there will be none."""
