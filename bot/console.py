"""How the command line speaks."""

import os
import sys

from bot.settings_error import SettingsError
from bot.texts import DEFAULT_LANGUAGE, Texts, texts


def console_texts() -> Texts:
    """Russian, or English where the terminal's language is English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return texts("en" if value.startswith("en") else DEFAULT_LANGUAGE)
    return texts(DEFAULT_LANGUAGE)


def say_wrong_setting(wrong: SettingsError, t: Texts) -> None:
    """One line on standard error that names the variable."""
    problem = t(wrong.problem, value=wrong.value)
    sys.stderr.write(t("settings.line", variable=wrong.variable, problem=problem) + "\n")
