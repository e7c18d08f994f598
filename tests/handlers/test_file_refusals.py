"""Each reason to refuse a file has a sentence of its own, and names in it do no harm."""

import pytest

from bot.cabinet.files.intake import FileRefusal, FileRefusedError
from bot.texts import texts
from handlers.files.refusals import refusal


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_reason_has_its_own_sentence(language: str) -> None:
    said = {refusal(texts(language), FileRefusedError(reason)).text for reason in FileRefusal}
    assert len(said) == len(FileRefusal)
    assert not any("{" in sentence for sentence in said)


def test_a_file_over_the_limit_is_told_the_limit() -> None:
    assert "20 МБ" in refusal(texts("ru"), FileRefusedError(FileRefusal.TOO_LARGE)).text


def test_a_file_of_an_archive_is_named_and_its_name_is_only_text() -> None:
    name = "<b>&\u202e" + "а" * 500
    said = refusal(texts("ru"), FileRefusedError(FileRefusal.NOT_PDF, name)).text
    assert "&lt;b&gt;&amp; ааа" in said
    assert "\u202e" not in said
    assert len(said) < 500
    assert "PDF" in said
