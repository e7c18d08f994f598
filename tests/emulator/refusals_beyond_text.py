"""Refusals about files, albums and the bot's own settings; the table goes on from `refusals`."""

FOREIGN_FILE = "BeGrwd1o2Zb-GgadjnYL6YxAOxMbK0vU_sjv7_DIU0-tD7A9YhokS_K9AslOglbEb1HptE3C_8A9DuY"
FILES_AND_SETTINGS = [
    # files
    ("sendDocument", {"chat_id": "$anna"}, "there is no document in the request"),
    ("sendDocument", {"chat_id": "$anna", "document": "attach://x"}, "there is no document in the request"),
    ("sendPhoto", {"chat_id": "$anna"}, "there is no photo in the request"),
    (
        "sendDocument",
        {"chat_id": "$anna", "document": "abc"},
        "wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
    ),
    (
        "sendDocument",
        {"chat_id": "$anna", "document": FOREIGN_FILE},
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "sendDocument",
        {"chat_id": "$anna", "document": "$file", "caption": "я" * 1025},
        "message caption is too long",
    ),
    ("sendPhoto", {"chat_id": "$anna", "photo": "$file"}, "can't use file of type Document as Photo"),
    (
        "sendDocument",
        {"chat_id": "$anna", "document": "https://a.ru/a.pdf"},
        "failed to get HTTP URL content",
    ),
    ("getFile", {}, "file_id not specified"),
    ("getFile", {"file_id": "abc"}, "invalid file_id"),
    ("getFile", {"file_id": FOREIGN_FILE}, "invalid file_id"),
    ("sendMediaGroup", {"chat_id": "$anna"}, "there are no messages to send"),
    ("sendMediaGroup", {"chat_id": "$anna", "media": []}, "there are no messages to send"),
    ("sendMediaGroup", {"chat_id": "$anna", "media": "{"}, "can't parse media JSON object"),
    ("sendMediaGroup", {"chat_id": "$anna", "media": {}}, "expected an Array of InputMedia"),
    (
        "sendMediaGroup",
        {"chat_id": "$anna", "media": [{"type": "document", "media": "$file"}] * 11},
        "too many messages to send as an album",
    ),
    (
        "sendMediaGroup",
        {
            "chat_id": "$anna",
            "media": [{"type": "document", "media": "$file"}, {"type": "photo", "media": "$file"}],
        },
        "document can't be mixed with other media types",
    ),
    (
        "sendMediaGroup",
        {"chat_id": "$anna", "media": [{"type": "document"}]},
        "can't parse InputMedia: media not found",
    ),
    (
        "sendMediaGroup",
        {"chat_id": "$anna", "media": [{"type": "document", "media": FOREIGN_FILE}]},
        'failed to send message #1 with the error message "wrong file identifier/HTTP URL specified"',
    ),
    # the bot's settings
    ("setMyCommands", {"commands": "{"}, "can't parse commands JSON object"),
    ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
    ("setMyCommands", {"commands": [{"command": "/", "description": "а"}]}, "command must be non-empty"),
    (
        "setMyCommands",
        {"commands": [{"command": "a" * 33, "description": "а"}]},
        "command length must not exceed 32",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": ""}]},
        "command description must be non-empty",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "я" * 257}]},
        "command description length must not exceed 256",
    ),
    ("setMyCommands", {"commands": [{"command": "Start", "description": "а"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "старт", "description": "а"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "а"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [], "language_code": "rus"}, "invalid language code specified"),
    ("getMyCommands", {"language_code": "RU"}, "invalid language code specified"),
    ("setMyDescription", {"language_code": "r"}, "invalid language code specified"),
    (
        "getMyCommands",
        {"scope": {"type": "moon"}},
        "can't parse BotCommandScope: unsupported type specified",
    ),
    ("getMyCommands", {"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ("setChatMenuButton", {"menu_button": "{"}, "can't parse menu button: can't parse JSON object"),
    (
        "setChatMenuButton",
        {"menu_button": {"type": "x"}},
        "can't parse menu button: MenuButton has unsupported type",
    ),
    ("setChatMenuButton", {"chat_id": "x"}, "invalid chat_id specified"),
    ("getChatMenuButton", {"chat_id": -5}, "invalid chat_id specified"),
]
