"""The operator's folders of roots, intermediate authorities and CRLs, read again when they change."""

import base64
import binascii
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from bot.signature import limits
from bot.signature.certificate import Certificate
from bot.signature.checks import Memory, SignatureChecks
from bot.signature.crl import RevocationList
from bot.signature.der import MalformedError
from bot.signature.keys import WeakAlgorithmError
from bot.signature.name import COMMON_NAME, ORGANIZATION, Name

ROOTS: Final = "roots"
INTERMEDIATES: Final = "intermediates"
CRLS: Final = "crls"
FETCHED_CRLS: Final = "fetched-crls"  # what `bot.signature.crl_fetch` keeps; read like `crls`
_SUFFIXES: Final = frozenset({".cer", ".crt", ".der", ".pem", ".crl"})
_PEM: Final = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----")
_LONG_LIST: Final = 128 << 10
_LISTS: Final = frozenset({b"X509 CRL", b"CRL"})


@dataclass(frozen=True, slots=True)
class AuthoritySummary:
    """A root or an intermediate authority, for the operator's eyes."""

    file: str
    subject: str
    fingerprint: str  # SHA-256, lower-case hex
    valid_from: datetime
    valid_until: datetime
    has_list: bool  # some CRL bears its name


@dataclass(frozen=True, slots=True)
class ListSummary:
    """A CRL, for the operator's eyes."""

    file: str
    issuer: str
    this_update: datetime
    next_update: datetime | None
    entries: int
    is_stale: bool


