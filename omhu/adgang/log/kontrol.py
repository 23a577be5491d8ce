"""Is the log whole? Follows the chain from end to end and names the first post that does not hold."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Max

from omhu.adgang.log import ALIAS, Handling, LogFejl, anker
from omhu.adgang.log.kaede import BEGYNDELSE, ens, sum_af, underskrift
from omhu.adgang.log.models import Logkaede, Logpost
from omhu.adgang.log.noegle import fingeraftryk, noegle
from omhu.adgang.log.skriv import skriv

STYKKE = 2000
Fremdrift = Callable[[int, int], None]


class Brud(StrEnum):
    """What is wrong."""

    AENDRET = "ændret"
    FJERNET = "fjernet"
    INDSAT = "indsat"
    BYTTET = "byttet om"
    AFKORTET = "afkortet"
    NOEGLE = "forkert nøgle"
    HOVED = "hovedet er ændret"
    ANKER = "ankeret er ændret"


@dataclass(frozen=True)
class Fund:
    """The first break: the post's number (None when it is not about a post) and what is wrong, in Danish."""

    nr: int | None
    brud: Brud
    tekst: str


@dataclass
class Svar:
    """What a control came to."""

    foerste: int = 0
    sidste: int = 0
    poster: int = 0
    ankre: int = 0
    fund: Fund | None = None
    advarsler: list[str] = field(default_factory=list)

    @property
    def intakt(self) -> bool:
        return self.fund is None

    def som_json(self) -> dict[str, Any]:
        """For programs."""
        fund = self.fund and {
            "nr": self.fund.nr,
            "brud": self.fund.brud.value,
            "tekst": self.fund.tekst,
        }
        return {
            "intakt": self.intakt,
            "poster": self.poster,
            "foerste": self.foerste,
            "sidste": self.sidste,
            "ankre": self.ankre,
            "fund": fund,
            "advarsler": self.advarsler,
        }


class _Brudt(Exception):
    def __init__(self, nr: int | None, brud: Brud, tekst: str) -> None:
        super().__init__(tekst)
        self.fund = Fund(nr, brud, tekst)


def kontroller(fremdrift: Fremdrift | None = None) -> Svar:
    """Read the whole log and its anchors; changes nothing. Raises LogFejl when the log cannot be read at all."""
    svar = Svar()
    try:
        _kontroller(svar, fremdrift)
    except _Brudt as brudt:
        svar.fund = brudt.fund
    except DatabaseError as fejl:
        raise LogFejl(
            "Loggen kan ikke læses. Se, om log.sqlite3 eller OMHU_LOG_DATABASE_URL er rigtig, og om filen er hel."
        ) from fejl
    return svar


def forankr(svar: Svar, *, hvor: str) -> None:
    """Note in the log that it was controlled, and where its head is now in the anchor. Raises LogFejl."""
    post = skriv(
        Handling.LOG,
        hvor=hvor,
        formaal="KONTROL",
        detaljer={"kontrol": "intakt" if svar.fund is None else svar.fund.brud.value}
        | ({"nr": svar.fund.nr} if svar.fund else {}),
    )
    if svar.intakt:
        anker.skriv(settings.OMHU.ankerfil(), post.nr, post.hash, post.tid.isoformat(), noegle())


def _kontroller(svar: Svar, fremdrift: Fremdrift | None) -> None:
    yderst = Logpost.objects.using(ALIAS).aggregate(nr=Max("nr"))["nr"] or 0  # before the head
    hoved = Logkaede.objects.using(ALIAS).filter(slags=Logkaede.Slags.HOVED).first()
    if hoved is None:
        _tom(yderst)
        return
    n = _den_rigtige_noegle(hoved)
    slettet = _slettet(n)
    svar.foerste = slettet.nr + 1
    ankre, daarlig = anker.laes(settings.OMHU.ankerfil(), n)
    svar.ankre = len(ankre)
    if daarlig:
        raise _Brudt(
            None, Brud.ANKER, f"Linje {daarlig} i ankerfilen er ikke skrevet med loggens nøgle."
        )
    if not ankre and slettet.nr + 1 < hoved.nr:
        svar.advarsler.append(
            "Der er intet anker endnu. Uden det ses det ikke, om enden er skåret af og hovedet sat tilbage."
        )
    _foelg(svar, hoved, slettet, {a.nr: a for a in ankre}, n, fremdrift)
    if yderst > hoved.nr:
        raise _Brudt(hoved.nr + 1, Brud.INDSAT, "Posten står efter loggens underskrevne hoved.")


def _tom(yderst: int) -> None:
    if yderst:
        raise _Brudt(1, Brud.HOVED, "Loggens underskrevne hoved er fjernet.")
    fil = settings.OMHU.ankerfil()
    if fil.exists() and fil.stat().st_size:
        raise _Brudt(1, Brud.AFKORTET, "Loggen er tom, men ankeret siger, at den har haft poster.")


