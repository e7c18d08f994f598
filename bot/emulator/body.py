"""Reads a request the way Telegram does: query string, form, JSON or multipart, one after another.

aiohttp's own readers are not used for multipart: they do not count bytes, and Telegram reads Content-Disposition by
rules of its own (TDLib, HttpReader).
"""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from aiohttp import MultipartReader, web

from bot.emulator import errors
from bot.emulator.errors import ApiError, bad
from bot.emulator.limits import Limits
from bot.emulator.parameters import UploadedPart

_CHUNK = 256 * 1024
_MAX_FILES = 100
_DISPOSITION = "form-data;"


@dataclass(slots=True)
class Received:
    """What a request brought; the first value of a name counts, files keep their order."""

    values: dict[str, str] = field(default_factory=dict)
    parts: list[tuple[str, UploadedPart]] = field(default_factory=list)

    @property
    def files(self) -> dict[str, UploadedPart]:
        """Files by field name."""
        return dict(reversed(self.parts))

    def put(self, name: str, value: str) -> None:
        """Keeps a value unless the name has one."""
        self.values.setdefault(name, value)


async def read_request(request: web.Request, limits: Limits) -> Received:
    """Parameters and files of a request.

    Raises:
        ApiError: malformed, or too large (413); what is left of the body is read and thrown away first.
    """
    received = Received()
    for name, value in _pairs(request.rel_url.raw_query_string):
        received.put(name, value)
    kind = request.headers.get("Content-Type", "").lower()
    if kind.startswith("multipart/form-data"):
        await _read_multipart(request, limits, received)
        return received
    raw = await _read_all(request, limits.parameter_bytes)
    if kind.startswith("application/json"):
        _read_json(_utf8(raw), received)
    elif kind.startswith("application/x-www-form-urlencoded"):
        for name, value in _pairs(raw.decode("utf-8", "surrogateescape")):
            received.put(name, value)
    return received


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise errors.NOT_UTF8 from error
    except ValueError as error:
        raise errors.TOO_LARGE from error


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise errors.NOT_UTF8 from error


async def _read_all(request: web.Request, most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in request.content.iter_chunked(_CHUNK):
        size += len(piece)
        if size <= most:
            pieces.append(piece)
    if size > most:
        raise errors.TOO_LARGE
    return b"".join(pieces)


def _read_json(text: str, received: Received) -> None:
    """Strings lose their quotes; every other value keeps its JSON text, even `null`."""
    if not text.strip():
        return
    try:
        given = json.loads(text)
    except ValueError as error:
        raise bad("can't parse parameter value: invalid JSON") from error
    if not isinstance(given, dict):
        raise bad("JSON object expected")
    for name, value in given.items():
        received.put(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


async def _read_multipart(request: web.Request, limits: Limits, received: Received) -> None:
    if "boundary=" not in request.headers["Content-Type"]:
        raise bad("boundary not found")
    reader = MultipartReader(request.headers, request.content)
    parameter_bytes = 0
    refusal: ApiError | None = None
    try:
        while (part := await reader.next()) is not None:
            if isinstance(part, MultipartReader):
                raise bad("nested multipart is not expected")
            name, file_name = _disposition(part.headers.get("Content-Disposition", ""))
            is_file = file_name is not None
            most = limits.upload_bytes if is_file else limits.parameter_bytes - parameter_bytes
            pieces: list[bytes] = []
            size = 0
            while piece := await part.read_chunk(_CHUNK):
                size += len(piece)
                if size <= most:
                    pieces.append(piece)
            if size > most or (is_file and len(received.parts) >= _MAX_FILES):
                refusal = errors.TOO_LARGE
            elif file_name is not None:
                received.parts.append((name, UploadedPart(file_name, b"".join(pieces))))
            else:
                parameter_bytes += size
                received.put(name, _utf8(b"".join(pieces)))
    except ValueError as error:
        raise bad("can't parse form data headers") from error
    if refusal is not None:
        raise refusal


def _disposition(header: str) -> tuple[str, str | None]:
    """Name and file name of a part.

    A value is quoted or a bare token, and ends at the next semicolon even inside quotes; a backslash escapes nothing;
    `filename*` is not known. The file name is percent-decoded.
    """
    if not header.startswith(_DISPOSITION):
        raise bad("expected form-data content disposition")
    known: dict[str, str] = {}
    for piece in header[len(_DISPOSITION) :].split(";"):
        key, equals, value = piece.partition("=")
        if not equals:
            break
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1]
        known[key.strip()] = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if not known.get("name"):
        raise bad("field name in multipart/form-data not found")
    file_name = known.get("filename")
    return known["name"], None if file_name is None else unquote(file_name, errors="replace")
