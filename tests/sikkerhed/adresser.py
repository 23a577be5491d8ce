"""Every address of the program with real values in it, read from the URL configuration: a new one joins by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from omhu.adgang.models import Bruger
from omhu.frister.models import Pligt
from omhu.sager.models import Person, Relation
from omhu.tidslinje.models import Skridt
from tests.afgoerelse.stoette import en_afvigelse, et_skridt
from tests.bord.stoette import fyld
from tests.journal.stoette import en_aktindsigt, en_fil
from tests.rapporter.runde import en_runde, en_tilbagemelding, et_fund, et_tema, laes
from tests.samtale.stoette import en_aftale, et_fravalg
from tests.tekster.stoette import lav_skrift
from tests.tilsyn.genopret_stoette import en_rod
from tests.undersoegelse.stoette import en_undersoegelse

SKRIFTER = {"planer": "plan", "opfoelgninger": "opfoelgning", "tilsynsbesoeg": "tilsyn"}
"""What stands before the id of a text -> the text's kind."""


@dataclass(frozen=True)
class Adresse:
    """A name and a path that it matches."""

    navn: str
    sti: str


def alle(hold: Any) -> list[Adresse]:
    """One path for every pattern; the ids are those of the cast's case, filled with steps."""
    fyld(hold)
    pligt = Pligt.objects.filter(sag=hold.sag).first()
    skridt = Skridt.objects.filter(sag=hold.sag, art="UNDERRETNING").first()
    fundne = {"sager": hold.sag.pk, "frister": pligt.pk, "skridt": skridt.pk, "regler": "bfu-4mdr",
              "registrer": "JOURNALNOTAT", "breve": hold.sag.pk, "underretninger": skridt.rod,
              "demo": hold.mette.pk, "brugere": hold.mette.pk}  # fmt: skip
    for del_, slags in SKRIFTER.items():
        fundne[del_] = lav_skrift(hold.sag, slags).pk
    fundne["journal"], fundne["streg"] = skridt.rod, skridt.rod.hex
    fundne["dokumenter"] = en_fil(hold.sag, hold.mette).pk
    fundne["aktindsigt"] = en_aktindsigt(hold.sag, hold.mette).pk
    fundne["personer"] = _relation(hold.sag).pk
    fundne["afgoerelser"] = et_skridt(hold.sag, "AFGOERELSE").pk
    fundne["henvendelser"] = et_skridt(hold.sag, "HENVENDELSE").rod
    fundne["partshoeringer"] = et_skridt(hold.sag, "PARTSHOERING").pk
    fundne["klager"] = et_skridt(hold.sag, "KLAGE_MODTAGET").pk
    fundne["indsatser"] = "kontaktperson"
    fundne["afgoerelser-trods"] = en_afvigelse(hold.sag, hold.mette).pk
    fundne["samtaler"] = et_fravalg(hold.sag).pk
    fundne["undersoegelse"] = en_undersoegelse(hold.sag)
    fundne["aftaler"] = en_aftale(hold.sag, hold.mette).pk
    laesning = laes(en_runde(hold.leder_nord), hold.sag, hold.leder_nord)
    fundne["runder"], fundne["trukne"] = laesning.tilsynssag.runde_id, laesning.tilsynssag_id
    fundne["koncepter"] = "taskforce"
    fundne["laesninger"], fundne["spoergsmaal"], fundne["meld"] = laesning.pk, "STV-06", "STV-06"
    fundne["alvorlige"] = et_fund(laesning, hold.leder_nord).pk
    fundne["tilbagemeldinger"] = en_tilbagemelding(laesning, hold.mette).pk
    fundne["temaer"] = et_tema(laesning.tilsynssag.runde).pk
    fundne["genopretninger"] = en_rod(laesning.tilsynssag, hold.leder_nord)
    return [Adresse(navn, _fyld(moenster, typer, fundne)) for navn, moenster, typer in _moenstre()]


def bliv(klient: Client, bruger: Bruger) -> None:
    """See that the client is logged in as the user: some addresses end the session."""
    if klient.session.get(SESSION_KEY) != str(bruger.pk):
        klient.force_login(bruger)


def _relation(sag: Any) -> Relation:
    person = Person.objects.create(navn="Ida Prøvesen")
    return Relation.objects.create(barn=sag.barn, person=person, art="MOR")


def navne() -> list[str]:
    """The names of all patterns, for tests that need no data."""
    return [navn for navn, _, _ in _moenstre()]


def _moenstre(
    resolver: URLResolver | None = None, foran: str = "/", rum: str = "", typer: dict | None = None
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for del_ in (resolver or get_resolver()).url_patterns:
        sti = foran + normalize(del_.pattern.regex.pattern)[0][0]
        kendte = {**(typer or {}), **del_.pattern.converters}
        if isinstance(del_, URLResolver):
            yield from _moenstre(
                del_, sti, f"{rum}{del_.namespace}:" if del_.namespace else rum, kendte
            )
        elif isinstance(del_, URLPattern):
            yield f"{rum}{del_.name}", sti, kendte


def _fyld(moenster: str, typer: dict[str, Any], fundne: dict[str, object]) -> str:
    """`/sager/%(pk)s/` with the value that belongs to what stands before, else any of its type."""
    dele, foran = [], ""
    for del_ in moenster.split("/"):
        if "%(" in del_:
            felt = del_[del_.index("%(") + 2 : del_.index(")s")]
            del_ = del_.replace(f"%({felt})s", str(fundne.get(foran, _noget(typer.get(felt)))))
        dele.append(del_)
        foran = del_
    return "/".join(dele)


def _noget(konverter: Any) -> object:
    andre = {
        "IntConverter": 1,
        "UUIDConverter": uuid4(),
        "Brevfil": "tidslinje.pdf",
        "Rundefil": "bilag-2.pdf",
    }
    return andre.get(type(konverter).__name__, "x")
