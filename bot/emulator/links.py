"""Which addresses Telegram takes as links, and their normal form (TDLib, LinkManager and HttpUrl).

Pure. A host must contain a dot, so `http://localhost:8080` is no link and `http://127.0.0.1:8080` is one.
"""

import re
from urllib.parse import urlsplit

_OWN_SCHEMES = ("tg", "ton", "tonsite")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.\-]*)://", re.ASCII)
_USER_LINK = re.compile(r"^tg://user/?\?(?:[^#]*&)?id=([0-9]{1,19})(?:[&#].*)?$", re.ASCII | re.IGNORECASE)
_HOST = re.compile(r"^[^\s/?#@:\[\]<>\"'`\\|{}^]+\.[^\s/?#@:\[\]<>\"'`\\|{}^]+$")
_MAX_PORT = 65535


class LinkError(ValueError):
    """Why an address is no link: TDLib's words, such as "Wrong HTTP URL"."""


def mentioned_user(url: str) -> int | None:
    """The user id of a `tg://user?id=…` link, which becomes a mention and not a link."""
    found = _USER_LINK.match(url.strip())
    return int(found[1]) if found else None


def checked_link(url: str, *, only_https: bool = False) -> str:
    """The normal form of a link.

    Raises:
        LinkError: Telegram would not make a link of it.
    """
    url = url.strip()
    if not url:
        raise LinkError("URL is empty")  # callers refuse an empty address before this one
    scheme = _SCHEME.match(url)
    name = scheme[1].lower() if scheme else "http"
    if name in _OWN_SCHEMES or url.lower().startswith("tg:"):
        if only_https:
            raise LinkError("Only HTTPS links are allowed")
        return url
    if name not in {"http", "https"}:
        raise LinkError("Only HTTPS links are allowed" if only_https else "Unsupported URL protocol")
    if only_https and name != "https":
        raise LinkError("Only HTTPS links are allowed")
    return _normal_form(url if scheme else f"http://{url}", name)


def _normal_form(url: str, scheme: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise LinkError("Wrong HTTP URL") from error
    is_ipv6 = parts.netloc.rpartition("@")[2].startswith("[")
    # a port of 0 and a host without a dot are refused by TDLib's parse_url and check_link
    if (not is_ipv6 and not _HOST.match(host)) or (port is not None and not 0 < port <= _MAX_PORT):
        raise LinkError("Wrong HTTP URL")
    if any(ord(letter) <= ord(" ") for letter in url):
        raise LinkError("Wrong HTTP URL")
    authority = parts.netloc.rpartition("@")
    shown = authority[0] + authority[1] + authority[2].lower()
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{scheme}://{shown}{parts.path or '/'}{query}{fragment}"
