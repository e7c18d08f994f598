"""What becomes of a file's name, type and identifier on its way through Telegram.

Pure. Names follow TDLib's clean_filename (tdutils, filesystem.cpp): many letters are lost, which a bot's author
learns only from the users.
"""

import base64
import hashlib
import mimetypes
import re
import unicodedata
from pathlib import PurePosixPath

MAX_STEM = 64
MAX_EXTENSION = 16
_REFUSED = frozenset("<>:\"/\\|?*&`'")
_BUILT_IN = mimetypes.MimeTypes(filenames=())  # the machine's own tables would make tests differ
_TYPES = {
    ".sig": "application/pgp-signature",
    ".p7s": "application/pkcs7-signature",
    ".p7m": "application/pkcs7-mime",
    ".cer": "application/pkix-cert",
    ".ics": "text/calendar",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xml": "application/xml",
    ".zip": "application/zip",
    ".txt": "text/plain",
}
_FILE_ID = re.compile(r"[A-Za-z0-9_\-]+")
_SIGNATURE_BYTES = 4


def cleaned_name(name: str) -> str:
    """The name that the receiver sees.

    A letter that is neither a letter nor a digit of some script nor an allowed ASCII
    sign becomes a space; combining marks vanish; the stem keeps 64 characters and the extension 16.
    """
    name = re.split(r"[/\\\\]", name)[-1]
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem, extension = _cleaned(stem, MAX_STEM), _cleaned(extension, MAX_EXTENSION)
    return ".".join(part for part in (stem, extension) if part) or "file"


def mime_type(name: str) -> str:
    """The MIME type by the extension, as Telegram tells it to bots."""
    extension = PurePosixPath(name).suffix.lower()
    return _TYPES.get(extension) or _BUILT_IN.guess_type(f"x{extension}")[0] or "application/octet-stream"


def unique_id(content: bytes) -> str:
    """What stays the same for the same content (file_unique_id)."""
    return base64.urlsafe_b64encode(b"\x01" + hashlib.sha256(content).digest()[:10]).decode().rstrip("=")


def file_id(kind: str, number: int, secret: str, unique: str) -> str:
    """A fresh identifier of about 80 characters, different for each upload and each bot."""
    body = hashlib.sha512(f"{kind}:{number}:{secret}:{unique}".encode()).digest()[:54]
    packed = b"\x05" + body
    return base64.urlsafe_b64encode(packed + _seal(packed)).decode().rstrip("=")


def is_file_id(text: str) -> bool:
    """Whether a text has the form of an identifier; it may still name no file."""
    if not _FILE_ID.fullmatch(text):
        return False
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return False
    return packed[-_SIGNATURE_BYTES:] == _seal(packed[:-_SIGNATURE_BYTES])


def _seal(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest()[:_SIGNATURE_BYTES]


def _cleaned(text: str, most: int) -> str:
    kept: list[str] = []
    for letter in text:
        if len(kept) == most:
            break
        category = unicodedata.category(letter)
        if category.startswith("M"):
            continue
        if letter.isascii():
            allowed = " " <= letter < "\x7f" and letter not in _REFUSED
        else:
            allowed = category[0] in "LN"
        shown = letter if allowed else " "
        if kept or shown not in " .":
            kept.append(shown)
    return "".join(kept).rstrip(" .")
