"""What the operator reads after acts have been looked at."""

from collections.abc import Iterator
from itertools import islice

from bot.cabinet.acts.importing import ActPlan, BadFile, NameProblem, PlannedAct
from bot.cabinet.acts.ports import Put
from bot.cabinet.service_file import shown
from bot.imports.report import count
from bot.texts import Texts

SHOWN = 200


def bad_line(bad: BadFile, t: Texts) -> str:
    """The file and what is wrong with it."""
    if isinstance(bad.problem, NameProblem):
        why = t(f"import.acts.problem.{bad.problem.value}")
    else:
        why = t(f"file.{bad.problem.value}")
    return t("import.acts.bad", name=shown(bad.name), why=why)


def planned_lines(plan: ActPlan, t: Texts) -> Iterator[str]:
    """What would be loaded."""
    for one in islice(plan.good, SHOWN):
        yield t(_key(one), name=shown(one.file.name))
    if len(plan.good) > SHOWN:
        yield t.plural("import.acts.more", len(plan.good) - SHOWN, count=count(len(plan.good) - SHOWN))


def summary_line(plan: ActPlan, put: Put | None, t: Texts) -> str:
    """How many files are good and bad; and what came of them, once they are loaded."""
    if put is None:
        return t("import.acts.summary", good=count(len(plan.good)), bad=count(len(plan.bad)))
    return t(
        "import.acts.summary.done",
        new=count(put.new),
        unchanged=count(len(plan.good) - put.new),
        settled=count(put.settled),
        skipped=count(len(plan.bad)),
    )


def _key(one: PlannedAct) -> str:
    return "import.acts.replacing" if one.is_replacing else "import.acts.adding"
