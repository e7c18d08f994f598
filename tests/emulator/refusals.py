"""Every refusal in one table: method, parameters -> status and the whole description.

Names with `$` stand for what the test's stage holds: people, messages, taps and files.
"""

from typing import Any

KEYBOARD = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
NOT_TEXT = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[fields]]}


def html(text: str) -> dict[str, Any]:
    return {"chat_id": "$anna", "text": text, "parse_mode": "HTML"}


def said(**fields: Any) -> dict[str, Any]:
    return {"chat_id": "$anna", "text": "текст", **fields}


def edit(message: str, **fields: Any) -> dict[str, Any]:
    return {"chat_id": "$anna", "message_id": message, **fields}


BAD = [
    # chats and people
    ("sendMessage", {"text": "текст"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 5, "text": "текст"}, "chat not found"),
    ("sendMessage", {"chat_id": "@anna", "text": "текст"}, "chat not found"),
    ("sendMessage", {"chat_id": "anna", "text": "текст"}, "chat not found"),
    ("getChat", {"chat_id": 5}, "chat not found"),
    ("getChat", {}, "chat_id is empty"),
    ("sendMessage", said(reply_parameters={"message_id": 9999}), "message to be replied not found"),
    ("sendMessage", said(reply_parameters="{"), "can't parse reply parameters JSON object"),
    ("sendMessage", said(reply_parameters=[]), "object expected as reply parameters"),
    # text
    ("sendMessage", {"chat_id": "$anna"}, "message text is empty"),
    ("sendMessage", {"chat_id": "$anna", "text": ""}, "message text is empty"),
    ("sendMessage", {"chat_id": "$anna", "text": " \n\t "}, "text must be non-empty"),
    ("sendMessage", {"chat_id": "$anna", "text": "\u200b\u00a0"}, "text must be non-empty"),
    ("sendMessage", html("<b></b>"), "text must be non-empty"),
    ("sendMessage", {"chat_id": "$anna", "text": "я" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": "$anna", "text": "😀" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": "$anna", "text": "я" * 16385}, "text is too long"),
    ("sendMessage", said(parse_mode="XML"), "unsupported parse_mode"),
    ("sendMessage", html("a <p>b</p>"), 'can\'t parse entities: Unsupported start tag "p" at byte offset 2'),
    ("sendMessage", html("я<br>"), 'can\'t parse entities: Unsupported start tag "br" at byte offset 2'),
    ("sendMessage", html("a<b"), "can't parse entities: Unclosed start tag at byte offset 1"),
    (
        "sendMessage",
        html("<b>a"),
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ("sendMessage", html("a</b>"), "can't parse entities: Unexpected end tag at byte offset 1"),
    (
        "sendMessage",
        html("<i>a</b>"),
        'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</i>", found "</b>"',
    ),
    ("sendMessage", said(entities="{"), "can't parse entities JSON object"),
    ("sendMessage", said(entities={}), "expected an Array of MessageEntity"),
    ("sendMessage", said(link_preview_options="{"), "can't parse link preview options JSON object"),
    ("sendMessage", said(link_preview_options=[]), "object expected as link preview options"),
    # keyboards
    ("sendMessage", said(reply_markup="{"), "can't parse reply keyboard markup JSON object"),
    ("sendMessage", said(reply_markup=[]), "object expected as reply markup"),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": {}}),
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array',
    ),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": [{}]}),
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        said(reply_markup={"keyboard": [1]}),
        'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        said(reply_markup={"keyboard": [[{"text": "а"}]], "resize_keyboard": "да"}),
        'field "resize_keyboard" of the ReplyKeyboardMarkup must be of the type Boolean',
    ),
    ("sendMessage", said(reply_markup=button(text="а")), NOT_TEXT),
    ("sendMessage", said(reply_markup=button(text="а", callback_data="")), NOT_TEXT),
    (
        "sendMessage",
        said(reply_markup=button(callback_data="а")),
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        said(reply_markup=button(text="а", callback_data="b", style="pink")),
        "can't parse inline keyboard button: invalid button style specified",
    ),
    ("sendMessage", said(reply_markup=button(text="а", callback_data="я" * 33)), "BUTTON_DATA_INVALID"),
    ("sendMessage", said(reply_markup=button(text="а", callback_data="x" * 65)), "BUTTON_DATA_INVALID"),
    (
        "sendMessage",
        said(reply_markup=button(text="а", url="http://localhost:8080/a")),
        "inline keyboard button URL 'http://localhost:8080/a' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        said(reply_markup=button(text="а", url="gopher://a.b")),
        "inline keyboard button URL 'gopher://a.b' is invalid: Unsupported URL protocol",
    ),
    (
        "sendMessage",
        said(reply_markup=button(text="а", web_app={"url": "http://a.ru"})),
        "inline keyboard button Web App URL 'http://a.ru' is invalid: Only HTTPS links are allowed",
    ),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": [[{"text": "а", "callback_data": "a"}] * 8] * 13}),
        "reply markup is too long",
    ),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": [[{"text": "а", "callback_data": "a"}] * 9]}),
        "reply markup is too long",
    ),
    (
        "sendMessage",
        said(reply_markup={"inline_keyboard": [[{"text": "я" * 60, "callback_data": "a"}]] * 100}),
        "reply markup is too long",
    ),
    # editing
    ("editMessageText", {"text": "текст"}, "message identifier is not specified"),
    ("editMessageText", {"chat_id": "$anna", "text": "текст"}, "message to edit not found"),
    ("editMessageText", edit("$gone", text="текст"), "message to edit not found"),
    ("editMessageText", edit("$own", text="текст"), "message can't be edited"),
    ("editMessageText", edit("$sealed", text="текст"), "message can't be edited"),
    ("editMessageText", edit("$text", text=""), "message text is empty"),
    ("editMessageText", edit("$text", text="я" * 4097), "MESSAGE_TOO_LONG"),
    ("editMessageText", edit("$text", text="  "), "text must be non-empty"),
    ("editMessageText", edit("$text", text="Привет", reply_markup=KEYBOARD), NOT_MODIFIED),
    (
        "editMessageText",
        edit("$text", text="Привет", reply_markup={"keyboard": [["а"]]}),
        "inline keyboard expected",
    ),
    ("editMessageText", edit("$document", text="текст"), "there is no text in the message to edit"),
    ("editMessageCaption", edit("$text", caption="текст"), "there is no caption in the message to edit"),
    ("editMessageCaption", edit("$document", caption="я" * 1025), "MEDIA_CAPTION_TOO_LONG"),
    ("editMessageCaption", edit("$document", caption="вот"), NOT_MODIFIED),
    ("editMessageReplyMarkup", edit("$text", reply_markup=KEYBOARD), NOT_MODIFIED),
    ("editMessageReplyMarkup", edit("$gone"), "message to edit not found"),
    (
        "editMessageReplyMarkup",
        edit("$text", reply_markup={"remove_keyboard": True}),
        "inline keyboard expected",
    ),
    # deleting
    ("deleteMessage", {"chat_id": "$anna"}, "message identifier is not specified"),
    ("deleteMessage", {"message_id": "$text"}, "chat_id is empty"),
    ("deleteMessage", {"chat_id": "$anna", "message_id": "$gone"}, "message to delete not found"),
    ("deleteMessages", {"chat_id": "$anna"}, "message identifiers are not specified"),
    # answering
    ("answerCallbackQuery", {}, OLD_QUERY),
    ("answerCallbackQuery", {"callback_query_id": "1"}, OLD_QUERY),
    ("answerCallbackQuery", {"callback_query_id": "$query", "text": "я" * 201}, "MESSAGE_TOO_LONG"),
    ("answerCallbackQuery", {"callback_query_id": "$query", "url": "https://ya.ru"}, "URL_INVALID"),
    ("answerCallbackQuery", {"callback_query_id": "$answered"}, OLD_QUERY),
    ("sendChatAction", {"chat_id": "$anna"}, "wrong parameter action in request"),
    ("sendChatAction", {"chat_id": "$anna", "action": "dance"}, "wrong parameter action in request"),
    ("sendChatAction", {"chat_id": 5, "action": "typing"}, "chat not found"),
]
# What is checked first when several things are wrong (the order of the real server).
ORDER = [
    (
        "sendMessage",
        {"chat_id": "$vera", "text": "<b>", "parse_mode": "HTML"},
        400,
        "Bad Request: can't parse entities: Can't find end tag",
    ),
    ("sendMessage", {"chat_id": 5, "text": "я" * 5000}, 400, "Bad Request: chat not found"),
    ("sendMessage", {"chat_id": 5, "text": "а", "reply_markup": "{"}, 400, "Bad Request: can't parse reply"),
    (
        "sendMessage",
        {"chat_id": "$vera", "text": "а", "reply_markup": button(text="а", callback_data="x" * 65)},
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": "$vera", "text": "а" * 5000, "reply_markup": button(text="а", url="x")},
        400,
        "Bad Request: inline keyboard button URL",
    ),
    (
        "sendMessage",
        {"chat_id": "$vera", "text": "а", "reply_parameters": {"message_id": 99}},
        400,
        "Bad Request: message to be replied not found",
    ),
]
OTHERS = [
    (
        "sendMessage",
        {"chat_id": "$boris", "text": "а"},
        403,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    ("sendMessage", {"chat_id": "$vera", "text": "а"}, 403, "Forbidden: bot was blocked by the user"),
    ("sendMessage", {"chat_id": "$gleb", "text": "а"}, 403, "Forbidden: user is deactivated"),
    (
        "sendDocument",
        {"chat_id": "$vera", "document": "$file"},
        403,
        "Forbidden: bot was blocked by the user",
    ),
    ("sendPoem", {}, 404, "Not Found: method not found"),
    ("", {}, 404, "Not Found: method not found"),
]
