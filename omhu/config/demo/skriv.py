"""Store a generated municipality: one transaction, big inserts, then the obligations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db import transaction

from omhu.adgang.models import Bruger, Enhed
from omhu.config.demo import Fremdrift, del_af
from omhu.config.demo.familier import skriv_familier
from omhu.config.demo.modeller import DemoSag, DemoSkridt, Kommune
from omhu.config.demo.roller import skriv_roller
from omhu.config.demo.tilsyn import skriv_tilsyn
from omhu.frister.actions import genberegn_alle
from omhu.kerne.kalender import dagens_begyndelse, tid_af
from omhu.regler.katalog import katalog
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt

KILDE = "demo"
"""The source that all demo rows carry."""
HOLD = 5000


def findes() -> bool:
    """Are there demo cases in the database?"""
    return Sag.objects.filter(kilde=KILDE).exists()


@transaction.atomic
def skriv_kommune(kommune: Kommune, fremdrift: Fremdrift | None = None) -> None:
    """Store everything in one transaction and compute all obligations."""
    enheder = _skriv_enheder(kommune)
    brugere = _skriv_brugere(kommune, enheder)
    sager = _skriv_sager(kommune, enheder, brugere)
    _skriv_skridt(kommune, sager, brugere, del_af(fremdrift, 0, 550))
    genberegn_alle(fremdrift=del_af(fremdrift, 550, 1000))
    skriv_roller(enheder)
    skriv_tilsyn(kommune.fro, kommune.i_dag)


def _skriv_enheder(kommune: Kommune) -> dict[str, Enhed]:
    enheder: dict[str, Enhed] = {}
    for e in kommune.enheder:
        enheder[e.navn] = Enhed.objects.create(
            navn=e.navn,
            type=e.type,
            overordnet=enheder.get(e.overordnet),
            kilde_id=f"{KILDE}:{e.navn}",
        )
    return enheder


def _skriv_brugere(kommune: Kommune, enheder: dict[str, Enhed]) -> dict[str, Bruger]:
    """Nobody in the demo has a password; the start page logs in by one click."""
    Bruger.objects.bulk_create(
        Bruger(
            username=b.brugernavn,
            password=make_password(None),
            first_name=b.fornavn,
            last_name=b.efternavn,
            rolle=b.rolle,
            enhed=None if b.rolle == Bruger.Rolle.SUPERBRUGER else enheder[b.enhed],
            initialer=b.initialer,
            ansat_til=b.til,
            is_active=b.aktiv(kommune.i_dag),
        )
        for b in kommune.brugere
    )
    return {
        b.initialer: b
        for b in Bruger.objects.filter(username__in=[b.brugernavn for b in kommune.brugere])
    }


def _skriv_sager(
    kommune: Kommune, enheder: dict[str, Enhed], brugere: dict[str, Bruger]
) -> dict[str, Sag]:
    boern = [
        Barn(
            navn=s.barn.navn,
            cpr=s.barn.cpr,
            foedselsdato=s.barn.foedselsdato,
            koen=s.barn.koen,
            husstand=s.barn.husstand,
            foraeldremyndighed=s.barn.foraeldremyndighed,
            kilde=KILDE,
            kilde_id=s.nummer,
        )
        for s in kommune.sager
    ]
    Barn.objects.bulk_create(boern, batch_size=HOLD)
    barn_pr_sag = dict(Barn.objects.filter(kilde=KILDE).values_list("kilde_id", "pk"))
    skriv_familier(kommune, barn_pr_sag)
    Sag.objects.bulk_create(
        (
            _sag(s, barn_pr_sag[s.nummer], enheder[s.enhed], brugere[s.ansvarlig])
            for s in kommune.sager
        ),
        batch_size=HOLD,
    )
    return {s.nummer: s for s in Sag.objects.filter(kilde=KILDE)}


def _sag(s: DemoSag, barn_id: int, enhed: Enhed, ansvarlig: Bruger) -> Sag:
    return Sag(
        barn_id=barn_id,
        nummer=s.nummer,
        kilde=KILDE,
        enhed=enhed,
        ansvarlig=ansvarlig,
        ansvarlig_initialer=s.ansvarlig,
        ansvarlig_siden=s.ansvarlig_siden,
        sagstype=s.sagstype,
        hovedforanstaltning=s.hovedforanstaltning,
        lovgrundlag=_lovgrundlag(s),
        bekymring=s.bekymring,
        aabnet=s.aabnet,
        lukket=s.lukket,
        sidste_skridt=max(x.dag for x in s.skridt),
    )


def _lovgrundlag(s: DemoSag) -> str:
    """The paragraph of the main measure, under the law of the last step."""
    kendt = katalog().indsatser.get(s.hovedforanstaltning)
    lov = "BL" if max(x.dag for x in s.skridt).year >= 2024 else "SEL"
    return f"{lov} {kendt.paragraf[lov]}" if kendt and lov in kendt.paragraf else ""


def _skriv_skridt(
    kommune: Kommune,
    sager: dict[str, Sag],
    brugere: dict[str, Bruger],
    fremdrift: Fremdrift,
) -> None:
    raekker = _raekker(kommune, sager, brugere)
    skrevet, i_alt = 0, kommune.antal_skridt
    while hold := list(islice(raekker, HOLD)):
        Skridt.objects.bulk_create(hold)
        skrevet += len(hold)
        fremdrift(skrevet, i_alt)


def _raekker(
    kommune: Kommune, sager: dict[str, Sag], brugere: dict[str, Bruger]
) -> Iterator[Skridt]:
    for s in kommune.sager:
        sag_id = sager[s.nummer].pk
        for skridt in s.skridt:
            yield _skridt(skridt, sag_id, brugere[skridt.registreret_af].pk)


def _skridt(s: DemoSkridt, sag_id: int, af_id: int) -> Skridt:
    assert s.id is not None
    assert s.rod is not None
    assert s.registreret is not None
    return Skridt(
        id=s.id,
        rod=s.rod,
        erstatter_id=s.erstatter,
        tilbagetrukket=s.tilbagetrukket,
        sag_id=sag_id,
        art=s.art,
        sket=s.tid or tid_af(dagens_begyndelse(s.dag)),
        dag=s.dag,
        kun_dato=s.tid is None,
        registreret=s.registreret,
        registreret_af_id=af_id,
        indsatser=s.indsatser,
        naeste=s.naeste,
        navn=s.navn,
        vedroerer=s.vedroerer,
        data=s.data,
        kilde=KILDE,
        nr=s.nr,
    )
