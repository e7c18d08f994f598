"""The invented authority's files, a trust folder made of them, and a judge."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.signature.revocation import Revocation
from bot.signature.trust import TrustStore
from bot.signature.verifier import Verifier
from tests.signature import authority
from tests.signature.messages import pem

GOST = Path(__file__).parent.parent / "data" / "gost"
AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
LISTS = ("root256", "int256", "int512", "rootrsa", "intrsa")


@pytest.fixture
def challenge() -> bytes:
    return (GOST / "challenge.txt").read_bytes()


@pytest.fixture
def trust_dir(tmp_path: Path) -> Path:
    """What an operator would configure for the invented authorities."""
    folder = tmp_path / "trust"
    for name in ("roots", "intermediates", "crls"):
        (folder / name).mkdir(parents=True)
    shutil.copy(GOST / "certs" / "trusted-roots.pem", folder / "roots")
    shutil.copy(GOST / "certs" / "intermediates.pem", folder / "intermediates")
    for name in LISTS:
        shutil.copy(GOST / "crl" / f"{name}.crl.pem", folder / "crls")
    return folder


@pytest.fixture
def verifier(trust_dir: Path) -> Verifier:
    return Verifier(TrustStore(trust_dir), Revocation.REQUIRE)


class Stand:
    """A small public key infrastructure made by the test itself: root → authority → director."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = authority.root()
        self.authority = self.root.authority("УЦ")
        self.director = self.authority.issue(authority.name(*authority.DIRECTOR))
        self.place(roots=[self.root.raw], intermediates=[self.authority.raw])
        self.publish(self.root.crl(), self.authority.crl())

    def place(self, roots: list[bytes], intermediates: list[bytes]) -> None:
        """Write certificates, instead of those before."""
        for name, items in (("roots", roots), ("intermediates", intermediates)):
            self._write(name, "pem", [pem("CERTIFICATE", item) for item in items])

    def publish(self, *lists: bytes) -> None:
        """Write CRLs, instead of those before."""
        self._write("crls", "crl", list(lists))

    def _write(self, name: str, suffix: str, items: list[bytes]) -> None:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number, item in enumerate(items):
            (folder / f"{number}.{suffix}").write_bytes(item)

    def verifier(self, revocation: Revocation = Revocation.REQUIRE) -> Verifier:
        return Verifier(TrustStore(self.folder), revocation)


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path / "stand")
