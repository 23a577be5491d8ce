"""The secrets of one-time codes as a use of the key ring: counted, and moved to the newest key (`omhu noegler`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction

from omhu.adgang.login.totp import STED
from omhu.kerne.krypto import Formaal, dekrypter, er_krypteret, krypter, ring, version_af
from omhu.kerne.krypto.brug import Fremdrift


class Engangskoder:
    """Every encrypted text in the authenticators' JSON, wherever allauth has put it."""

    navn = "engangskoder"

    def versioner(self) -> dict[int, int]:
        antal: Counter[int] = Counter()
        try:
            with transaction.atomic():
                for data in Authenticator.objects.values_list("data", flat=True):
                    antal.update({version_af(t) for t in _krypterede(data)})
        except DatabaseError:  # asked before the table is made
            return {}
        return dict(antal)

    def skift(self, fremdrift: Fremdrift) -> int:
        gamle = [
            pk
            for pk, data in Authenticator.objects.values_list("pk", "data")
            if any(version_af(t) != ring().aktiv for t in _krypterede(data))
        ]
        for nr, pk in enumerate(gamle, start=1):
            with transaction.atomic():
                # A code that is used meanwhile writes its own row: it waits for the lock.
                a = Authenticator.objects.select_for_update().filter(pk=pk).first()
                if a is not None:
                    a.data = _flyt(a.data)
                    a.save(update_fields=["data"])
            fremdrift(nr, len(gamle))
        return len(gamle)


def _krypterede(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        if er_krypteret(data):
            yield data
    elif isinstance(data, dict | list):
        for del_ in data.values() if isinstance(data, dict) else data:
            yield from _krypterede(del_)


def _flyt(data: Any) -> Any:
    if isinstance(data, str) and er_krypteret(data):
        return krypter(Formaal.TOTP, dekrypter(Formaal.TOTP, data, STED), STED)
    if isinstance(data, dict):
        return {k: _flyt(v) for k, v in data.items()}
    return [_flyt(v) for v in data] if isinstance(data, list) else data
