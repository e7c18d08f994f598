"""Callback data of every button: short prefixes, ids only, at most 64 bytes, never trusted.

Numbers are bounded, so that a forged button fails to parse here instead of overflowing in the database.
"""

from enum import Enum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.cabinet.person import Language
from bot.cabinet.warnings.kind import Kind

Identifier = Annotated[int, Field(ge=1, lt=2**63)]
Number = Annotated[int, Field(ge=0, lt=10**6)]


class Place(Enum):
    """Screens that need nothing to be known."""

    MENU = "menu"
    ADD = "add"
    SETTINGS = "settings"
    HELP = "help"
    CLOSE_ALL = "close-all"
    CLOSE_ALL_NOW = "close-all-now"
    LAPSED = "lapsed"
    ZONE = "zone"
    QUIET = "quiet"
    KINDS = "kinds"
    DIGEST = "digest"
    WEEKLY = "weekly"
    TEST = "test"
    OUTBOX = "outbox"
    NOWHERE = "nowhere"  # the page number between the arrows


class Go(CallbackData, prefix="go"):
    """Open a screen."""

    to: Place


class OrganizationsPage(CallbackData, prefix="ol"):
    """Turn a page of the list; `found` keeps to what the person searched for."""

    page: Number = 0
    found: bool = False


class OrganizationAct(Enum):
    """What to do with an organization."""

    CARD = "card"
    HOLDERS = "who"
    HISTORY = "log"
    MUTE = "mute"
    UNMUTE = "unmute"
    CLOSE = "close"
    REMOVE = "rm"
    REMOVE_NOW = "rm!"


class OrganizationButton(CallbackData, prefix="o"):
    """An organization and what to do with it."""

    act: OrganizationAct
    id: Identifier


class CloseForOther(CallbackData, prefix="co"):
    """Close somebody else's access to an organization."""

    id: Identifier
    person: Identifier


class OrganizationServicesPage(CallbackData, prefix="os"):
    """Services of one organization."""

    id: Identifier
    page: Number = 0


class UrgencyFilter(Enum):
    """Which services to show."""

    ALL = "all"
    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"


class ServicesPage(CallbackData, prefix="sl"):
    """Services of all open organizations."""

    urgency: UrgencyFilter = UrgencyFilter.ALL
    page: Number = 0


class FileKind(Enum):
    """How services are sent."""

    PICTURE = "png"
    WORKBOOK = "xlsx"
    CALENDAR = "ics"


class ServicesFile(CallbackData, prefix="sf"):
    """Send the services of all open organizations, or of one."""

    kind: FileKind
    id: Identifier | None = None


class ChooseLanguage(CallbackData, prefix="la"):
    """Speak another language."""

    language: Language


class ChooseZone(CallbackData, prefix="zo"):
    """Live in another time zone."""

    zone: Annotated[str, Field(max_length=40)]


class QuietEdge(Enum):
    """An edge of the quiet hours."""

    START = "start"
    END = "end"


class AskQuietHour(CallbackData, prefix="qa"):
    """Show the hours to choose from."""

    edge: QuietEdge


class ChooseQuietHour(CallbackData, prefix="qh"):
    """Begin or end the quiet at this hour."""

    edge: QuietEdge
    hour: Annotated[int, Field(ge=0, lt=24)]


class SwitchQuiet(CallbackData, prefix="qs"):
    """Keep quiet hours, or none."""

    on: bool


class OpenKind(CallbackData, prefix="wk"):
    """One kind of warnings."""

    kind: Kind


class SwitchKind(CallbackData, prefix="ws"):
    """Warn of this kind, or not."""

    kind: Kind
    on: bool


class ToggleThreshold(CallbackData, prefix="tt"):
    """Warn this early too, or no more."""

    kind: Kind
    threshold: Annotated[int, Field(gt=-(10**6), lt=10**6)]


class ChooseUsual(CallbackData, prefix="wu"):
    """Warn as early as everybody is warned."""

    kind: Kind


class SwitchDigest(CallbackData, prefix="wd"):
    """Tell several warnings in one message, or each by itself."""

    on: bool


class SwitchWeekly(CallbackData, prefix="ww"):
    """Send the summary on Mondays, or not."""

    on: bool


class RemindTomorrow(CallbackData, prefix="wt"):
    """Tell the warnings of this message again tomorrow."""

    batch: Identifier


class HideWarning(CallbackData, prefix="wh"):
    """Say no more about the term that this message is about."""

    batch: Identifier
