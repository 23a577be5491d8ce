"""The chain: each post's HMAC covers the post and the HMAC of the post before."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

BEGYNDELSE = "0" * 64
FELTER = (
    "nr bruger rolle enhed enhed_navn handling hvor formaal sager detaljer foer".split()  # and tid
)


def sum_af(post: Any, n: bytes) -> str:
    """The HMAC of a post (anything with the fields of Logpost)."""
    return _hmac(["post", _iso(post.tid), *(getattr(post, f) for f in FELTER)], n)


def underskrift(punkt: Any, n: bytes) -> str:
    """The HMAC of a point of the chain (anything with the fields of Logkaede)."""
    return _hmac(
        [
            "punkt",
            punkt.slags,
            punkt.nr,
            punkt.hash,
            _iso(punkt.tid),
            punkt.noegle,
            punkt.detaljer,
        ],
        n,
    )


def ens(a: str, b: str) -> bool:
    """Are two sums equal? Takes the same time for all."""
    return hmac.compare_digest(a.encode(), b.encode())


def _iso(tid: datetime) -> str:
    return tid.astimezone(UTC).isoformat(timespec="microseconds")


def _hmac(dele: list[Any], n: bytes) -> str:
    tekst = json.dumps(dele, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(n, tekst.encode(), hashlib.sha256).hexdigest()
