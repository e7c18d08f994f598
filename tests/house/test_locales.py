"""The texts: complete, alike in both languages, used, and within Telegram's limits."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.cabinet.acts.act import OrderState as ActOrderState
from bot.cabinet.acts.importing import NameProblem
from bot.cabinet.audit import AuditEvent
from bot.cabinet.cash.kept_shift import ShiftState
from bot.cabinet.cash.order_register import OrderState
from bot.cabinet.cash.ports import LoadFailure as CashLoadFailure
from bot.cabinet.cash.recording import CORRECTED, NO_DRIVE, UNBALANCED
from bot.cabinet.confirmations import ChallengeRefusal
from bot.cabinet.documents.closing_document import DocumentKind, DocumentStatus
from bot.cabinet.documents.kept import LoadFailure
from bot.cabinet.files.intake import FileRefusal
from bot.cabinet.fiscal.retail import CASHLESS
from bot.cabinet.fiscal.shift_report import Doubt
from bot.cabinet.integrations.integration import IntegrationKind, IntegrationState
from bot.cabinet.integrations.paper import PaperRefusal, PaperSort
from bot.cabinet.person import Language
from bot.cabinet.subscription import TermState
from bot.cabinet.warnings.choices import SWITCHABLE
from bot.introduction import COMMANDS
from bot.settings import Settings
from bot.signature.verdict import RefusalReason
from bot.texts import LOCALES, texts
from handlers.buttons import FileKind, QuietEdge, UrgencyFilter
from handlers.choosing.buttons import Feature
from storage.warnings.registers import DAYS_LEFT

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = [language.value for language in Language]
FORMS = {"ru": 3, "en": 2}

# Of the trail of one organization a person sees these.
OF_AN_ORGANIZATION = set(AuditEvent) - {
    AuditEvent.REFUSED,
    AuditEvent.SERVICES_LOADED,
    AuditEvent.ACTS_LOADED,
}

# Keys put together at run time; every other key stands in the code as it is.
COMPOSED = (
    {f"refusal.{reason.value}" for reason in RefusalReason}
    | {f"challenge.{refusal.value}" for refusal in ChallengeRefusal}
    | {f"history.{event.value}" for event in OF_AN_ORGANIZATION}
    | {f"services.filter.{choice.value}" for choice in UrgencyFilter}
    | {f"services.file.{kind.value}" for kind in FileKind}
    | {f"workbook.state.{state.value}" for state in TermState}
    | {f"order-register.state.{state.value}" for state in OrderState}
    | {f"language.{language}" for language in LANGUAGES}
    | {f"command.{name}" for name in COMMANDS}
    | {f"kind.{kind.value}{part}" for kind in SWITCHABLE for part in ("", ".short", ".about")}
    | {f"choosing.{feature.value}" for feature in Feature}
    | {f"integration.{kind.value}{part}" for kind in IntegrationKind for part in ("", ".about")}
    | {f"integration.state.{state.value}" for state in IntegrationState}
    | {f"integration.ask-{what}" for what in ("certificate", "no-certificate", "start", "enable")}
    | {f"integration.hint.{state}" for state in ("awaits-order", "awaits-prohibition")}
    | {f"load-failure.{failure.value}" for failure in CashLoadFailure}
    | {f"paper-file.{sort.value}" for sort in PaperSort}
    | {f"paper.{sort.value}{part}" for sort in PaperSort for part in ("", ".file")}
    | {f"paper.accepted.{sort.value}" for sort in PaperSort}
    | {f"paper.refused.{refusal.value}" for refusal in PaperRefusal}
    | {f"warning.drive.{sign.value}" for sign in DAYS_LEFT}
    | {f"cash.state.{state.value}" for state in OrderState}
    | {f"shift.state.{state.value}" for state in ShiftState}
    | {f"shift.doubt.{doubt.value}" for doubt in Doubt}
    | {f"shift.doubt.{doubt}" for doubt in (NO_DRIVE, CORRECTED, UNBALANCED)}
    | {f"payment.{payment.value}" for payment in CASHLESS}
    | {f"acts.order.{state.value}" for state in ActOrderState}
    | {f"import.acts.problem.{problem.value}" for problem in NameProblem}
    | {f"file.{refusal.value}" for refusal in FileRefusal}
    | {f"document.{kind.value}" for kind in DocumentKind}
    | {f"document.status.{status.value}" for status in DocumentStatus}
    | {f"documents.failure.{failure.value}" for failure in LoadFailure}
    | {f"quiet.ask-{edge.value}" for edge in QuietEdge}
    | {f"warning.service.{left}" for left in ("left", "tomorrow", "today", "yesterday", "ended")}
    | {f"warning.certificate.{left}" for left in ("left", "tomorrow", "today")}
)
OPTIONAL = {f"refusal.{reason.value}.dated" for reason in RefusalReason} | {
    f"settings.wrong.{name}" for name in Settings.model_fields
}


def catalogue(language: str) -> dict[str, Message]:
    known: dict[str, Message] = {}
    for source in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with source.open("rb") as opened:
            read: Catalog = read_po(opened, locale=language)
        for message in read:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            assert isinstance(key, str)
            if key:
                assert key not in known, f"{key} stands twice"
                known[key] = message
    return known


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def constants() -> set[str]:
    return {
        node.value
        for package in ("bot", "handlers")
        for source in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_both_languages_say_the_same_things() -> None:
    ru, en = catalogue("ru"), catalogue("en")
    assert ru.keys() == en.keys()
    for key, message in ru.items():
        assert isinstance(message.id, tuple) == isinstance(en[key].id, tuple), key
        wanted = set().union(*(placeholders(form) for form in forms(message)))
        assert wanted == set().union(*(placeholders(form) for form in forms(en[key]))), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_written(language: str) -> None:
    for key, message in catalogue(language).items():
        assert all(form.strip() for form in forms(message)), key
        assert not message.fuzzy, key
        if isinstance(message.id, tuple):
            assert len(forms(message)) == FORMS[language], key


def test_keys_that_the_code_names_exist_and_no_text_is_idle() -> None:
    known = set(catalogue("ru"))
    named = constants()
    assert not COMPOSED - known
    composed_imports = {key for key in known if key.startswith("import.")}
    assert not known - named - COMPOSED - OPTIONAL - composed_imports


def test_calls_name_known_keys() -> None:
    known = set(catalogue("ru"))
    for package in ("bot", "handlers"):
        for source in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                    continue
                called = node.func
                is_text = (isinstance(called, ast.Name) and called.id == "t") or (
                    isinstance(called, ast.Attribute)
                    and isinstance(called.value, ast.Name)
                    and called.value.id == "t"
                    and called.attr in {"html", "plural", "html_plural"}
                )
                if is_text:
                    assert node.args[0].value in known, (source, node.lineno, node.args[0].value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_is_what_telegram_knows(language: str) -> None:
    for key, message in catalogue(language).items():
        for form in forms(message):
            for tag in re.findall(r"<[^>]*>", form):
                assert tag in {"<b>", "</b>", "<i>", "</i>", "<code>", "</code>"}, (key, tag)
            assert "&nbsp;" not in form


@pytest.mark.parametrize("language", LANGUAGES)
def test_lengths_fit_telegram(language: str) -> None:
    t = texts(language)
    assert len(t("about.description")) <= 512
    assert len(t("about.short")) <= 120
    assert all(1 <= len(t(f"command.{name}")) <= 256 for name in COMMANDS)
    for key, message in catalogue(language).items():
        if key.startswith("button."):
            assert all(len(form) <= 48 for form in forms(message)), key


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "остался 1 день"), (2, "осталось 2 дня"), (5, "осталось 5 дней"), (11, "осталось 11 дней"),
     (21, "остался 21 день"), (112, "осталось 112 дней"), (1001, "остался 1001 день")],
)  # fmt: skip
def test_russian_numbers_take_their_forms(n: int, said: str) -> None:
    assert said in texts("ru").plural("term.left", n, end="30 ноября 2026")
