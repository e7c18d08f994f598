"""PDF files and archives, good ones and such as nobody should be able to do harm with."""

import zipfile
from io import BytesIO

from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas


def pdf(text: str = "Act", pages: int = 1) -> bytes:
    made = BytesIO()
    canvas = Canvas(made)
    for _ in range(pages):
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def locked(user: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt(user, "owner", algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def pageless() -> bytes:
    made = BytesIO()
    PdfWriter().write(made)
    return made.getvalue()


def archive(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name, content in files:
            packed.writestr(name, content, method)
    return made.getvalue()


def named(raw: bytes, content: bytes) -> bytes:
    """An archive of one file whose name has these bytes and no mark of UTF-8."""
    stand_in = b"x" * len(raw)
    return archive((stand_in.decode(), content)).replace(stand_in, raw)


def crowded(count: int) -> bytes:
    """An archive of many entries that all are the same one: small, and it claims to have one entry."""
    whole = archive(("a.pdf", b"x"), method=zipfile.ZIP_STORED)
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    directory = whole[start:end] * count
    tail = bytearray(whole[end:])
    tail[12:16] = len(directory).to_bytes(4, "little")
    return whole[:start] + directory + bytes(tail)


def lying(content: bytes, claimed: int) -> bytes:
    """An archive whose lists call its file smaller than it is."""
    whole = bytearray(archive(("a.pdf", content)))
    real, said = len(content).to_bytes(4, "little"), claimed.to_bytes(4, "little")
    local, listed = 22, whole.index(b"PK\x01\x02") + 24
    for at in (local, listed):
        assert whole[at : at + 4] == real
        whole[at : at + 4] = said
    return bytes(whole)
