"""Stored obligations follow the timeline, in the same transaction, and say what the evaluator says."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.frister import actions
from omhu.frister.forklaring import forklar_pligt
from omhu.frister.hvis import hvis
from omhu.frister.models import Pligt
from omhu.frister.pligter import status
from omhu.frister.queries import aabne, med_status, pligter_for, pligter_som_set
from omhu.kerne.kalender import KOEBENHAVN
from omhu.regler.sprog import Status
from omhu.regler.trin import Trin
from omhu.tidslinje.actions import registrer, ret, traek_tilbage
from omhu.tidslinje.queries import Synsdag


def for_dage_siden(n):
    return timezone.localdate() - timedelta(days=n)


@pytest.fixture
def sag(hold):
    registrer(hold.sag, "SAG_OPRETTET", for_dage_siden(40))
    registrer(
        hold.sag, "SAGSBEHANDLER_TILDELT", for_dage_siden(40), attributter={"initialer": "MK"}
    )
    registrer(hold.sag, "UNDERRETNING", for_dage_siden(30), attributter={"afsender": "skole"})
    actions.genberegn_sag(hold.sag)
    hold.sag.refresh_from_db()
    return hold.sag


def pligt(sag, regel):
    return Pligt.objects.get(sag=sag, regel=regel)


def test_a_new_step_makes_and_closes_obligations(sag):
    assert status(pligt(sag, "underretning-kvittering"), timezone.now()) is Status.MANGLER
    foer = pligt(sag, "underretning-kvittering").pk
    registrer(sag, "KVITTERING", for_dage_siden(29))
    actions.genberegn_sag(sag)
    efter = pligt(sag, "underretning-kvittering")
    assert efter.pk == foer
    assert status(efter, timezone.now()) is Status.OVERHOLDT


def test_a_withdrawn_trigger_takes_its_obligations_away(sag):
    underretning = sag.skridt.get(art="UNDERRETNING")
    traek_tilbage(underretning, af=None, begrundelse="dobbelt")
    actions.genberegn_sag(sag)
    assert not Pligt.objects.filter(sag=sag, regel="underretning-kvittering").exists()


def test_steps_and_obligations_stand_or_fall_together(sag):
    def halvvejs():
        with transaction.atomic():
            registrer(sag, "KVITTERING", for_dage_siden(29))
            actions.genberegn_sag(sag)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        halvvejs()
    assert pligt(sag, "underretning-kvittering").lukket == ""
    assert not sag.skridt.filter(art="KVITTERING").exists()


def test_recomputing_writes_nothing_when_nothing_changed(sag, django_assert_max_num_queries):
    foer = list(Pligt.objects.order_by("pk").values())
    with django_assert_max_num_queries(12):
        actions.genberegn_alle()
    assert list(Pligt.objects.order_by("pk").values()) == foer


def test_responsible_open_and_last_activity_are_read_off_the_timeline(sag, hold):
    assert sag.ansvarlig == hold.mette
    assert sag.aabnet == for_dage_siden(40)
    assert sag.sidste_skridt == for_dage_siden(30)
    registrer(sag, "SAG_LUKKET", for_dage_siden(1))
    actions.genberegn_sag(sag)
    sag.refresh_from_db()
    assert sag.lukket == for_dage_siden(1)


def test_the_case_moves_with_its_responsible_to_another_unit(sag, hold):
    registrer(sag, "SAGSBEHANDLER_TILDELT", for_dage_siden(2), attributter={"initialer": "OB"})
    actions.genberegn_sag(sag)
    sag.refresh_from_db()
    assert (sag.ansvarlig, sag.enhed) == (hold.ole, hold.syd)
    assert sag.oprettet_enhed == hold.nord


def test_status_in_sql_is_the_status_of_the_pure_function(sag):
    registrer(
        sag, "AKUTVURDERING", timezone.now() - timedelta(days=29), attributter={"resultat": "nej"}
    )
    registrer(sag, "SCREENING", for_dage_siden(28), attributter={"resultat": "bfu"})
    registrer(sag, "BFU_BESLUTTET", for_dage_siden(25))
    registrer(
        sag, "BOERNESAMTALE_FRAVALGT", for_dage_siden(12), attributter={"begrundelse": "alder"}
    )
    registrer(sag, "AFGOERELSE", for_dage_siden(10), indsatser="anbringelse")
    registrer(sag, "IVAERKSAT", for_dage_siden(9), indsatser="anbringelse")
    registrer(sag, "HANDLEPLAN", for_dage_siden(5), indsatser="anbringelse")
    registrer(sag, "KVITTERING", for_dage_siden(3))
    actions.genberegn_sag(sag)
    set_ = set()
    tider = [timezone.now() + timedelta(hours=h) for h in range(-24 * 35, 24 * 200, 7)]
    tider += [for_dage_siden(n) for n in range(-120, 40)]
    for nu in tider:
        for p in med_status(Pligt.objects.all(), nu):
            assert p.stand == status(p, nu).value, (p, nu)
            set_.add(p.stand)
    assert set_ == {s.value for s in Status}


def test_each_sees_the_obligations_of_the_own_unit_only(sag, hold):
    assert pligter_for(hold.mette).exists()
    assert pligter_for(hold.leder_nord).exists()
    assert pligter_for(hold.super).exists()
    assert not pligter_for(hold.ole).exists()
    assert not pligter_for(hold.leder_syd).exists()


def test_an_obligation_handed_on_has_a_new_owner_and_stays_open(sag, hold):
    p = pligt(sag, "underretning-kvittering")
    actions.giv_videre(p, af=hold.mette, til=hold.leder_nord, begrundelse="ferie i uge 30")
    assert pligter_for(hold.mette).get(pk=p.pk).ejer_id == hold.leder_nord.pk
    assert aabne(pligter_for(hold.mette)).filter(pk=p.pk).exists()
    with pytest.raises(PermissionDenied, match="din egen enhed"):
        actions.giv_videre(p, af=hold.mette, til=hold.ole, begrundelse="ferie")


def test_a_waiver_needs_a_rule_that_allows_it_and_a_reason(sag, hold):
    with pytest.raises(ValidationError, match="ikke mulighed"):
        actions.fravaelg(pligt(sag, "underretning-24t"), af=hold.mette, begrundelse="havde travlt")
    registrer(sag, "AFGOERELSE", for_dage_siden(5), indsatser="kontaktperson")
    actions.genberegn_sag(sag)
    samtale = pligt(sag, "boernesamtale-foer-afgoerelse")
    with pytest.raises(ValidationError, match="begrundelsen"):
        actions.fravaelg(samtale, af=hold.mette, begrundelse="nej")
    grund = "Barnet er to år og har intet sprog"
    with pytest.raises(ValidationError, match="tæller ikke"):
        actions.fravaelg(samtale, af=hold.mette, begrundelse=grund)
    besluttet = for_dage_siden(6)
    actions.fravaelg(samtale, af=hold.mette, begrundelse=grund, sket=besluttet)
    samtale.refresh_from_db()
    assert status(samtale, timezone.now()) is Status.FRAVALGT
    assert "to år" in samtale.fravalgt_grund
    assert "Ingen har godkendt fravalget endnu" in forklar_pligt(samtale).afsnit


def test_a_waiver_that_the_leader_does_not_share_counts_as_a_breach(sag, hold):
    registrer(sag, "AFGOERELSE", for_dage_siden(5), indsatser="kontaktperson")
    fravalg = registrer(
        sag, "BOERNESAMTALE_FRAVALGT", for_dage_siden(6), attributter={"begrundelse": "alder"}
    )
    actions.genberegn_sag(sag)
    assert status(pligt(sag, "boernesamtale-foer-afgoerelse"), timezone.now()) is Status.FRAVALGT
    ret(
        fravalg,
        fravalg.dag,
        af=hold.leder_nord,
        attributter={"begrundelse": "alder", "bedoemmer_enig": "nej"},
    )
    actions.genberegn_sag(sag)
    assert status(pligt(sag, "boernesamtale-foer-afgoerelse"), timezone.now()) is Status.MANGLER


def test_what_nothing_can_mend_is_put_away_with_a_reason_and_stays_a_breach(sag, hold):
    p = pligt(sag, "underretning-kvittering")
    with pytest.raises(ValidationError, match="begrundelsen"):
        actions.henlaeg(p, af=hold.mette, begrundelse="nej")
    actions.henlaeg(p, af=hold.mette, begrundelse="Underretteren er rejst og kan ikke findes")
    assert not aabne(pligter_for(hold.mette)).filter(pk=p.pk).exists()
    assert pligter_for(hold.mette).get(pk=p.pk).stand == Status.MANGLER
    actions.tag_frem(p, af=hold.mette)
    assert aabne(pligter_for(hold.mette)).filter(pk=p.pk).exists()
    registrer(sag, "BFU_BESLUTTET", for_dage_siden(1))
    actions.genberegn_sag(sag)
    with pytest.raises(ValidationError, match="overskredet"):
        actions.henlaeg(pligt(sag, "bfu-4mdr"), af=hold.mette, begrundelse="gider ikke vente")


def test_a_reminder_lies_ahead_and_moves_no_deadline(sag, hold):
    p = pligt(sag, "underretning-kvittering")
    with pytest.raises(ValidationError, match="efter i dag"):
        actions.paamind(p, af=hold.mette, dato=timezone.localdate())
    actions.paamind(p, af=hold.mette, dato=for_dage_siden(-3))
    foer = p.frist_dag
    p.refresh_from_db()
    assert p.frist_dag == foer


def test_the_explanation_names_trigger_date_paragraph_and_what_is_missing(sag):
    tekst = forklar_pligt(pligt(sag, "underretning-kvittering")).afsnit
    assert "underretning" in tekst
    assert "6 hverdage efter" in tekst
    assert "§ 138" in tekst
    assert "mangler kvittering" in tekst


def test_near_miss_talked_with_the_child_but_about_the_other_measure(sag):
    registrer(sag, "BOERNESAMTALE", for_dage_siden(20), indsatser="familiebehandling")
    registrer(sag, "AFGOERELSE", for_dage_siden(5), indsatser="kontaktperson")
    actions.genberegn_sag(sag)
    (naer,) = forklar_pligt(pligt(sag, "boernesamtale-foer-afgoerelse")).naer
    assert naer.trin.art == "BOERNESAMTALE"
    assert "familiebehandling" in naer.grund
    assert "kontaktperson" in naer.grund


def test_the_gate_says_what_would_be_missing_today(sag):
    i_dag = timezone.localdate()
    taenkt = Trin("AFGOERELSE", i_dag, indsatser=("anbringelse",))
    assert {k.regel for k in hvis(sag, taenkt).mangler} >= {
        "boernesamtale-foer-afgoerelse",
        "bfu-foer-anbringelse",
    }
    registrer(sag, "BOERNESAMTALE", for_dage_siden(3), indsatser="anbringelse")
    assert "boernesamtale-foer-afgoerelse" not in {k.regel for k in hvis(sag, taenkt).mangler}


def test_24_hours_on_the_desk_are_judged_by_the_minute(hold):
    nu = datetime(2026, 3, 3, 10, tzinfo=KOEBENHAVN)
    registrer(hold.sag, "UNDERRETNING", nu - timedelta(hours=24))
    actions.genberegn_sag(hold.sag)
    p = pligt(hold.sag, "underretning-24t")
    assert status(p, nu) is Status.AFVENTER
    assert status(p, nu + timedelta(minutes=1)) is Status.MANGLER


def test_computed_as_seen_is_stored_when_seen_today(sag):
    som_set = {p.noegle: status(p, timezone.now()) for p in pligter_som_set(sag, Synsdag.i_dag())}
    gemt = {p.noegle: status(p, timezone.now()) for p in Pligt.objects.filter(sag=sag)}
    assert som_set == gemt


@pytest.mark.parametrize(
    ("kilde", "forventet"),
    [("dubu", Status.KAN_IKKE_VURDERES), ("formular", Status.MANGLER), ("demo", Status.MANGLER)],
)
def test_a_lack_that_an_extract_cannot_show_is_not_called_a_breach(hold, kilde, forventet):
    """No extract says whether a støtteperson was offered; only a case kept in Omhu can lack it."""
    registrer(hold.sag, "IVAERKSAT", for_dage_siden(200), indsatser="anbringelse", kilde=kilde)
    actions.genberegn_sag(hold.sag)
    p = pligt(hold.sag, "stoetteperson")
    assert status(p, timezone.now()) is forventet
    if forventet is Status.KAN_IKKE_VURDERES:
        assert "udtrækket har ikke skridtet »Støtteperson tilbudt«" in forklar_pligt(p).afsnit
        registrer(hold.sag, "JOURNALNOTAT", for_dage_siden(3))
        actions.genberegn_sag(hold.sag)
        assert status(pligt(hold.sag, "stoetteperson"), timezone.now()) is Status.MANGLER


def test_the_saturday_question_is_said_where_it_moves_the_day(hold):
    """Six hverdage from Monday 2 March 2026: Tuesday 10 March, or Monday 9 March if Saturday counts."""
    registrer(hold.sag, "UNDERRETNING", date(2026, 3, 2))
    actions.genberegn_sag(hold.sag)
    tekst = forklar_pligt(pligt(hold.sag, "underretning-kvittering")).afsnit
    assert "Senest 10. marts 2026" in tekst
    assert "Tæller lørdag som hverdag, er det 9. marts 2026" in tekst


def test_what_is_asked_of_a_closed_case_stands_on_the_lists(hold):
    """Aktindsigt may be asked for after the case was closed, and its seven days run all the same."""
    i_dag = timezone.localdate()
    registrer(hold.sag, "SAG_OPRETTET", i_dag - timedelta(60))
    registrer(hold.sag, "UNDERRETNING", i_dag - timedelta(50))
    registrer(hold.sag, "SAG_LUKKET", i_dag - timedelta(30))
    actions.genberegn_sag(hold.sag)
    assert not pligter_for(hold.mette).exists()
    registrer(hold.sag, "AKTINDSIGT_ANMODET", i_dag)
    actions.genberegn_sag(hold.sag)
    assert list(pligter_for(hold.mette).values_list("regel", flat=True)) == ["aktindsigt"]
