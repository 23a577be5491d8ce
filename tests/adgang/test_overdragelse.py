"""Handing many cases on: all of them or none, and the figure said is the number that moved."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from omhu.adgang.models import Bruger
from omhu.frister.actions import genberegn_sager
from omhu.sager import saeradgang
from omhu.sager.models import Barn, Sag
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.overdragelse import overdrag
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from tests.adgang.hold import lav_kreds
from tests.bord.stoette import for_dage_siden


@pytest.fixture
def kreds(db):
    k = lav_kreds()
    k.fra, k.til = k.folk["RAADGIVER"], k.folk["MODTAGELSE"]
    k.egne = [_sag(k, nr) for nr in range(5)]
    genberegn_sager([s.pk for s in k.egne])
    return k


def _sag(k, nr: int) -> Sag:
    barn = Barn.objects.create(navn=f"Elev{nr} Lund")
    sag = Sag.objects.create(barn=barn, nummer=f"O-{nr}", enhed=k.enheder["nord"])
    registrer(sag, "SAG_OPRETTET", for_dage_siden(30))
    registrer(
        sag,
        "SAGSBEHANDLER_TILDELT",
        for_dage_siden(30),
        attributter={"initialer": k.fra.initialer},
    )
    return sag


def ansvarlige(k) -> list[int]:
    return [Sag.objects.get(pk=s.pk).ansvarlig_id for s in k.egne]


def giv(client, k, sager, til=None, fra=None):
    return client.post(
        f"{reverse('fordel')}?ansvarlig={(fra or k.fra).pk}",
        {
            "sager": [s.pk for s in sager],
            "til": (til or k.til).pk,
            "begrundelse": "Orlov fra mandag",
        },
    )


def test_all_the_chosen_cases_move_and_the_list_shows_as_many_as_were_said(kreds, client):
    client.force_login(kreds.folk["TEAMLEDER"])
    svar = giv(client, kreds, kreds.egne[:4])
    liste = client.get(svar.url).content.decode()
    assert "4 sager er givet til" in liste
    assert liste.split('id="antal">')[1].startswith("4 sager")
    assert ansvarlige(kreds) == [kreds.til.pk] * 4 + [kreds.fra.pk]


@pytest.mark.parametrize("hindring", ["lukket", "anden_enhed", "spaerret", "har_den"])
def test_one_case_in_the_way_stops_all_and_is_named(kreds, client, hindring):
    sag, leder = kreds.egne[2], kreds.folk["TEAMLEDER"]
    if hindring == "lukket":
        registrer(sag, "SAG_LUKKET", for_dage_siden(1))
        genberegn_sager([sag.pk])
    elif hindring == "anden_enhed":
        Sag.objects.filter(pk=sag.pk).update(enhed=kreds.enheder["andet"])
    elif hindring == "spaerret":
        saeradgang.spaer(leder, sag, kreds.til, "Det er hendes søskendebarn.")
    else:
        Sag.objects.filter(pk=sag.pk).update(ansvarlig=kreds.til)
    foer, skridt = ansvarlige(kreds), Skridt.objects.count()
    with pytest.raises((PermissionDenied, ValidationError)) as fejl:
        overdrag(leder, kreds.til, [s.pk for s in kreds.egne], "Orlov fra mandag")
    assert (ansvarlige(kreds), Skridt.objects.count()) == (foer, skridt)
    if hindring in ("spaerret", "har_den"):
        assert "O-2" in str(fejl.value)
    client.force_login(leder)
    assert giv(client, kreds, kreds.egne).status_code in (403, 422)
    assert ansvarlige(kreds) == foer


def test_what_was_ticked_stays_ticked_after_a_refusal(kreds, client):
    client.force_login(kreds.folk["TEAMLEDER"])
    svar = client.post(
        f"{reverse('fordel')}?ansvarlig={kreds.fra.pk}",
        {"sager": [kreds.egne[1].pk], "til": "", "begrundelse": ""},
    )
    assert svar.status_code == 422
    assert svar.content.decode().count(" checked") == 1


def test_one_who_may_not_distribute_does_not_reach_it_by_a_step(kreds):
    with pytest.raises(PermissionDenied):
        overdrag(kreds.fra, kreds.til, [kreds.egne[0].pk], "Jeg har for mange")
    with pytest.raises(PermissionDenied):
        registrer_skridt(
            kreds.egne[0],
            "SAGSBEHANDLER_TILDELT",
            for_dage_siden(0),
            af=kreds.fra,
            felter={"initialer": kreds.til.initialer},
        )


def test_a_step_asks_the_same_as_the_handover(kreds):
    leder, sag = kreds.folk["TEAMLEDER"], kreds.egne[0]
    saeradgang.spaer(leder, sag, kreds.til, "Det er hendes søskendebarn.")
    for initialer in (kreds.til.initialer, "findes ikke", kreds.leder_syd.initialer):
        with pytest.raises(ValidationError):
            registrer_skridt(
                sag,
                "SAGSBEHANDLER_TILDELT",
                for_dage_siden(0),
                af=leder,
                felter={"initialer": initialer},
            )


def test_nobody_gets_cases_who_cannot_register_or_has_left(kreds):
    leder = kreds.folk["CHEF"]
    for rolle in ("UDFOERER", "OEKONOM"):
        Bruger.objects.filter(pk=kreds.folk[rolle].pk).update(enhed=kreds.enheder["nord"])
        with pytest.raises(ValidationError):
            overdrag(leder, kreds.folk[rolle], [kreds.egne[0].pk], "Prøver det her")
    Bruger.objects.filter(pk=kreds.til.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        overdrag(leder, kreds.til, [kreds.egne[0].pk], "Prøver det her")
