"""What the person sees when the spinner on a tapped button stops."""

from dataclasses import dataclass


@dataclass(slots=True)
class Toast:
    """The answer to a tap: nothing, a line that fades (at most 200 characters), or a box to be closed."""

    text: str | None = None
    alert: bool = False
    answered: bool = False
