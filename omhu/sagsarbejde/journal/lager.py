"""The content of files: encrypted in pieces in the database, so that copies, deletion and row security follow.

Each piece is bound to its file, its number and the number of pieces, so that none can be moved, cut off or added.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, transaction

from omhu.adgang.raekkesikkerhed import som_system
from omhu.kerne import krypto
from omhu.kerne.krypto import Formaal, Noeglefejl
from omhu.kerne.krypto.brug import Fremdrift
from omhu.sager.noegler import Kolonnebrug
from omhu.sagsarbejde.journal.models import Dokument, Dokumentdel

STYKKE = 1 << 18
NONCE = 12
PORTION = 20
BESKADIGET = "Filen er beskadiget eller ændret. Hent den frem af en sikkerhedskopi."


def gem(dokument: Dokument, stykker: Iterable[bytes]) -> None:
    """Write the content; `stykker` are of any size."""
    version, raa = krypto.ring().aktiv, list(_lige_store(stykker))
    Dokumentdel.objects.bulk_create(
        Dokumentdel(
            dokument=dokument,
            sag_id=dokument.sag_id,
            nr=nr,
            version=version,
            indhold=_luk(version, _sted(dokument.pk, nr, len(raa)), stykke),
        )
        for nr, stykke in enumerate(raa)
    )


def laes(dokument: Dokument, alias: str | None = None) -> Iterator[bytes]:
    """The content, piece by piece. Raises Noeglefejl when a piece was changed or is not there."""
    alle = Dokumentdel.objects.using(alias or "default").filter(dokument_id=dokument.pk)
    antal = -(-dokument.stoerrelse // STYKKE)
    kommet = 0
    for del_ in alle.order_by("nr").iterator(chunk_size=4):
        if del_.nr != kommet:
            raise Noeglefejl(BESKADIGET)
        kommet += 1
        yield _aabn(del_.version, _sted(dokument.pk, del_.nr, antal), bytes(del_.indhold))
    if kommet != antal:
        raise Noeglefejl(BESKADIGET)


def _lige_store(stykker: Iterable[bytes]) -> Iterator[bytes]:
    rest = bytearray()
    for stykke in stykker:
        rest += stykke
        while len(rest) >= STYKKE:
            yield bytes(rest[:STYKKE])
            del rest[:STYKKE]
    if rest:
        yield bytes(rest)


def _sted(dokument: UUID, nr: int, antal: int) -> bytes:
    return f"journal_dokumentdel.indhold:{dokument}:{nr}:{antal}".encode()


def _luk(version: int, sted: bytes, stykke: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    noegle = krypto.noegle_til(Formaal.DOKUMENT, version)
    return nonce + AESGCM(noegle).encrypt(nonce, stykke, sted)


def _aabn(version: int, sted: bytes, chiffer: bytes) -> bytes:
    noegle = krypto.noegle_til(Formaal.DOKUMENT, version)
    try:
        return AESGCM(noegle).decrypt(chiffer[:NONCE], chiffer[NONCE:], sted)
    except InvalidTag as fejl:
        raise Noeglefejl(BESKADIGET) from fejl


@dataclass(frozen=True)
class Filbrug(Kolonnebrug):
    """The pieces, for `omhu noegler`: their key's version is a column of its own."""

    def versioner(self) -> dict[int, int]:
        """Pieces by key version."""
        if self.tabel not in connections[self.alias].introspection.table_names():
            return {}
        return dict(
            Counter(
                dict(self._hent("SELECT version, count(*) FROM journal_dokumentdel GROUP BY 1"))
            )
        )

    def skift(self, fremdrift: Fremdrift) -> int:
        """Move pieces under older keys to the newest, some at a time."""
        aktiv, flyttet = krypto.ring().aktiv, 0
        with som_system():  # a piece that row security hid would be one whose key is thrown away
            gamle = Dokumentdel.objects.using(self.alias).exclude(version=aktiv)
            i_alt = gamle.count()
            while portion := list(gamle.select_related("dokument").order_by("pk")[:PORTION]):
                with transaction.atomic(self.alias):
                    for del_ in portion:
                        _flyt(del_, aktiv)
                flyttet += len(portion)
                fremdrift(min(flyttet, i_alt), i_alt)
        return flyttet


def _flyt(del_: Dokumentdel, aktiv: int) -> None:
    sted = _sted(del_.dokument_id, del_.nr, -(-del_.dokument.stoerrelse // STYKKE))
    del_.indhold = _luk(aktiv, sted, _aabn(del_.version, sted, bytes(del_.indhold)))
    del_.version = aktiv
    del_.save(update_fields=["indhold", "version"])
