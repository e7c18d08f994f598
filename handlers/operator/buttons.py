"""Buttons of loading files in the chat."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# The beginning of a file's digest: a button of an earlier file loads nothing of a later one.
ShortDigest = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]


class LoadServices(CallbackData, prefix="us"):
    """Load the services file that was shown."""

    digest: ShortDigest
    skip_bad: bool


class LoadActs(CallbackData, prefix="ua"):
    """Load the acts that were shown."""

    digest: ShortDigest
    skip_bad: bool


class HowToUpload(CallbackData, prefix="uh"):
    """What can be loaded, and how."""
