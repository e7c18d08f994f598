"""The refusal of a setting."""


class SettingsError(Exception):
    """A setting is wrong or missing.

    Attributes:
        variable: The variable's name.
        problem: The key of the sentence in the locales.
        value: What was given, when it may be shown.
    """

    def __init__(self, variable: str, problem: str, value: str = "") -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable
        self.problem = problem
        self.value = value
