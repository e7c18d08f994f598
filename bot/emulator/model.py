"""What the emulated Telegram is made of: accounts, messages, files, taps and updates."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.emulator.markup import Markup
from bot.emulator.text import FormattedText


@dataclass(slots=True)
class Account:
    """A person's account and the state of their chat with the bot.

    Attributes:
        started: the person pressed Start, so the bot may write.
        blocked: the person blocked the bot.
        deactivated: the account is deleted.
        role: how the demo presents the person; Telegram knows nothing of it.
        unread: bot messages not seen yet.
        keyboard: the reply keyboard shown under the input field.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "ru"
    role: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    unread: int = 0
    keyboard: Markup | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store; each upload has its own `file_id`, equal contents share `unique_id`."""

    file_id: str
    unique_id: str
    kind: str
    content: bytes
    name: str
    mime: str
    path: str
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Message:
    """One message of a private chat; `text` is the caption when there is a file.

    Attributes:
        markup: the inline keyboard under it.
        sealed: sent with another markup than an inline keyboard, so it can never be edited.
        rev: the world's revision at its last change.
        versions: what it has said so far, by revision.
        shows_edited: whether clients write "edited" on it.
        read: the other side has fetched or seen it.
    """

    id: int
    chat: int
    from_bot: bool
    date: datetime
    text: FormattedText = field(default_factory=FormattedText)
    file: StoredFile | None = None
    album: str = ""
    markup: Markup | None = None
    sealed: bool = False
    protected: bool = False
    silent: bool = False
    reply_to: int | None = None
    link_preview: dict[str, Any] | None = None
    caption_above: bool = False
    spoiler: bool = False
    effect: str = ""
    edit_date: datetime | None = None
    shows_edited: bool = False
    deleted: bool = False
    read: bool = False
    rev: int = 0
    versions: list[tuple[int, str]] = field(default_factory=list)

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of its inline keyboard."""
        return [[button.text for button in row] for row in self.markup.rows] if self.markup else []

    @property
    def plain(self) -> str:
        """The text or caption as a reader sees it."""
        return self.text.text


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person sees after a tap: a toast, an alert, a page that opens, or nothing."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(slots=True)
class Query:
    """A tap on a callback button that waits for its answer; times are of the monotonic clock.

    Attributes:
        tag: what the page calls the tap.
        delivered: the bot has fetched it.
        complained: a lint about the missing answer was written.
    """

    id: str
    person: int
    message: int
    data: str
    tapped_at: float
    tag: str = ""
    delivered: bool = False
    answer: Answer | None = None
    complained: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """An update waiting for the bot; `expires` is of the monotonic clock."""

    id: int
    kind: str
    payload: dict[str, Any]
    expires: float
    person: int
    message: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The Update object."""
        return {"update_id": self.id, self.kind: self.payload}


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot and what it got.

    Attributes:
        parameters: as they came, files as `<file name, size>`.
        status: of the answer; 0 when the connection was dropped.
        description: of the refusal, or empty.
        ms: how long it took.
        files: field name to (file name, size) of each uploaded part.
        excerpt: the beginning of the answer.
    """

    method: str
    parameters: dict[str, str]
    status: int
    description: str
    ms: float
    files: dict[str, tuple[str, int]]
    at: datetime
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Lint:
    """Something that Telegram lets pass in silence and a person would stumble over.

    Attributes:
        method: the call that caused it, or empty.
        grade: `lint` for what is wrong, `note` for what is legal and sometimes meant.
    """

    text: str
    method: str
    at: datetime
    grade: str = "lint"


@dataclass(frozen=True, slots=True)
class Event:
    """A change of the world; `rev` orders all of them."""

    name: str
    rev: int
    person: int | None = None
    data: Any = None


@dataclass(slots=True)
class Profile:
    """What the bot says of itself, per language; the empty code is for all the others."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, int, str], list[dict[str, Any]]] = field(default_factory=dict)
    menus: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to; no address means long polling. `set_at` is of the monotonic clock."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error_at: datetime | None = None
    last_error: str = ""
    set_at: float = float("-inf")

    def clear(self) -> None:
        """Back to long polling."""
        self.url = self.secret = self.ip_address = self.last_error = ""
        self.last_error_at = None
