"""Screens of the quiet hours."""

from bot.cabinet.warnings.hours import QuietHours
from bot.texts import Texts
from handlers.buttons import AskQuietHour, ChooseQuietHour, Go, Place, QuietEdge, SwitchQuiet
from handlers.screen import Row, Screen, button

_HOUR = 60
_HOURS_IN_ROW = 4


def wall(minute: int) -> str:
    """«08:30»."""
    return f"{minute // _HOUR:02}:{minute % _HOUR:02}"


def hours(t: Texts, quiet: QuietHours) -> Screen:
    """The quiet hours as they are, and how to change them."""
    if quiet.off:
        rows: list[Row] = [[button(t("button.quiet-on"), SwitchQuiet(on=True))]]
        return Screen(t.html("quiet.none"), (*rows, _back(t)))
    start = button(t("button.quiet-start", time=wall(quiet.start)), AskQuietHour(edge=QuietEdge.START))
    end = button(t("button.quiet-end", time=wall(quiet.end)), AskQuietHour(edge=QuietEdge.END))
    off = button(t("button.quiet-off"), SwitchQuiet(on=False))
    text = t.html("quiet.title", start=wall(quiet.start), end=wall(quiet.end))
    return Screen(text, ([start, end], [off], _back(t)))


def grid(t: Texts, edge: QuietEdge, quiet: QuietHours) -> Screen:
    """The whole hours to begin or to end at; the other edge is not among them."""
    chosen, other = (quiet.start, quiet.end) if edge is QuietEdge.START else (quiet.end, quiet.start)

    def choice(hour: int) -> str:
        return t("choice.chosen", label=wall(hour * _HOUR)) if hour * _HOUR == chosen else wall(hour * _HOUR)

    buttons = [
        button(choice(hour), ChooseQuietHour(edge=edge, hour=hour))
        for hour in range(24)
        if hour * _HOUR != other or quiet.off
    ]
    rows = [buttons[n : n + _HOURS_IN_ROW] for n in range(0, len(buttons), _HOURS_IN_ROW)]
    return Screen(t.html(f"quiet.ask-{edge.value}"), (*rows, [button(t("button.back"), Go(to=Place.QUIET))]))


def not_understood(t: Texts, quiet: QuietHours) -> Screen:
    """What was typed are no hours."""
    return Screen(t.html("quiet.not-understood"), hours(t, quiet).rows)


def _back(t: Texts) -> Row:
    return [
        button(t("button.to-settings"), Go(to=Place.SETTINGS)),
        button(t("button.menu"), Go(to=Place.MENU)),
    ]
