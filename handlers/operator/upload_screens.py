"""Screens of loading files in the chat: what would change, and what has changed."""

from collections.abc import Sequence
from itertools import chain, islice

from aiogram.types import InlineKeyboardButton

from bot.cabinet.acts.importing import ActPlan
from bot.cabinet.acts.ports import Put
from bot.cabinet.acts.uploading import ActReview
from bot.cabinet.service_upload import UploadReview
from bot.imports import act_report, report
from bot.imports.whole_report import conclusion, whole_report
from bot.texts import Html, Texts, escape, joined
from handlers import phrases
from handlers.buttons import Go, Place
from handlers.operator.buttons import LoadActs, LoadServices
from handlers.screen import Row, Screen, button

SHOWN = 8
_LINE = 200
_SHORT = 12
# A report of a hundred thousand lines is read by nobody; its beginning says what is wrong.
_MOST_LINES = 5000


def services(t: Texts, review: UploadReview, *, changed: bool) -> Screen:
    """What the file would change; nothing has changed yet.

    Args:
        t: Texts in the operator's language.
        review: The file and the plan.
        changed: Services have been changed since the plan was last shown.
    """
    plan = review.plan
    blocked = bool(plan.problems)
    summary = report.summary_line(plan, t, dry_run=True, blocked=blocked)
    parts = [t.html("upload.services", n=review.organizations)]
    if changed:
        parts.append(t.html("upload.plan-changed"))
    parts.append(escape(summary))
    parts += _some(t, [report.problem_line(problem, t) for problem in islice(plan.problems, SHOWN + 1)])
    if not blocked and plan.changes_nothing:
        parts.append(escape(conclusion(plan, t, dry_run=True, blocked=False)))
        return Screen(joined(parts, "\n\n"), (_back(t),))
    digest = review.shown.content[:_SHORT]
    rows: list[Row] = []
    if not blocked:
        rows.append([button(t("upload.load"), LoadServices(digest=digest, skip_bad=False), "primary")])
    elif not plan.changes_nothing:
        rows.append([button(t("upload.load-good"), LoadServices(digest=digest, skip_bad=True))])
    return Screen(joined(parts, "\n\n"), (*rows, [button(t("upload.cancel"), Go(to=Place.OUTBOX))]))


def services_loaded(t: Texts, review: UploadReview) -> Screen:
    """What has changed."""
    plan = review.plan
    lines = [
        report.summary_line(plan, t, dry_run=False, blocked=False),
        conclusion(plan, t, dry_run=False, blocked=False),
    ]
    return Screen(joined([t.html("upload.done"), *map(escape, lines)], "\n\n"), (_back(t),))


def services_report(t: Texts, review: UploadReview, *, dry_run: bool, skip_bad: bool) -> str:
    """Everything that the command line would say."""
    told = whole_report(review.plan, review.file, t, dry_run=dry_run, skip_bad=skip_bad)
    return "\n".join(islice(chain.from_iterable(lines for _, lines in told), _MOST_LINES)) + "\n"


def needs_report(review: UploadReview) -> bool:
    """Whether the screen had no room for everything that is worth knowing."""
    plan = review.plan
    return len(plan.problems) > SHOWN or bool(plan.notes) or bool(plan.changed)


def acts(t: Texts, review: ActReview, *, changed: bool) -> Screen:
    """What the acts would change; nothing has changed yet.

    Args:
        t: Texts in the operator's language.
        review: What was sent, and the plan.
        changed: Whether it is not what was shown before.
    """
    plan = review.plan
    parts = [t.html("upload.acts-changed")] if changed else []
    parts += [t.html("upload.acts"), escape(act_report.summary_line(plan, None, t))]
    parts += _some(t, _act_lines(t, plan))
    digest = review.shown.plan[:_SHORT]
    rows: list[Row] = []
    if plan.good and not plan.bad:
        rows.append([button(t("upload.load"), LoadActs(digest=digest, skip_bad=False), "primary")])
    elif plan.good:
        rows.append([button(t("upload.load-good"), LoadActs(digest=digest, skip_bad=True))])
    else:
        parts.append(t.html("upload.acts-how"))
    return Screen(joined(parts, "\n\n"), (*rows, [button(t("upload.cancel"), Go(to=Place.OUTBOX))]))


def acts_loaded(t: Texts, review: ActReview, put: Put) -> Screen:
    """What has become of the acts."""
    lines = [act_report.summary_line(review.plan, put, t), t("import.acts.done")]
    return Screen(joined([t.html("upload.done"), *map(escape, lines)], "\n\n"), (_back(t),))


def how(t: Texts) -> Screen:
    """What can be loaded."""
    return Screen(t.html("upload.how"), (_back(t),))


def refused(t: Texts, lines: Sequence[str]) -> Screen:
    """Why the file is not taken."""
    return Screen(joined([escape(phrases.cut(line, _LINE)) for line in lines[:SHOWN]]), (_back(t),))


def _act_lines(t: Texts, plan: ActPlan) -> list[str]:
    bad = [act_report.bad_line(one, t) for one in islice(plan.bad, SHOWN + 1)]
    return bad or list(islice(act_report.planned_lines(plan, t), SHOWN + 1))


def _some(t: Texts, lines: Sequence[str]) -> list[Html]:
    if not lines:
        return []
    shown = [escape(phrases.cut(line, _LINE)) for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(t.html("upload.and-more"))
    return [joined(shown)]


def _back(t: Texts) -> Row:
    return [button(t("button.operator"), Go(to=Place.OUTBOX)), _menu(t)]


def _menu(t: Texts) -> InlineKeyboardButton:
    return button(t("button.menu"), Go(to=Place.MENU))
