"""Refusals in the API's own form. Numbers and the first two names are documented; the other names are ours."""

_NAMES = {
    400000: ("urn:error:page-query:build:invalid", "Страница запрошена неверно"),
    400001: ("urn:error:document-metas-service:get-document-ids:failed", "Неверный указатель страницы"),
    400002: ("urn:error:period:invalid", "Период кончается раньше, чем начался"),
    400007: ("urn:error:parameter:required", "Не хватает параметра"),
    400008: ("urn:error:date:invalid", "Дата записана не так"),
    400009: ("urn:error:datetime:invalid", "Дата и время записаны не так"),
    401002: ("urn:error:auth-sid:invalid", "Сессия закончилась"),
    401003: ("urn:error:api-key:invalid", "Нет ключа интегратора"),
    403000: ("urn:error:access:forbidden", "Нет доступа"),
    403002: ("urn:error:cashbox:forbidden", "Касса недоступна"),
    403003: ("urn:error:organization:forbidden", "Организация недоступна"),
}
PAGE_MARK = 400001


class RefusedError(Exception):
    """The request is refused.

    Attributes:
        code: The documented number; its first three digits are the status.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def refusal(error: RefusedError) -> tuple[int, dict[str, object]]:
    """Status and body."""
    name, russian = _NAMES[error.code]
    # A wrong page mark has a name of its own and shares its number.
    number = 400000 if error.code == PAGE_MARK else error.code
    return number // 1000, {
        "errorCodeId": name,
        "errorCode": number,
        "moreInfo": "https://docs-ofd-api.kontur.ru/Responses.html",
        "userMessage": {"ru": russian, "en": name.removeprefix("urn:error:")},
    }
