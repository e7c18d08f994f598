"""An authority for tests: issues certificates and lists, right or wrong as asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from bot.signature.gost.curves import CRYPTOPRO_A, Curve
from tests.signature.asn1 import (
    algorithm,
    bits,
    boolean,
    flags,
    integer,
    moment,
    octets,
    oid,
    primitive,
    seq,
    set_of,
    tagged,
    text,
)
from tests.signature.signing import GostSigningKey, SigningKey

START = datetime(2024, 1, 1, tzinfo=UTC)
END = datetime(2039, 12, 31, tzinfo=UTC)
LISTED = datetime(2026, 11, 20, tzinfo=UTC)
LIST_END = datetime(2027, 11, 20, tzinfo=UTC)

CN, SN, GN, O, T = "2.5.4.3", "2.5.4.4", "2.5.4.42", "2.5.4.10", "2.5.4.12"  # noqa: E741 - the field's own name
INN, INNLE, OGRN, OGRNIP, SNILS = (
    "1.2.643.3.131.1.1",
    "1.2.643.100.4",
    "1.2.643.100.1",
    "1.2.643.100.5",
    "1.2.643.100.3",
)

Attribute = tuple[str, str] | tuple[str, str, int]
Extension = tuple[str, bool, bytes]

DIRECTOR: tuple[Attribute, ...] = (
    (CN, 'ООО "Ромашка"'),
    (O, 'ООО "Ромашка"'),
    (T, "Генеральный директор"),
    (SN, "Иванов"),
    (GN, "Иван Иванович"),
    (OGRN, "1027700123450", 0x12),
    (INN, "770123456703", 0x12),
    (INNLE, "7701234560", 0x12),
)

_serials = count(0x5000)
_keys = count(0x1234567890ABCDEF)


def new_key(curve: Curve = CRYPTOPRO_A) -> GostSigningKey:
    """A key nobody else has."""
    return GostSigningKey(curve, pow(next(_keys), 7, curve.q))


def name(*attributes: Attribute) -> bytes:
    return seq(*(set_of(seq(oid(a[0]), text(a[1], a[2] if len(a) == 3 else 0x0C))) for a in attributes))


def extension(item: Extension) -> bytes:
    kind, critical, value = item
    return seq(oid(kind), *([boolean(value=True)] if critical else []), octets(value))


def basic_constraints(*, authority: bool, length: int | None = None) -> Extension:
    parts = ([boolean(value=True)] if authority else []) + ([] if length is None else [integer(length)])
    return "2.5.29.19", True, seq(*parts)


def key_usage(*numbers: int) -> Extension:
    return "2.5.29.15", True, flags(*numbers)


def subject_key_id(key_id: bytes) -> Extension:
    return "2.5.29.14", False, octets(key_id)


def authority_key_id(key_id: bytes) -> Extension:
    return "2.5.29.35", False, seq(primitive(0, key_id))


def distribution_point(*urls: str) -> Extension:
    points = (seq(tagged(0, tagged(0, primitive(6, url.encode())))) for url in urls)
    return "2.5.29.31", False, seq(*points)


def issuing_point(url: str | None = None, **others: bytes) -> Extension:
    parts = [] if url is None else [tagged(0, tagged(0, primitive(6, url.encode())))]
    return "2.5.29.28", True, seq(*parts, *others.values())


@dataclass
class Issued:
    """A certificate and its key."""

    raw: bytes
    key: SigningKey
    serial: int
    subject: bytes
    issuer: bytes


@dataclass
class Authority:
    """Somebody who issues."""

    key: SigningKey
    subject: bytes
    raw: bytes = b""
    key_id: bytes = b""

    def issue(
        self,
        subject: bytes,
        *,
        key: SigningKey | None = None,
        extensions: Sequence[Extension] | None = None,
        extra: Iterable[Extension] = (),
        serial: int | None = None,
        start: datetime = START,
        end: datetime = END,
        version: int | None = 2,
        inner: bytes | None = None,
        outer: bytes | None = None,
        unique_id: bytes = b"",
    ) -> Issued:
        """A certificate; by default one that a person may sign documents with."""
        key = key or new_key()
        serial = next(_serials) if serial is None else serial
        if extensions is None:
            extensions = [key_usage(0, 1), *([authority_key_id(self.key_id)] if self.key_id else [])]
        usual = algorithm(self.key.signature_oid)
        body = seq(
            b"" if version is None else tagged(0, integer(version)),
            integer(serial),
            inner or usual,
            self.subject,
            seq(moment(start), moment(end)),
            subject,
            key.public,
            unique_id,
            tagged(3, seq(*map(extension, (*extensions, *extra)))) if extensions or extra else b"",
        )
        raw = seq(body, outer or usual, bits(self.key.sign(body)))
        return Issued(raw, key, serial, subject, self.subject)

    def authority(
        self,
        title: str,
        *,
        key: SigningKey | None = None,
        extensions: Sequence[Extension] | None = None,
        length: int | None = None,
        extra: Iterable[Extension] = (),
        **others: object,
    ) -> "Authority":
        """A subordinate authority."""
        key = key or new_key()
        key_id = key.hash(key.public)[:20]
        if extensions is None:
            extensions = [
                basic_constraints(authority=True, length=length),
                key_usage(5, 6),
                subject_key_id(key_id),
                *([authority_key_id(self.key_id)] if self.key_id else []),
            ]
        subject = name((CN, title))
        issued = self.issue(subject, key=key, extensions=extensions, extra=extra, **others)  # type: ignore[arg-type] # passed on
        return Authority(key, subject, issued.raw, key_id)

    def crl(
        self,
        *serials: int,
        at: datetime = LISTED,
        until: datetime | None = LIST_END,
        extensions: Sequence[Extension] = (),
        entry_extensions: bytes = b"",
        key: SigningKey | None = None,
        key_id: bytes | None = None,
    ) -> bytes:
        """A revocation list."""
        key = key or self.key
        key_id = self.key_id if key_id is None else key_id
        entries = [seq(integer(serial), moment(at), entry_extensions) for serial in serials]
        known = [*([authority_key_id(key_id)] if key_id else []), *extensions]
        body = seq(
            integer(1),
            algorithm(key.signature_oid),
            self.subject,
            moment(at),
            b"" if until is None else moment(until),
            seq(*entries) if entries else b"",
            tagged(0, seq(*map(extension, known))) if known else b"",
        )
        return seq(body, algorithm(key.signature_oid), bits(key.sign(body)))


def root(title: str = "Корень", *, key: SigningKey | None = None, **others: object) -> Authority:
    """A self-signed authority."""
    key = key or new_key()
    subject = name((CN, title))
    return Authority(key, subject).authority(title, key=key, **others)  # type: ignore[arg-type] # passed on
