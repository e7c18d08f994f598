"""Who plays on the stand: invented people, organizations and what they have bought.

Numbers follow one pattern (96001…) and have right check digits; every name and address is made up.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.cabinet.subscription import ServiceLine
from bot.demo.keys import KeyKind
from bot.requisites import OrganizationKind, kind_of


@dataclass(frozen=True, slots=True)
class Individual:
    """Someone who can be named in a certificate."""

    surname: str
    given_names: str
    title: str
    inn: str
    snils: str

    @property
    def name(self) -> str:
        """The surname, then the given names."""
        return f"{self.surname} {self.given_names}"

    @property
    def short_name(self) -> str:
        """The surname with initials."""
        return f"{self.surname} {' '.join(f'{name[0]}.' for name in self.given_names.split())}"


@dataclass(frozen=True, slots=True)
class Service:
    """A service whose term is counted in days from the stand's first day; None stands for no such end."""

    product: str
    tariff: str
    start: int | None
    end: int | None
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Company:
    """An organization, its director and an employee without the right to act for it."""

    inn: str
    kpp: str | None
    ogrn: str
    name: str
    short_name: str
    city: str
    street: str
    director: Individual
    employee: Individual
    key: KeyKind
    certificate_days: int  # until the director's certificate ends
    services: tuple[Service, ...]

    @property
    def kind(self) -> OrganizationKind:
        """A legal entity or a sole trader."""
        return kind_of(self.inn)

    def lines(self, today: date) -> tuple[ServiceLine, ...]:
        """The services as a services file would state them."""
        return tuple(
            ServiceLine(
                inn=self.inn,
                kpp=self.kpp,
                organization=self.name,
                product=service.product,
                tariff=service.tariff,
                modifiers=service.modifiers,
                start=_day(today, service.start),
                end=_day(today, service.end),
                external_id=f"{self.inn}-{number}",
            )
            for number, service in enumerate(self.services, 1)
        )


class Role(Enum):
    """What a person is to the bot."""

    CLIENT = "client"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """A Telegram account on the stand and the organizations whose directors sign at its request."""

    id: int
    first_name: str
    last_name: str
    username: str
    title: str
    companies: tuple[Company, ...]
    role: Role = Role.CLIENT


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


YEAR = 365
_ACCOUNTING = ("Бухучет и кадры",)

ROMASHKA = Company(
    inn="9600100116",
    kpp="960001001",
    ogrn="1269600001010",
    name="ООО «Ромашка»",
    short_name="Ромашка",
    city="г. Придуманск",
    street="ул. Луговая, д. 5, офис 12",
    director=Individual("Лебедев", "Пётр Андреевич", "Генеральный директор", "960010020168", "96001000134"),
    employee=Individual("Ковалёва", "Анна Сергеевна", "Главный бухгалтер", "960010020231", "96001000235"),
    key=KeyKind.CRYPTOPRO_EXCHANGE,
    certificate_days=400,
    services=(
        Service("Экстерн", "Учетный", -356, 9),
        Service("Диадок", "Старт", -YEAR, 0),
        Service("ОФД", "Годовой", -362, 3),
        Service("Фокус", "Премиум", -40, YEAR - 40),
        Service("Маркет", "Торговля", -395, -30),
    ),
)

NORTH_WIND = Company(
    inn="9600100123",
    kpp="960001001",
    ogrn="1269600001021",
    name="ООО «Северный ветер»",
    short_name="Северный ветер",
    city="г. Придуманск",
    street="наб. Холодная, д. 17",
    director=Individual("Громова", "Елена Викторовна", "Директор", "960010020305", "96001000336"),
    employee=Individual("Фадеев", "Илья Олегович", "Логист", "960010020489", "96001000437"),
    key=KeyKind.TC26,
    certificate_days=25,
    services=(
        Service("Экстерн", "Оптимальный плюс", -340, 25, _ACCOUNTING),
        Service("Диадок", "Безлимит", -100, YEAR - 100),
        Service("ОФД", "Три года", -700, 395),
    ),
)

