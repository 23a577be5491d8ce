"""Time-ordered identifiers (RFC 9562, version 7); the standard library has them from Python 3.14."""

from __future__ import annotations

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new identifier whose order follows the clock to the millisecond."""
    millis = time.time_ns() // 1_000_000
    tal = int.from_bytes(os.urandom(10), "big")
    vaerdi = (millis << 80) | (0x7 << 76) | ((tal >> 64 & 0xFFF) << 64) | (0b10 << 62)
    return UUID(int=vaerdi | (tal & (1 << 62) - 1))
