"""The stand has words for every kind of warnings."""

from bot.cabinet.warnings.kind import Kind
from bot.demo import texts


def test_every_kind_has_words() -> None:
    assert set(Kind) == {*texts.JOURNAL_KINDS, *texts.JOURNAL_EVENTS}
