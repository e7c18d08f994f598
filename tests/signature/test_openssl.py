"""OpenSSL with its GOST engine as a judge from outside: what it signs is accepted here, what is built here it accepts.

Needs `apt-get install openssl libengine-gost-openssl`; skipped without, and failed where everything must be there.
"""

import base64
import os
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.signature.certificate import Certificate
from bot.signature.revocation import Revocation
from bot.signature.trust import TrustStore
from bot.signature.verdict import RefusalReason, SignatureRefusedError, Signer
from bot.signature.verifier import Verifier
from tests.demo import openssl as engine
from tests.signature.authority import DIRECTOR, name, new_key, root
from tests.signature.messages import message, pem

CONTENT = "Подтверждение доступа\r\nКод: 7F3A\r\n".encode()
GOST_256 = ("A", "B", "C", "XA", "XB", "TCA", "TCB", "TCC", "TCD")
GOST_512 = ("A", "B", "C")
DIRECTOR_DN = (
    "/CN=ООО Ромашка/O=ООО Ромашка/title=Директор/SN=Иванов/GN=Иван Иванович"
    "/OGRN=1027700123450/SNILS=11223344595/INN=770123456703/INNLE=7701234560"
)
SOLE_TRADER_DN = "/CN=Сидоров Пётр/SN=Сидоров/GN=Пётр Алексеевич/OGRNIP=304770012300044/INN=503111222368"
EMPLOYEE_DN = "/CN=Петрова Мария/SN=Петрова/GN=Мария/INN=780222333434"

CONFIG = """
openssl_conf = start
[start]
engines = engines
oid_section = identifiers
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
[identifiers]
INNLE = 1.2.643.100.4
[req]
distinguished_name = dn
prompt = no
[dn]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[person]
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
default_ca = lists
[lists]
database = {folder}/index.txt
crlnumber = {folder}/crlnumber
default_crl_days = 30
"""


class OpenSsl:
    """A fresh authority in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "openssl.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "index.txt").touch()
        (folder / "crlnumber").write_text("01\n")
        (folder / "content").write_bytes(CONTENT)
        for kind in ("roots", "crls"):
            (folder / "trust" / kind).mkdir(parents=True)

    def run(self, *arguments: str) -> None:
        environment = {**os.environ, "OPENSSL_CONF": str(self.folder / "openssl.cnf")}
        command = ["openssl", *arguments]
        done = subprocess.run(  # noqa: S603 - our own words and files
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"

    def key(self, who: str, algorithm: str, option: str) -> None:
        self.run("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", f"{who}.key")

    def authority(
        self, algorithm: str = "gost2012_256", option: str = "paramset:A", digest: str = ""
    ) -> None:
        """A root with an empty list."""
        self.key("ca", algorithm, option)
        digest = digest or f"-md_gost12_{algorithm[-3:]}"
        self.run("req", "-x509", "-new", "-utf8", "-key", "ca.key", "-subj", "/CN=Корень", "-extensions",
                 "authority", digest, "-days", "300", "-out", "ca.pem")  # fmt: skip
        self.run(
            "ca", "-gencrl", "-keyfile", "ca.key", "-cert", "ca.pem", "-md", digest[1:], "-out", "ca.crl"
        )
        for kind, file in (("roots", "ca.pem"), ("crls", "ca.crl")):
            (self.folder / "trust" / kind / file).write_bytes((self.folder / file).read_bytes())

    def person(
        self,
        who: str,
        dn: str,
        algorithm: str = "gost2012_256",
        option: str = "paramset:A",
        issuer_digest: str = "",
    ) -> None:
        """A key and a certificate."""
        own = f"-md_gost12_{algorithm[-3:]}" if algorithm.startswith("gost") else "-sha256"
        self.key(who, algorithm, option)
        self.run("req", "-new", "-utf8", "-key", f"{who}.key", "-subj", dn, own, "-out", f"{who}.csr")
        self.run("x509", "-req", "-in", f"{who}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                 "-days", "200", "-extfile", "openssl.cnf", "-extensions", "person",
                 issuer_digest or "-md_gost12_256", "-out", f"{who}.pem")  # fmt: skip

    def sign(self, who: str, *options: str, digest: str = "md_gost12_256") -> bytes:
        self.run("cms", "-sign", "-in", "content", "-signer", f"{who}.pem", "-inkey", f"{who}.key", "-md", digest,
                 "-out", "signed", *options)  # fmt: skip
        return (self.folder / "signed").read_bytes()

    def judge(self, signed: bytes) -> Signer:
        return Verifier(TrustStore(self.folder / "trust"), Revocation.REQUIRE).verify(
            signed, [CONTENT], self.now()
        )

    def now(self) -> datetime:
        """OpenSSL dates by the machine's clock; a minute after is judged."""
        lines = (self.folder / "ca.pem").read_text().splitlines()
        return Certificate.load(base64.b64decode("".join(lines[1:-1]))).valid_from + timedelta(minutes=1)