def _den_rigtige_noegle(hoved: Logkaede) -> bytes:
    try:
        n = noegle()
    except LogFejl as fejl:
        raise _Brudt(None, Brud.NOEGLE, str(fejl)) from fejl
    if ens(hoved.underskrift, underskrift(hoved, n)):
        return n
    if hoved.noegle != fingeraftryk(n):
        raise _Brudt(
            None,
            Brud.NOEGLE,
            "Nøglen er en anden end den, loggen er skrevet med. Find den rigtige.",
        )
    raise _Brudt(hoved.nr, Brud.HOVED, "Loggens hoved er ikke skrevet med loggens nøgle.")


def _slettet(n: bytes) -> Logkaede:
    """Up to where posts were deleted by rule; every such point must be signed, and they only move on."""
    naaet = Logkaede(nr=0, hash=BEGYNDELSE)
    for punkt in Logkaede.objects.using(ALIAS).filter(slags=Logkaede.Slags.SLETTET).order_by("pk"):
        if not ens(punkt.underskrift, underskrift(punkt, n)) or punkt.nr < naaet.nr:
            raise _Brudt(
                punkt.nr,
                Brud.FJERNET,
                f"Der står, at poster til og med {punkt.nr} er slettet efter reglen, men det er ikke Omhu, "
                "der har underskrevet det.",
            )
        naaet = punkt
    return naaet


def _foelg(
    svar: Svar,
    hoved: Logkaede,
    slettet: Logkaede,
    ankre: dict[int, anker.Anker],
    n: bytes,
    fremdrift: Fremdrift | None,
) -> None:
    nr, hash_ = slettet.nr, slettet.hash
    for post, naeste in _med_naeste(_poster(hoved.nr)):
        _kontroller_post(post, naeste, nr, hash_, n)
        nr, hash_ = post.nr, post.hash
        svar.poster += 1
        svar.sidste = nr
        if nr in ankre and ankre[nr].hash != hash_:
            raise _Brudt(
                nr,
                Brud.AENDRET,
                "Posten er en anden end den, der stod her, da ankeret blev skrevet.",
            )
        if fremdrift and svar.poster % STYKKE == 0:
            fremdrift(svar.poster, hoved.nr - slettet.nr)
    ventet = max([hoved.nr, *ankre])
    if nr < ventet:
        hvem = "hoved" if ventet == hoved.nr else "anker"
        raise _Brudt(
            nr + 1,
            Brud.AFKORTET,
            f"Enden er skåret af: loggen slutter med {nr}, men dens {hvem} siger {ventet}.",
        )
    if hash_ != hoved.hash:
        raise _Brudt(nr, Brud.HOVED, "Den sidste post er ikke den, loggens hoved peger på.")


def _poster(til: int) -> Iterator[Logpost]:
    """All posts up to a number; in pieces, so that nobody waits for the lock meanwhile."""
    naaet = -(1 << 62)
    while stykke := list(
        Logpost.objects.using(ALIAS).filter(nr__gt=naaet, nr__lte=til).order_by("nr")[:STYKKE]
    ):
        yield from stykke
        naaet = stykke[-1].nr


def _med_naeste(poster: Iterator[Logpost]) -> Iterator[tuple[Logpost, Logpost | None]]:
    denne = next(poster, None)
    while denne is not None:
        naeste = next(poster, None)
        yield denne, naeste
        denne = naeste


def _kontroller_post(
    post: Logpost, naeste: Logpost | None, foer_nr: int, foer_hash: str, n: bytes
) -> None:
    aegte = ens(sum_af(post, n), post.hash)
    if post.nr <= foer_nr:
        raise _Brudt(post.nr, Brud.INDSAT, "Posten står før det punkt, loggen er slettet til.")
    if aegte and post.nr > foer_nr + 1:
        hvad = f"Post {foer_nr + 1}" + (
            f" til {post.nr - 1} mangler." if post.nr > foer_nr + 2 else " mangler."
        )
        raise _Brudt(foer_nr + 1, Brud.FJERNET, hvad)
    if aegte and post.foer == foer_hash:
        return
    raise _hvad_er_der_sket(post, naeste, foer_hash, n)


def _hvad_er_der_sket(post: Logpost, naeste: Logpost | None, foer_hash: str, n: bytes) -> _Brudt:
    """Name the break by trying what the post and the one after it would be with other numbers."""
    if _er(post, post.nr + 1, n):
        if naeste is not None and _er(naeste, post.nr, n):
            return _Brudt(
                post.nr, Brud.BYTTET, f"Post {post.nr} og {post.nr + 1} har byttet plads."
            )
        return _Brudt(post.nr, Brud.FJERNET, "Posten er fjernet, og de næste er rykket ned.")
    if naeste is not None and naeste.foer == foer_hash:
        return _Brudt(post.nr, Brud.INDSAT, "Posten er ikke skrevet af Omhu.")
    return _Brudt(post.nr, Brud.AENDRET, "Posten er ændret, efter den blev skrevet.")


def _er(post: Logpost, nr: int, n: bytes) -> bool:
    """Was this row written as number `nr`?"""
    andet = copy.copy(post)
    andet.nr = nr
    return ens(sum_af(andet, n), post.hash)
