"""Screens of the kinds of warnings."""

from bot.cabinet.warnings.choices import SWITCHABLE
from bot.cabinet.warnings.kind import RULES, Kind, Unit
from bot.cabinet.warnings.preferences import Preferences
from bot.texts import Html, Texts, escape, joined
from handlers.buttons import ChooseUsual, Go, OpenKind, Place, SwitchKind, ToggleThreshold
from handlers.screen import Row, Screen, button

_HOUR = 60
_IN_ROW = 2


def kinds(t: Texts, preferences: Preferences) -> Screen:
    """Everything that the bot warns of, and how early."""
    lines = [
        t.html("kinds.line", kind=t(f"kind.{kind.value}"), when=when(t, preferences, kind))
        for kind in SWITCHABLE
    ]
    rows: list[Row] = [[button(_named(t, preferences, kind), OpenKind(kind=kind))] for kind in SWITCHABLE]
    return Screen(
        joined([t.html("kinds.title"), *lines, t.html("kinds.always")], "\n\n"),
        (
            *rows,
            [
                button(t("button.to-settings"), Go(to=Place.SETTINGS)),
                button(t("button.menu"), Go(to=Place.MENU)),
            ],
        ),
    )


def one(t: Texts, preferences: Preferences, kind: Kind) -> Screen:
    """One kind: on or off, and its thresholds to be ticked."""
    rule, preference = RULES[kind], preferences.of(kind)
    text = t.html(
        "kind.title",
        kind=t(f"kind.{kind.value}"),
        about=t(f"kind.{kind.value}.about"),
        when=when(t, preferences, kind),
    )
    rows: list[Row] = []
    if preference.enabled:
        chosen = preferences.thresholds(kind)
        toggles = [
            button(
                _ticked(t, threshold(t, rule.unit, one), ticked=one in chosen),
                ToggleThreshold(kind=kind, threshold=one),
            )
            for one in rule.choices
        ]
        rows += [toggles[n : n + _IN_ROW] for n in range(0, len(toggles), _IN_ROW)]
        if preference.thresholds is not None:
            rows.append([button(t("button.usual"), ChooseUsual(kind=kind))])
        rows.append([button(t("button.kind-off"), SwitchKind(kind=kind, on=False))])
    else:
        rows.append([button(t("button.kind-on"), SwitchKind(kind=kind, on=True), "primary")])
    rows.append([button(t("button.back"), Go(to=Place.KINDS)), button(t("button.menu"), Go(to=Place.MENU))])
    return Screen(text, tuple(rows))


def when(t: Texts, preferences: Preferences, kind: Kind) -> Html:
    """«за 30 дней, за 7 дней, в последний день»."""
    if not preferences.of(kind).enabled:
        return t.html("kind.is-off")
    if not RULES[kind].choices:
        return t.html("kind.at-once")
    chosen = sorted(preferences.thresholds(kind), reverse=True)
    if not chosen:
        return t.html("kind.never")
    return escape(", ".join(threshold(t, RULES[kind].unit, one) for one in chosen))


def threshold(t: Texts, unit: Unit, value: int) -> str:
    """«за 2 ч», «за 7 дней», «в последний день»."""
    if unit is Unit.MINUTES:
        if value == 0:
            return t("threshold.at-the-end")
        hours, minutes = divmod(value, _HOUR)
        return t("threshold.minutes", n=value) if minutes else t("threshold.hours", n=hours)
    named = {1: "threshold.day-before", 0: "threshold.last-day", -1: "threshold.day-after"}.get(value)
    if named is not None:
        return t(named)
    return t.plural("threshold.days", value) if value > 0 else t.plural("threshold.days-after", -value)


def _named(t: Texts, preferences: Preferences, kind: Kind) -> str:
    return _ticked(t, t(f"kind.{kind.value}"), ticked=preferences.of(kind).enabled)


def _ticked(t: Texts, label: str, *, ticked: bool) -> str:
    return t("choice.chosen", label=label) if ticked else label
