"""What `kabinet check` prints."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape

from bot.texts import Texts


@dataclass
class Report:
    """Prints findings as they come and counts what is wrong."""

    t: Texts
    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    problems: int = 0

    def title(self, text: str) -> None:
        """Begin a section."""
        self.console.print(f"\n[bold]{escape(text)}[/bold]")

    def good(self, text: str) -> None:
        """Something works."""
        self.console.print(self.t("check.good", text=escape(text)), style="green")

    def note(self, text: str) -> None:
        """Something worth knowing."""
        self.console.print(self.t("check.note", text=escape(text)))

    def bad(self, text: str) -> None:
        """Something has to be mended."""
        self.problems += 1
        self.console.print(self.t("check.bad", text=escape(text)), style="red")
