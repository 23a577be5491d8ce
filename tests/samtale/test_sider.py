"""The pages of talks and appointments: flows, words, and what a leader does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from omhu.frister.models import Pligt
from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.sagsarbejde.samtale.queries import samtaler
from tests.bord.stoette import skriv, tekst

pytestmark = pytest.mark.django_db


@pytest.fixture
def mette(hold, client):
    skriv(
        hold.sag,
        ("SAG_OPRETTET", 100),
        ("SAGSBEHANDLER_TILDELT", 100, {"attributter": {"initialer": "MK"}}),
        ("AFGOERELSE", 2, {"indsatser": "kontaktperson", "attributter": {"samtykke": "ja"}}),
    )
    client.force_login(hold.mette)
    return client


def sti(navn, hold, **soeg):
    return reverse(navn, args=[hold.sag.pk], query=soeg or None)


def dag(om: int) -> str:
    return (timezone.localdate() + timedelta(days=om)).isoformat()


def test_book_then_record_with_what_was_booked_filled_in(hold, mette):
    svar = mette.post(
        sti("aftal_samtale", hold),
        {
            "dag": dag(0),
            "klokken": "09:30",
            "sted": "Skolen",
            "hos": hold.mette.pk,
            "emner": "kontaktperson",
        },
        follow=True,
    )
    assert "Samtalen er aftalt" in tekst(svar)
    assert "kl. 09.30" in tekst(svar)
    aftale = Aftale.objects.get()
    side = mette.get(sti("hold_samtale", hold, aftale=aftale.pk))
    form = side.context["form"]
    assert (form.initial["sted"], form.initial["emner"]) == ("Skolen", ["kontaktperson"])
    felter = {n: form[n].value() for n in ("dag", "sted", "emner", "udfoert_af")}
    svar = mette.post(
        sti("hold_samtale", hold, aftale=aftale.pk),
        {**felter, "barnets_ord": "Jeg er ked af det", "tilbage": side.context["tilbage"]},
        follow=True,
    )
    assert svar.redirect_chain == [(sti("sagens_samtaler", hold), 302)]
    [s] = samtaler(hold.sag)
    assert (s.skridt.data["sted"], s.indsatser) == ("Skolen", ["kontaktperson"])
    aftale.refresh_from_db()
    assert aftale.skridt_rod == s.skridt.rod
    pligt = Pligt.objects.get(sag=hold.sag, regel="boernesamtale-foer-afgoerelse")
    assert pligt.opfyldt_rod == s.skridt.rod
    assert "Notatet mangler" in tekst(svar)


def test_a_talk_held_by_others_comes_back_with_the_law_and_a_box_to_tick(hold, mette):
    felter = {"dag": dag(-1), "udfoert_af": "leverandoer", "barnets_ord": "Ord"}
    svar = mette.post(sti("hold_samtale", hold), felter)
    assert "myndigheden skal selv tale med barnet" in tekst(svar)
    assert svar.context["form"]["barnets_ord"].value() == "Ord"
    mette.post(sti("hold_samtale", hold), {**felter, "forstaaet": "on"})
    assert "Tæller ikke" in tekst(mette.get(sti("sagens_samtaler", hold)))


@pytest.mark.parametrize(
    ("felter", "svar"),
    [
        ({"dag": dag(2)}, "ligger i fremtiden"),
        ({"dag": "2016-01-01"}, "før barnet blev født"),
        ({"dag": "i går"}, "kan ikke læses"),
        ({"dag": ""}, "Vi mangler datoen for samtalen"),
        ({"barnets_ord": "Han er 700617-4001"}, "CPR-nummer"),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_nothing_typed_is_lost(hold, mette, felter, svar):
    sendt = {"dag": dag(-1), "udfoert_af": "myndighed", "observationer": "Han smilede", **felter}
    side = mette.post(sti("hold_samtale", hold), sendt)
    assert svar in tekst(side)
    assert "Han smilede" in side.content.decode()
    assert not samtaler(hold.sag)


def test_a_note_is_gone_on_with_and_added_to_with_a_reason(hold, mette):
    mette.post(
        sti("hold_samtale", hold), {"dag": dag(-1), "udfoert_af": "myndighed", "formaal": "Skolen"}
    )
    [s] = samtaler(hold.sag)
    side = reverse("samtale", args=[s.skridt.pk])
    fuld = {
        "paa": 1,
        "formaal": "Skolen",
        "barnets_ord": "Ord",
        "holdning": "Ja",
        "bisidder": "med",
    }
    assert "Notatet er gemt" in tekst(mette.post(side, fuld, follow=True))
    svar = mette.post(side, {**fuld, "paa": 2, "refleksion": "Tænk"})
    assert "Teksten er afsluttet" in tekst(svar)
    assert "Tænk" in svar.content.decode()
    mette.post(side, {**fuld, "paa": 2, "refleksion": "Tænk", "begrundelse": "Kom i tanke om det"})
    assert samtaler(hold.sag)[0].felter["refleksion"] == "Tænk"


def test_two_who_write_the_same_note_are_shown_each_others_words(hold, mette, client):
    mette.post(
        sti("hold_samtale", hold), {"dag": dag(-1), "udfoert_af": "myndighed", "formaal": "Skolen"}
    )
    side = reverse("samtale", args=[samtaler(hold.sag)[0].skridt.pk])
    mette.post(side, {"paa": 1, "formaal": "Skolen", "barnets_ord": "Hendes"})
    svar = mette.post(side, {"paa": 1, "formaal": "Skolen", "barnets_ord": "Mine"})
    assert "Hendes" in tekst(svar)
    assert "Mine" in svar.content.decode()
    assert samtaler(hold.sag)[0].felter["barnets_ord"] == "Hendes"


def test_waive_and_the_leaders_answer(hold, mette, client):
    side = sti("fravaelg_samtale", hold)
    assert "helt særlige tilfælde" in tekst(mette.get(side))
    tilbage = sti("sagens_samtaler", hold)
    felter = {"dag": dag(-3), "begrundelse": "Barnet ligger i respirator.", "tilbage": tilbage}
    assert "BL § 5, stk. 4" in tekst(mette.post(side, felter))
    svar = mette.post(side, {**felter, "alternativ_kilde": "Far"}, follow=True)
    assert "Lederen har ikke svaret endnu" in tekst(svar)
    [s] = samtaler(hold.sag)
    bedoem = reverse("bedoem_fravalg", args=[s.skridt.pk])
    assert client.post(bedoem, {"enig": "ja"}).status_code == 403
    client.force_login(hold.leder_nord)
    svar = client.post(bedoem, {"enig": "nej", "tilbage": tilbage}, follow=True)
    assert "hvorfor samtalen skal holdes" in tekst(svar)
    svar = client.post(
        bedoem, {"enig": "nej", "note": "Vent til han er vågen.", "tilbage": tilbage}, follow=True
    )
    assert "Underkendt af LF" in tekst(svar)


def test_move_and_call_off(hold, mette):
    mette.post(sti("aftal_samtale", hold), {"dag": dag(3), "hos": hold.mette.pk})
    aftale = Aftale.objects.get()
    svar = mette.post(reverse("flyt_aftale", args=[aftale.pk]), {"dag": dag(-3)})
    assert "Dagen er gået" in tekst(svar)
    mette.post(reverse("flyt_aftale", args=[aftale.pk]), {"dag": dag(5), "klokken": "10:00"})
    ny = Aftale.objects.get(aflyst=None)
    svar = mette.post(
        reverse("aflys_aftale", args=[ny.pk]), {"grund": "Barnet er syg"}, follow=True
    )
    assert "Aftalen er aflyst" in tekst(svar)
    assert not Aftale.objects.filter(aflyst=None).exists()


def test_the_desk_shows_what_is_booked_and_the_way_to_record_it(hold, mette):
    mette.post(
        sti("aftal_samtale", hold), {"dag": dag(1), "klokken": "09:30", "hos": hold.mette.pk}
    )
    svar = mette.get("/")
    assert "Børnesamtale: Emil Holm" in tekst(svar)
    assert sti("hold_samtale", hold, aftale=Aftale.objects.get().pk) in svar.content.decode()
