"""What Telegram refuses, in Telegram's own words.

Texts and numbers follow the open Bot API server (github.com/tdlib/telegram-bot-api), its library TDLib
(github.com/tdlib/td) and core.telegram.org/bots/api. They are written with the prefix that clients see. Texts that
carry a value are made by the functions below.
"""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal: HTTP status, description and the optional `parameters` of the answer."""

    def __init__(self, status: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.parameters = dict(parameters or {})


def bad(text: str) -> ApiError:
    """A 400 with its prefix."""
    return ApiError(400, f"Bad Request: {text}")


def library(text: str) -> ApiError:
    """A 400 whose text comes from TDLib: the first letter is lowered unless the second is upper-case or `_`."""
    keeps = len(text) > 1 and (text[1].isupper() or text[1] == "_")
    return bad(text if keeps else text[:1].lower() + text[1:])


def forbidden(text: str) -> ApiError:
    """A 403 with its prefix."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """A 409 with its prefix."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(retry_after: int) -> ApiError:
    """Flood control: the number of seconds stands in the text, in the parameters and in a header."""
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after}
    )


def photo_too_big(size: int, most: int) -> ApiError:
    """A photo above the limit; sizes in bytes."""
    return bad(f"file of size {size} bytes is too big for a photo; the maximum size is {most} bytes")


def cannot_parse_entities(text: str) -> ApiError:
    """A mistake in HTML or in a list of entities."""
    return bad(f"can't parse entities: {text}")


# Transport
NOT_FOUND = ApiError(404, "Not Found")
METHOD_NOT_FOUND = ApiError(404, "Not Found: method not found")
INVALID_TOKEN = ApiError(401, "Unauthorized: invalid token specified")
UNAUTHORIZED = ApiError(401, "Unauthorized")
TOO_LARGE = ApiError(413, "Request Entity Too Large")
NOT_UTF8 = bad("strings must be encoded in UTF-8")

# Updates
TERMINATED_BY_POLL = conflict(
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
TERMINATED_BY_WEBHOOK = conflict("terminated by setWebhook request")
WEBHOOK_IS_ACTIVE = conflict(
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
WEBHOOK_NOT_HTTPS = bad("bad webhook: An HTTPS URL must be provided for webhook")
WEBHOOK_BAD_URL = bad("invalid webhook URL specified")
WEBHOOK_BAD_PORT = bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
WEBHOOK_RESERVED_ADDRESS = bad("bad webhook: IP address 127.0.0.1 is reserved")
SECRET_TOO_LONG = bad("secret token is too long")
SECRET_CHARACTERS = bad("secret token contains unallowed characters")

# Text
TEXT_EMPTY = bad("message text is empty")
TEXT_BLANK = bad("text must be non-empty")
TEXT_INPUT_TOO_LONG = bad("text is too long")
TEXT_TOO_LONG = bad("message is too long")
EDITED_TEXT_TOO_LONG = bad("MESSAGE_TOO_LONG")
CAPTION_TOO_LONG = bad("message caption is too long")
EDITED_CAPTION_TOO_LONG = bad("MEDIA_CAPTION_TOO_LONG")
PARSE_MODE = bad("unsupported parse_mode")

# Keyboards
MARKUP_JSON = bad("can't parse reply keyboard markup JSON object")
MARKUP_OBJECT = bad("object expected as reply markup")
MARKUP_TOO_LONG = bad("reply markup is too long")
BUTTON_DATA = bad("BUTTON_DATA_INVALID")
INLINE_EXPECTED = bad("inline keyboard expected")

# Chats and people
CHAT_EMPTY = bad("chat_id is empty")
CHAT_NOT_FOUND = bad("chat not found")
NEVER_STARTED = forbidden("bot can't initiate conversation with a user")
BLOCKED = forbidden("bot was blocked by the user")
DEACTIVATED = forbidden("user is deactivated")
REPLY_NOT_FOUND = bad("message to be replied not found")
REPLY_JSON = bad("can't parse reply parameters JSON object")

# Editing, deleting, answering
EDIT_NOT_FOUND = bad("message to edit not found")
CANNOT_EDIT = bad("message can't be edited")
NOT_MODIFIED = bad(
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
NO_TEXT_TO_EDIT = bad("there is no text in the message to edit")
NO_CAPTION_TO_EDIT = bad("there is no caption in the message to edit")
MESSAGE_ID_EMPTY = bad("message identifier is not specified")
DELETE_NOT_FOUND = bad("message to delete not found")
CANNOT_DELETE = bad("message can't be deleted for everyone")
QUERY_TOO_OLD = bad("query is too old and response timeout expired or query ID is invalid")
ANSWER_TOO_LONG = bad("MESSAGE_TOO_LONG")
ANSWER_URL = bad("URL_INVALID")
WRONG_ACTION = bad("wrong parameter action in request")

# Files
NO_DOCUMENT = bad("there is no document in the request")
NO_PHOTO = bad("there is no photo in the request")
FILE_EMPTY = bad("file must be non-empty")
WRONG_REMOTE_ID = bad(
    "wrong remote file identifier specified: can't unserialize it. Wrong last symbol"
)  # TDLib's FileManager, for a text that is no identifier at all
WRONG_FILE = bad("wrong file identifier/HTTP URL specified")
FILE_ID_EMPTY = bad("file_id not specified")
FILE_ID_INVALID = bad("invalid file_id")
FILE_TOO_BIG = bad("file is too big")
PHOTO_INVALID = bad("IMAGE_PROCESS_FAILED")
PHOTO_DIMENSIONS = bad("PHOTO_INVALID_DIMENSIONS")
ALBUM_EMPTY = bad("there are no messages to send")
ALBUM_TOO_LONG = bad("too many messages to send as an album")
ALBUM_MIXED = bad("document can't be mixed with other media types")
MEDIA_JSON = bad("can't parse media JSON object")
MEDIA_ARRAY = bad("expected an Array of InputMedia")

# The bot's own settings
COMMANDS_JSON = bad("can't parse commands JSON object")
COMMANDS_ARRAY = bad("expected an Array of BotCommand")
COMMAND_EMPTY = bad("command must be non-empty")
COMMAND_TOO_LONG = bad("command length must not exceed 32")
COMMAND_DESCRIPTION_EMPTY = bad("command description must be non-empty")
COMMAND_DESCRIPTION_TOO_LONG = bad("command description length must not exceed 256")
COMMAND_INVALID = bad("BOT_COMMAND_INVALID")
COMMANDS_TOO_MUCH = bad("BOT_COMMANDS_TOO_MUCH")
LANGUAGE_CODE = bad("invalid language code specified")
SCOPE_JSON = bad("can't parse BotCommandScope JSON object")
SCOPE_TYPE = bad("can't parse BotCommandScope: unsupported type specified")
NAME_TOO_LONG = bad("bot name is too long")
DESCRIPTION_TOO_LONG = bad("bot description is too long")
SHORT_DESCRIPTION_TOO_LONG = bad("bot short description is too long")
MENU_JSON = bad("can't parse menu button: can't parse JSON object")
MENU_TYPE = bad("can't parse menu button: MenuButton has unsupported type")
INVALID_CHAT_ID = bad("invalid chat_id specified")