@pytest.fixture(scope="module")
def openssl(tmp_path_factory: pytest.TempPathFactory) -> OpenSsl:
    engine.require()
    made = OpenSsl(tmp_path_factory.mktemp("openssl"))
    made.authority()
    made.person("director", DIRECTOR_DN, "gost2012_256", "paramset:XA")
    return made


DER = ("-binary", "-outform", "DER")


@pytest.mark.parametrize(
    ("bits", "curve"), [*((256, curve) for curve in GOST_256), *((512, curve) for curve in GOST_512)]
)
def test_every_curve(bits: int, curve: str, openssl: OpenSsl) -> None:
    who = f"curve{bits}{curve}"
    openssl.person(who, DIRECTOR_DN, f"gost2012_{bits}", f"paramset:{curve}")
    for options in (DER, (*DER, "-nodetach", "-cades", "-stream", "-indef")):
        signer = openssl.judge(openssl.sign(who, *options, digest=f"md_gost12_{bits}"))
        assert (signer.inn, signer.ogrn) == ("7701234560", "1027700123450")
        assert (signer.surname, signer.given_names) == ("Иванов", "Иван Иванович")
        assert signer.certificate.algorithm == f"ГОСТ Р 34.10-2012 ({bits})"


FORMS: dict[str, tuple[str, ...]] = {
    "detached": DER,
    "attached": (*DER, "-nodetach"),
    "CAdES": (*DER, "-cades"),
    "PEM": ("-binary", "-outform", "PEM"),
    "PEM attached": ("-binary", "-outform", "PEM", "-nodetach"),
    "BER attached": (*DER, "-nodetach", "-stream", "-indef"),
    "BER in PEM": ("-binary", "-outform", "PEM", "-nodetach", "-stream", "-indef"),
    "without -binary": ("-outform", "DER"),
    "without -binary, attached": ("-outform", "DER", "-nodetach"),
    "without attributes": (*DER, "-noattr"),
    "without capabilities": (*DER, "-nosmimecap"),
    "by key identifier": (*DER, "-keyid"),
    "with the chain": (*DER, "-certfile", "ca.pem"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form(form: str, openssl: OpenSsl) -> None:
    assert openssl.judge(openssl.sign("director", *FORMS[form])).organization == "ООО Ромашка"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("-binary",), RefusalReason.SMIME),
        (("-nodetach",), RefusalReason.SMIME),
        ((*DER, "-nocerts"), RefusalReason.NO_CERTIFICATE),
    ],
)
def test_what_needs_another_option(options: tuple[str, ...], reason: RefusalReason, openssl: OpenSsl) -> None:
    with pytest.raises(SignatureRefusedError) as caught:
        openssl.judge(openssl.sign("director", *options))
    assert caught.value.reason is reason


