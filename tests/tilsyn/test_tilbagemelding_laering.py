"""What a round teaches: the staff meeting, the themes, and others' results."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.maalinger.statistik import SKJULT
from omhu.sager.models import Barn, Sag
from omhu.tilsyn.models import EksterntResultat, Laesning, Runde, Svar, Tendens
from omhu.tilsyn.tilbagemelding import laering
from tests.bord.stoette import tekst
from tests.tilsyn.genopret_stoette import om_dage
from tests.tilsyn.stoette import en_runde


@pytest.fixture
def runde(hold) -> Runde:
    """Twenty cases: P-01 kept in 18, P-03 in 14; P-02 asked of three only."""
    sager = [
        Sag.objects.create(
            barn=Barn.objects.create(navn=f"Barn{n} Prøve"), nummer=f"R-{n}", enhed=hold.nord
        )
        for n in range(20)
    ]
    runde = en_runde(sager, hold.leder_nord, [("n1", hold.leder_nord)], raadgiver=hold.mette)
    for nr, x in enumerate(Laesning.objects.filter(tilsynssag__runde=runde)):
        x.laast = timezone.now()
        x.save()
        svar = {"P-01": "ja" if nr < 18 else "nej", "P-03": "hoej" if nr < 14 else "ringe"}
        svar |= {"P-02": "nej"} if nr < 3 else {}
        for id_, s in svar.items():
            Svar.objects.create(laesning=x, sag_id=x.sag_id, spoergsmaal=id_, svar=s)
    return runde


def test_the_staff_meeting_sees_shares_and_no_names_and_nothing_of_few(runde, hold, client):
    client.force_login(hold.leder_nord)
    sti = reverse("tilsyn_tendenser", args=[runde.pk])
    client.post(sti, {"slags": "STYRKE", "tekst": "Vi spørger børnene.", "spoergsmaal": "P-03"})
    side = tekst(client.get(sti))
    assert "Vi spørger børnene. (70 % (14 ud af 20))" in side
    assert SKJULT in side
    assert "0 ud af 3" not in side
    assert "18 ud af 20" not in side, "the two others could be known"
    for navn in ("Barn1", "R-1", "Mette", "Lene Friis, "):
        assert navn not in side.replace("Menu for Lene Friis", "")
    (x,) = Tendens.objects.all()
    client.post(sti, {"fjern": str(x.pk)})
    assert not Tendens.objects.exists()


def test_a_cpr_number_in_a_point_is_refused_and_the_form_comes_back_filled(runde, hold, client):
    client.force_login(hold.leder_nord)
    svar = client.post(
        reverse("tilsyn_tendenser", args=[runde.pk]), {"slags": "STYRKE", "tekst": "Se 7106174002."}
    )
    assert svar.status_code == 422
    assert "Se 7106174002." in svar.content.decode()


TEMA = {"titel": "Samtalen", "handling": "Sparring hver tirsdag", "spoergsmaal": ["P-01"]}


def test_three_themes_at_most_and_their_questions_are_of_the_concept(runde, hold):
    for n in range(3):
        laering.gem_tema(runde, None, {**TEMA, "titel": f"Tema {n}"}, af=hold.leder_nord)
    with pytest.raises(ValidationError, match="højst tre"):
        laering.gem_tema(runde, None, TEMA, af=hold.leder_nord)
    foerste = runde.temaer.first()
    laering.gem_tema(runde, foerste, {**TEMA, "afsluttet": True}, af=hold.leder_nord)
    laering.gem_tema(runde, None, TEMA, af=hold.leder_nord)
    with pytest.raises(ValidationError, match="findes ikke i rundens koncept"):
        laering.gem_tema(runde, foerste, {**TEMA, "spoergsmaal": ["X-9"]}, af=hold.leder_nord)


def test_the_questions_of_a_theme_are_ticked_also_on_a_phone_without_ctrl(runde, hold, client):
    laering.gem_tema(runde, None, TEMA, af=hold.leder_nord)
    client.force_login(hold.leder_nord)
    side = client.get(reverse("tilsyn_tema", args=[runde.temaer.get().pk])).content.decode()
    kryds = re.findall(r'<input type="checkbox" name="spoergsmaal" value="([^"]+)"([^>]*)>', side)
    assert len(kryds) > 1
    assert [kode for kode, mere in kryds if "checked" in mere] == ["P-01"]


def test_a_theme_is_shown_on_the_next_rounds_with_the_same_questions_figures(runde, hold, client):
    foer = en_runde([], hold.leder_nord, navn="Efteråret før")
    Runde.objects.filter(pk=foer.pk).update(fra=date(2024, 2, 1), til=date(2025, 1, 31))
    laering.gem_tema(foer, None, {**TEMA, "inden": om_dage(30)}, af=hold.leder_nord)
    client.force_login(hold.leder_nord)
    side = tekst(client.get(reverse("tilsyn_temaer", args=[runde.pk])))
    assert "Efteråret før 1 runde siden : for tidligt at vente en virkning" in side.replace(
        "siden:", "siden :"
    )
    assert "90 % (18 ud af 20)" in side


def test_others_results_raise_an_alarm_that_proves_nothing(runde, hold, client):
    """Stevns 2020: own reading 18 of 20, Ankestyrelsen 5 of 11, Fisher p = 0.012."""
    client.force_login(hold.leder_nord)
    sti = reverse("tilsyn_kalibrering", args=[runde.pk])
    form = {"spoergsmaal": "P-01", "hvem": "Ankestyrelsen", "overholdt": "5", "relevante": "11"}
    assert client.post(sti, form).status_code == 302
    side = tekst(client.get(sti))
    assert "p = 0,012" in side
    assert "Kun et faresignal" in side
    assert "90 % (18 ud af 20)" in side
    assert "45 % (5 ud af 11)" in side
    client.post(sti, {**form, "overholdt": "9"})
    assert "Ikke påvist forskel" in tekst(client.get(sti))


def test_impossible_outside_results_are_refused_in_words(runde, hold, client):
    client.force_login(hold.leder_nord)
    sti = reverse("tilsyn_kalibrering", args=[runde.pk])
    form = {"spoergsmaal": "P-01", "hvem": "Ankestyrelsen", "overholdt": "12", "relevante": "11"}
    assert "kan ikke være 12 overholdt ud af 11" in tekst(client.post(sti, form))
    form |= {"overholdt": "5", "fra": "2026-02-01", "til": "2026-01-01"}
    assert "slutter, før den begynder" in tekst(client.post(sti, form))
    assert not EksterntResultat.objects.exists()


@pytest.mark.parametrize("navn", ["tilsyn_tendenser", "tilsyn_temaer", "tilsyn_kalibrering"])
def test_the_pages_ask_little(runde, hold, client, django_assert_max_num_queries, navn):
    foer = en_runde([], hold.leder_nord, navn="Efteråret før")
    Runde.objects.filter(pk=foer.pk).update(fra=date(2024, 2, 1), til=date(2025, 1, 31))
    laering.gem_tema(foer, None, TEMA, af=hold.leder_nord)
    client.force_login(hold.leder_nord)
    sti = reverse(navn, args=[runde.pk])
    client.get(sti)
    with django_assert_max_num_queries(20):
        assert client.get(sti).status_code == 200
