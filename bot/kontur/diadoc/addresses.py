"""Identifiers and addresses of Диадок."""

import re
from typing import Final
from urllib.parse import quote, urlsplit

IDENTITY: Final = "https://identity.kontur.ru"
WEB: Final = "https://diadoc.kontur.ru"

_GUID: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


def box_guid(box: str) -> str:
    """A box's identifier in the form that methods take, out of any of its forms: a GUID, or `<32 digits>@diadoc.ru`."""
    name = box.partition("@")[0].strip().lower()
    digits = name.replace("-", "")
    if not _GUID.fullmatch(digits):
        return name
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def identity_of(api: str) -> str:
    """Where tokens for this API are issued: Kontur has one place for all of its own; other servers do it themselves."""
    host = urlsplit(api).hostname or ""
    return IDENTITY if host == "kontur.ru" or host.endswith(".kontur.ru") else api.rstrip("/")


def web_place(box: str) -> str:
    """What the links of all documents in the box begin with."""
    return f"{WEB}/{quote(box_guid(box), safe='')}/"


def web_link(box: str, message: str, entity: str) -> str:
    """Where somebody with access to the box opens the document in a browser.

    Args:
        box: Of the one who opens it, in any form.
        message: `MessageId`.
        entity: `EntityId`.
    """
    letter, document = quote(message, safe=""), quote(entity, safe="")
    return f"{web_place(box)}Document/Show?letterId={letter}&documentId={document}"
