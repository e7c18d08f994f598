"""Money as people write it."""

from decimal import Decimal

from babel.numbers import format_decimal

from bot.texts import Texts

_KOPECKS = Decimal(100)


def rubles(t: Texts, kopecks: int) -> str:
    """«12 480,50 ₽»: it does not break at the end of a line."""
    number = format_decimal(Decimal(kopecks) / _KOPECKS, "#,##0.00", locale=t.language)
    # A hyphen before a number is read as a dash, and may end a line.
    number = number.replace("-", "\N{MINUS SIGN}")
    return f"{number}\N{NO-BREAK SPACE}₽"
