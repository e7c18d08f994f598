"""The program as its users start it, with a PKI and signatures made by OpenSSL alone."""

import signal
from collections.abc import Callable
from pathlib import Path

from bot.clock import SystemClock
from bot.emulator import Emulator, Limits, Person, Received
from tests.demo import openssl as engine
from tests.program.test_command_line import KEY, start
from tests.signature.test_openssl import DER, DIRECTOR_DN, EMPLOYEE_DN, SOLE_TRADER_DN, OpenSsl

Case = Callable[[OpenSsl, bytes], bytes]


def by(who: str, *options: str, digest: str = "md_gost12_256") -> Case:
    def sign(openssl: OpenSsl, content: bytes) -> bytes:
        (openssl.folder / "content").write_bytes(content)
        return openssl.sign(who, *options, digest=digest)

    return sign


def over_another_text(openssl: OpenSsl, _: bytes) -> bytes:
    return by("director", *DER)(openssl, b"another text\r\n")


def damaged(openssl: OpenSsl, content: bytes) -> bytes:
    signed = bytearray(by("director", *DER)(openssl, content))
    signed[-10] ^= 1
    return bytes(signed)


OPENED = "доступ открыт"
CASES: dict[str, tuple[Case, str]] = {
    "director": (by("director", *DER), OPENED),
    "director, attached": (by("director", *DER, "-nodetach"), OPENED),
    "director, CAdES": (by("director", *DER, "-cades"), OPENED),
    "director, PEM": (by("director", "-binary", "-outform", "PEM"), OPENED),
    "director, indefinite lengths": (by("director", *DER, "-stream", "-indef", "-nodetach"), OPENED),
    "director, text mode": (by("director", "-outform", "DER"), OPENED),
    "512 bits": (by("director512", *DER, digest="md_gost12_512"), OPENED),
    "RSA": (by("rsa", *DER, digest="sha256"), OPENED),
    "sole trader": (by("trader", *DER), OPENED),
    "employee": (by("employee", *DER), "Это сертификат сотрудника"),
    "S/MIME": (by("director", "-binary"), "Это подписанное письмо"),
    "another file": (over_another_text, "Подписан другой файл"),
    "damaged": (damaged, "Подпись не сошлась"),
}


async def test_signatures_made_outside_open_and_refuse(tmp_path: Path) -> None:
    engine.require()
    openssl = OpenSsl(tmp_path)
    openssl.authority()
    openssl.person("director", DIRECTOR_DN, "gost2012_256", "paramset:XA")
    openssl.person("director512", DIRECTOR_DN, "gost2012_512", "paramset:A")
    openssl.person("rsa", DIRECTOR_DN, "RSA", "rsa_keygen_bits:2048")
    openssl.person("trader", SOLE_TRADER_DN)
    openssl.person("employee", EMPLOYEE_DN)
    emulator = Emulator(clock=SystemClock(), limits=Limits(chat_burst=500, total_per_second=500))
    await emulator.start()
    process = await start(
        tmp_path, "run",
        BOT_TOKEN=emulator.token, BOT_API_URL=emulator.url, ENCRYPTION_KEYS=KEY, TRUST_DIR="trust", LOG_LEVEL="ERROR",
    )  # fmt: skip
    people: dict[str, tuple[Person, Received]] = {}
    for name in CASES:
        person = emulator.person(name)
        await person.send("/add")
        people[name] = person, await person.expect_document("Запрос", timeout=30)
    for name, (case, said) in CASES.items():
        person, challenge = people[name]
        await person.upload("подпись.sig", case(openssl, challenge.content))
        await person.expect(said)
    replaying, challenge = people["director"]
    await replaying.upload("подпись.sig", by("director", *DER, "-nodetach")(openssl, challenge.content))
    await replaying.expect("Эта подпись уже принята")
    process.send_signal(signal.SIGTERM)
    out, err = await process.communicate()
    assert (process.returncode, out, err) == (0, b"", b"")
    assert not emulator.lints
    await emulator.stop()