SOKOLOVA = Company(
    inn="960010020552",
    kpp=None,
    ogrn="326960000001031",
    name="ИП Соколова М. А.",
    short_name="ИП Соколова",
    city="г. Придуманск",
    street="ул. Яблоневая, д. 3",
    director=Individual(
        "Соколова", "Мария Алексеевна", "Индивидуальный предприниматель", "960010020552", "96001000538"
    ),
    employee=Individual("Рябов", "Денис Игоревич", "Продавец", "960010020626", "96001000639"),
    key=KeyKind.CRYPTOPRO,
    certificate_days=250,
    services=(
        Service("Эльба", "Бизнес", -364, 1),
        Service("ОФД", "Годовой", -366, -1),
        Service("Маркет", "Касса", 5, YEAR + 5),
    ),
)

VECTOR = Company(
    inn="9600100130",
    kpp="960001001",
    ogrn="1269600001032",
    name="АО «Вектор-Плюс»",
    short_name="Вектор-Плюс",
    city="г. Выдумск",
    street="Заводской пр., д. 40, стр. 2",
    director=Individual("Никитин", "Олег Сергеевич", "Генеральный директор", "960010020707", "96001000740"),
    employee=Individual("Зотова", "Вера Павловна", "Начальник отдела кадров", "960010020873", "96001000841"),
    key=KeyKind.TC26_512,
    certificate_days=330,
    services=(
        Service("Экстерн", "Максимальный", -320, 45),
        Service("Диадок", "Про", -355, 10),
        Service("Фокус", "Команда", None, None),
        Service("Закупки", "Поставщик", -380, -15),
    ),
)

WARM_BREAD = Company(
    inn="9600100148",
    kpp="960001002",
    ogrn="1269600001043",
    name="ООО «Тёплый хлеб»",
    short_name="Тёплый хлеб",
    city="г. Придуманск",
    street="пер. Пекарный, д. 8",
    director=Individual("Орлова", "Татьяна Ивановна", "Директор", "960010020947", "96001000942"),
    employee=Individual("Мухин", "Артём Денисович", "Управляющий", "960010021041", "96001001035"),
    key=KeyKind.CRYPTOPRO_EXCHANGE,
    certificate_days=190,
    services=(
        Service("Маркет", "Общепит", -358, 7),
        Service("ОФД", "Годовой", -335, 30),
        Service("Экстерн", "Учетный", -334, 31),
    ),
)

COSMOS = Company(
    inn="9600100155",
    kpp="960001001",
    ogrn="1269600001054",
    name="ООО «Космос-Сервис»",
    short_name="Космос-Сервис",
    city="г. Выдумск",
    street="ул. Орбитальная, д. 1",
    director=Individual("Гусев", "Михаил Юрьевич", "Директор", "960010021115", "96001001136"),
    employee=Individual("Белкина", "Ольга Романовна", "Секретарь", "960010021299", "96001001237"),
    key=KeyKind.TC26,
    certificate_days=370,
    services=(
        Service("Экстерн", "Оптимальный плюс", -YEAR, YEAR, _ACCOUNTING),
        Service("Диадок", "Старт", -351, 14),
    ),
)

COMPANIES = (ROMASHKA, NORTH_WIND, SOKOLOVA, VECTOR, WARM_BREAD, COSMOS)

ANNA = Actor(1001, "Анна", "Ковалёва", "anna_kovaleva", "Бухгалтер", (ROMASHKA, NORTH_WIND, SOKOLOVA))
PYOTR = Actor(1002, "Пётр", "Лебедев", "lebedev_romashka", "Директор ООО «Ромашка»", (ROMASHKA,))
OLGA = Actor(
    1003,
    "Ольга",
    "Миронова",
    "olga_na_autsorse",
    "Бухгалтер на аутсорсе, шесть организаций",
    COMPANIES,
)
OPERATOR = Actor(1004, "Игорь", "Беляев", "igor_operator", "Оператор сервисного центра", (), Role.OPERATOR)

ACTORS = (ANNA, PYOTR, OLGA, OPERATOR)


def service_lines(today: date) -> tuple[ServiceLine, ...]:
    """Everything that everybody has bought, with terms counted from this day."""
    return tuple(line for company in COMPANIES for line in company.lines(today))