PEOPLE: dict[str, tuple[str, str, str, str, Callable[[Signer], bool] | RefusalReason]] = {
    "sole trader": (
        SOLE_TRADER_DN,
        "gost2012_256",
        "paramset:TCA",
        "md_gost12_256",
        lambda s: s.inn == "503111222368",
    ),
    "employee": (EMPLOYEE_DN, "gost2012_256", "paramset:A", "md_gost12_256", RefusalReason.NOT_A_DIRECTOR),
    "RSA": (
        DIRECTOR_DN,
        "RSA",
        "rsa_keygen_bits:2048",
        "sha256",
        lambda s: s.certificate.algorithm == "RSA 2048",
    ),
    "RSA, SHA-512": (DIRECTOR_DN, "RSA", "rsa_keygen_bits:2048", "sha512", lambda s: s.content == 0),
    "RSA, SHA-1": (DIRECTOR_DN, "RSA", "rsa_keygen_bits:2048", "sha1", RefusalReason.WEAK_ALGORITHM),
    "ECDSA": (DIRECTOR_DN, "EC", "ec_paramgen_curve:P-256", "sha384", lambda s: s.content == 0),
    "P-384": (DIRECTOR_DN, "EC", "ec_paramgen_curve:P-384", "sha384", RefusalReason.WEAK_ALGORITHM),
    "GOST-2001": (DIRECTOR_DN, "gost2001", "paramset:A", "md_gost94", RefusalReason.WEAK_ALGORITHM),
}


@pytest.mark.parametrize("case", PEOPLE)
def test_people(case: str, openssl: OpenSsl) -> None:
    dn, algorithm, option, digest, expected = PEOPLE[case]
    who = case.replace(" ", "").replace(",", "")
    if algorithm == "gost2001":
        openssl.key(who, algorithm, option)
        openssl.run(
            "req", "-new", "-utf8", "-key", f"{who}.key", "-subj", dn, "-md_gost94", "-out", f"{who}.csr"
        )
        openssl.run("x509", "-req", "-in", f"{who}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                    "-md_gost12_256", "-out", f"{who}.pem")  # fmt: skip
    else:
        openssl.person(who, dn, algorithm, option)
    signed = openssl.sign(who, *DER, digest=digest)
    if isinstance(expected, RefusalReason):
        with pytest.raises(SignatureRefusedError) as caught:
            openssl.judge(signed)
        assert caught.value.reason is expected
    else:
        assert expected(openssl.judge(signed))


@pytest.mark.parametrize(
    ("algorithm", "option", "digest"),
    [
        ("gost2012_512", "paramset:A", "-md_gost12_512"),
        ("gost2012_256", "paramset:TCA", "-md_gost12_256"),
        ("RSA", "rsa_keygen_bits:2048", "-sha256"),
    ],
)
def test_other_authorities(algorithm: str, option: str, digest: str, tmp_path: Path) -> None:
    engine.require()
    made = OpenSsl(tmp_path)
    made.authority(algorithm, option, digest)
    made.person("director", DIRECTOR_DN, issuer_digest=digest)
    assert made.judge(made.sign("director", *DER)).inn == "7701234560"


def test_a_revoked_certificate(tmp_path: Path) -> None:
    engine.require()
    made = OpenSsl(tmp_path)
    made.authority()
    made.person("director", DIRECTOR_DN)
    signed = made.sign("director", *DER)
    assert made.judge(signed).inn == "7701234560"
    made.run("ca", "-revoke", "director.pem", "-keyfile", "ca.key", "-cert", "ca.pem", "-md", "md_gost12_256")
    made.run(
        "ca",
        "-gencrl",
        "-keyfile",
        "ca.key",
        "-cert",
        "ca.pem",
        "-md",
        "md_gost12_256",
        "-out",
        "trust/crls/ca.crl",
    )
    with pytest.raises(SignatureRefusedError) as caught:
        made.judge(signed)
    assert caught.value.reason is RefusalReason.CERTIFICATE_REVOKED
    assert caught.value.until is not None


@pytest.mark.parametrize("form", ["detached", "attached"])
def test_what_is_built_here_openssl_accepts(form: str, tmp_path: Path) -> None:
    engine.require()
    made = OpenSsl(tmp_path)
    top = root()
    who = top.issue(name(*DIRECTOR), key=new_key())
    (tmp_path / "root.pem").write_bytes(pem("CERTIFICATE", top.raw))
    attached = form == "attached"
    (tmp_path / "built").write_bytes(message(who, CONTENT, attached=attached))
    options = ["-purpose", "any", "-CAfile", "root.pem", "-out", "content.out"]
    made.run("cms", "-verify", "-binary", "-cades", "-in", "built", "-inform", "DER", *options,
             *([] if attached else ["-content", "content"]))  # fmt: skip
    assert (tmp_path / "content.out").read_bytes() == CONTENT
