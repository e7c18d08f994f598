"""What is encrypted at rest: files and tokens of services outside."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class NoKeyError(Exception):
    """None of the keys opens it, or it is damaged."""


class Cipher:
    """Encrypts with the newest key and opens what any of the keys has closed.

    A key is changed by adding a new one in front: what the old ones have closed stays readable while they are listed.

    Args:
        keys: Fernet keys, newest first; at least one.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def close(self, content: bytes) -> bytes:
        """The content, unreadable without a key."""
        return self._fernet.encrypt(content)

    def open(self, closed: bytes) -> bytes:
        """The content again.

        Raises:
            NoKeyError: It cannot be opened.
        """
        try:
            return self._fernet.decrypt(closed)
        except InvalidToken:
            raise NoKeyError from None
