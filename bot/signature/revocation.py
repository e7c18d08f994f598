"""How strictly revocation is judged."""

from enum import Enum


class Revocation(Enum):
    """What happens when no current CRL is at hand; a certificate that a CRL names is refused in any case but OFF."""

    REQUIRE = "require"
    IF_AVAILABLE = "if-available"
    OFF = "off"
