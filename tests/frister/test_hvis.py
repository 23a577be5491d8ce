"""The gate: what would be missing if a decision were taken on a day, by which paragraph, and what would begin."""

from datetime import date

import pytest

from omhu.frister.actions import genberegn_sag
from omhu.frister.hvis import hvis
from omhu.frister.models import Pligt
from omhu.regler.sprog import Status
from omhu.regler.trin import Trin
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt

pytestmark = pytest.mark.django_db
SEL_DAG, BL_DAG = date(2022, 5, 2), date(2026, 5, 4)


def skriv(hold, *skridt):
    for art, dag, *felter in skridt:
        registrer(hold.sag, art, date.fromisoformat(dag), **(felter[0] if felter else {}))


def afgoerelse(dag, indsats="kontaktperson", **attributter):
    return Trin("AFGOERELSE", dag, indsatser=(indsats,), attributter=attributter)


def stande(hold, taenkt, med=()):
    return {k.regel: (k.status, k.forklaring.hjemmel) for k in hvis(hold.sag, taenkt, med=med).foer}


M, OK, U = Status.MANGLER, Status.OVERHOLDT, Status.KAN_IKKE_VURDERES


def test_serviceloven_asks_for_undersoegelse_talk_consent_and_plan_before_support(hold):
    assert stande(hold, afgoerelse(SEL_DAG)) == {
        "bfu-foer-afgoerelse": (M, "SEL § 50 og § 52, stk. 1-2"),
        "boernesamtale-foer-afgoerelse": (M, "SEL § 48, stk. 1"),
        "handleplan-foer-afgoerelse": (M, "SEL § 140, stk. 1"),
        "samtykke-indsats": (M, "SEL § 52, stk. 1"),
        "partshoering": (U, "FVL § 19"),
    }


def test_barnets_lov_asks_for_other_gates_for_the_same_support(hold):
    assert stande(hold, afgoerelse(BL_DAG, samtykke="ja")) == {
        "boernesamtale-foer-afgoerelse": (M, "BL § 5, stk. 3"),
        "barnets-plan-stillingtagen": (M, "BL § 91, stk. 1"),
        "samtykke-indsats": (OK, "BL § 32, stk. 2"),
        "partshoering": (U, "FVL § 19"),
    }


def test_a_placement_needs_the_undersoegelse_under_both_laws(hold):
    assert stande(hold, afgoerelse(BL_DAG, "anbringelse"))["bfu-foer-anbringelse"][0] is M
    assert stande(hold, afgoerelse(SEL_DAG, "anbringelse"))["bfu-foer-afgoerelse"][0] is M
    akut = stande(hold, afgoerelse(BL_DAG, "anbringelse", akut="ja"))
    assert akut["bfu-foer-anbringelse"][0] is Status.IKKE_RELEVANT


def test_what_is_there_is_kept_and_what_comes_after_the_day_is_not(hold):
    skriv(hold, ("BOERNESAMTALE", "2026-05-01", {"indsatser": "kontaktperson"}))
    assert stande(hold, afgoerelse(BL_DAG))["boernesamtale-foer-afgoerelse"][0] is OK
    assert stande(hold, afgoerelse(date(2026, 4, 30)))["boernesamtale-foer-afgoerelse"][0] is M


def test_a_talk_about_something_else_is_told_as_a_near_miss(hold):
    skriv(hold, ("BOERNESAMTALE", "2026-05-01", {"indsatser": "familiebehandling"}))
    [krav] = [k for k in hvis(hold.sag, afgoerelse(BL_DAG)).mangler if "samtale" in k.regel]
    assert "ikke fast kontaktperson" in krav.forklaring.afsnit


def test_steps_taken_along_with_it_count(hold):
    samtykke = Trin("SAMTYKKE", BL_DAG, attributter={"fra": "mor"}, id="s")
    assert stande(hold, afgoerelse(BL_DAG))["samtykke-indsats"][0] is M
    assert stande(hold, afgoerelse(BL_DAG), [samtykke])["samtykke-indsats"][0] is OK


def test_it_tells_what_begins_with_the_decision(hold):
    svar = hvis(hold.sag, afgoerelse(BL_DAG, "anbringelse", samtykke="ja"))
    assert {(k.regel, k.raekke.frist_dag) for k in svar.efter} >= {
        ("klagefrist", date(2026, 6, 1)),
        ("barnets-plan-3mdr", date(2026, 8, 4)),
    }


def test_asking_stores_nothing_and_agrees_with_the_obligations_that_follow(hold):
    skriv(hold, ("SAG_OPRETTET", "2026-04-01"), ("BFU_AFSLUTTET", "2026-05-01"))
    svar = hvis(hold.sag, afgoerelse(BL_DAG, "anbringelse", samtykke="ja"))
    assert (Skridt.objects.count(), Pligt.objects.count()) == (2, 0)
    felter = {"indsatser": "anbringelse", "attributter": {"samtykke": "ja"}}
    skriv(hold, ("AFGOERELSE", BL_DAG.isoformat(), felter))
    genberegn_sag(hold.sag)
    gemte = set(Pligt.objects.filter(udloest_art="AFGOERELSE").values_list("regel", "frist_dag"))
    assert {(k.regel, k.raekke.frist_dag) for k in [*svar.foer, *svar.efter]} == gemte