@dataclass(frozen=True, slots=True)
class TrustSummary:
    """Everything the folders hold, and what could not be read."""

    roots: tuple[AuthoritySummary, ...]
    intermediates: tuple[AuthoritySummary, ...]
    lists: tuple[ListSummary, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """What one file held."""

    path: Path
    certificates: tuple[Certificate, ...]
    lists: tuple[RevocationList, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Tells whether a file has changed."""

    path: Path
    modified: int
    size: int
    inode: int


class TrustSnapshot:
    """The folders as they were at one moment. It never changes, so many threads may read it."""

    def __init__(
        self, roots: Sequence[_File], intermediates: Sequence[_File], crls: Sequence[_File], memory: Memory
    ) -> None:
        self.memory = memory
        self._files = roots, intermediates, crls
        self._roots = frozenset(certificate for file in roots for certificate in file.certificates)
        issuers: dict[Name, list[Certificate]] = defaultdict(list)
        for file in (*roots, *intermediates):
            for certificate in file.certificates:
                if certificate not in issuers[certificate.subject]:
                    issuers[certificate.subject].append(certificate)
        self._issuers: Mapping[Name, list[Certificate]] = dict(issuers)
        lists: dict[Name, list[RevocationList]] = defaultdict(list)
        for file in crls:
            for crl in file.lists:
                lists[crl.issuer].append(crl)
        self._lists: Mapping[Name, list[RevocationList]] = dict(lists)

    def is_root(self, certificate: Certificate) -> bool:
        """Whether trust begins here."""
        return certificate in self._roots

    def issuers(self, name: Name) -> Sequence[Certificate]:
        """Roots, then intermediates, of this name."""
        return self._issuers.get(name, ())

    def lists(self, issuer: Name) -> Sequence[RevocationList]:
        """The CRLs that bear the issuer's name; their signatures have not been checked."""
        return self._lists.get(issuer, ())

    def check_long_lists(self) -> None:
        """Check the signatures of long lists now: it takes seconds, and no person should wait for it later."""
        for crls in self._lists.values():
            for crl in crls:
                if len(crl.raw) > _LONG_LIST:
                    for issuer in self.issuers(crl.issuer):
                        with suppress(MalformedError, WeakAlgorithmError):
                            SignatureChecks(self.memory).is_signed(crl, issuer)

    def summary(self, at: datetime) -> TrustSummary:
        """What there is."""
        roots, intermediates, crls = self._files
        return TrustSummary(
            roots=self._authorities(roots),
            intermediates=self._authorities(intermediates),
            lists=tuple(
                ListSummary(
                    file=file.path.name,
                    issuer=display(crl.issuer),
                    this_update=crl.this_update,
                    next_update=crl.next_update,
                    entries=len(crl),
                    is_stale=not crl.is_current(at),
                )
                for file in crls
                for crl in file.lists
            ),
            problems=tuple(problem for folder in self._files for file in folder for problem in file.problems),
        )

    def _authorities(self, files: Sequence[_File]) -> tuple[AuthoritySummary, ...]:
        return tuple(
            AuthoritySummary(
                file=file.path.name,
                subject=display(certificate.subject),
                fingerprint=certificate.fingerprint.hex(),
                valid_from=certificate.valid_from,
                valid_until=certificate.valid_until,
                has_list=certificate.subject in self._lists,
            )
            for file in files
            for certificate in file.certificates
        )


class TrustStore:
    """Gives the present snapshot; reads only the files that have changed. Blocking: for worker threads."""

    def __init__(self, directory: Path) -> None:
        """Remember where to look; a missing folder is an empty one."""
        self._folders = [
            [directory / ROOTS],
            [directory / INTERMEDIATES],
            [directory / CRLS, directory / FETCHED_CRLS],
        ]
        self._memory = Memory()
        self._lock = Lock()
        self._read: dict[_Stamp, _File] = {}
        self._stamps: list[list[_Stamp]] | None = None
        self._snapshot: TrustSnapshot | None = None

    def snapshot(self) -> TrustSnapshot:
        """The folders as they are now.

        While one thread reads what has changed, others go on with what was known before.
        """
        stamps = [[stamp for folder in kind for stamp in _stamps(folder)] for kind in self._folders]
        known = self._snapshot
        if known is not None and (stamps == self._stamps or not self._lock.acquire(blocking=False)):
            return known
        if known is None:
            self._lock.acquire()
        try:
            if stamps != self._stamps or self._snapshot is None:
                self._snapshot = self._build(stamps)
                self._stamps = stamps
            return self._snapshot
        finally:
            self._lock.release()

    def _build(self, stamps: list[list[_Stamp]]) -> TrustSnapshot:
        known = self._read
        self._read = {stamp: known.get(stamp) or _read(stamp.path) for kind in stamps for stamp in kind}
        roots, intermediates, crls = ([self._read[stamp] for stamp in kind] for kind in stamps)
        snapshot = TrustSnapshot(roots, intermediates, crls, self._memory)
        snapshot.check_long_lists()
        return snapshot

    def summary(self, at: datetime) -> TrustSummary:
        """What the folders hold now."""
        return self.snapshot().summary(at)


def display(name: Name) -> str:
    """What to call the owner of a name."""
    return name.first(COMMON_NAME) or name.first(ORGANIZATION)


def _stamps(folder: Path) -> list[_Stamp]:
    """The files to read, by name."""
    found = []
    try:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES and path.is_file():
                stat = path.stat()
                found.append(_Stamp(path, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    except OSError:
        return found  # a missing folder is an empty one; a file that vanished will be noticed next time
    return found


def _read(path: Path) -> _File:
    certificates: list[Certificate] = []
    lists: list[RevocationList] = []
    problems: list[str] = []
    try:
        for is_list, body in _objects(_bytes(path)):
            try:
                _append(body, certificates, lists, is_list=is_list)
            except MalformedError as error:
                problems.append(f"{path.name}: {error}")
    except (OSError, MalformedError) as error:
        problems.append(f"{path.name}: {error}")
    return _File(path, tuple(certificates), tuple(lists), tuple(problems))


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > limits.CRL_BYTES:
        raise MalformedError("the file is too large")
    return path.read_bytes()


def _append(
    body: bytes, certificates: list[Certificate], lists: list[RevocationList], *, is_list: bool | None
) -> None:
    """Read one object; a bare one tells what it is only by being readable."""
    if is_list is None:
        try:
            certificates.append(Certificate.load(body))
        except MalformedError:
            lists.append(RevocationList.load(body))
    elif is_list:
        lists.append(RevocationList.load(body))
    else:
        certificates.append(Certificate.load(body))


def decode_list(data: bytes) -> RevocationList:
    """The one CRL of a file or a download, DER or PEM.

    Raises:
        MalformedError: It is none.
    """
    objects = list(_objects(data))
    if len(objects) != 1:
        raise MalformedError("one list was expected")
    return RevocationList.load(objects[0][1])


def _objects(data: bytes) -> Iterator[tuple[bool | None, bytes]]:
    """The DER objects of a file, each with whether it is called a CRL; None for a file without a name for it."""
    blocks = _PEM.findall(data)
    if not blocks:
        if b"-----BEGIN" in data:
            raise MalformedError("broken PEM")
        yield None, data
    for label, body in blocks:
        if label.endswith(b"PRIVATE KEY"):
            raise MalformedError("a private key does not belong here")
        try:
            yield label in _LISTS, base64.b64decode(body)
        except binascii.Error:
            raise MalformedError("broken PEM") from None
