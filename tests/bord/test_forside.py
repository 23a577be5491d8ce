"""The front page of a case: the worry, what is new since one last looked, who has had the case."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from omhu.frister.actions import genberegn_sag
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.personer import actions as personer
from omhu.sagsarbejde.skema import BEKYMRING
from omhu.sagsarbejde.tekster.actions import gem, opret
from omhu.sagsarbejde.tekster.queries import skrifter
from tests.bord.stoette import fyld, tekst


@pytest.fixture
def mette(hold, client):
    fyld(hold)
    client.force_login(hold.mette)
    return client


def forside(client, hold) -> str:
    return tekst(client.get(reverse("sag", args=[hold.sag.pk])))


def set_for(dage: int, client, hold) -> None:
    """The page was opened so many days ago."""
    with time_machine.travel(timezone.now() - timedelta(days=dage), tick=True):
        client.force_login(hold.mette)
        client.get(reverse("sag", args=[hold.sag.pk]))
    client.force_login(hold.mette)


def test_who_never_saw_the_case_is_told_so(hold, mette):
    assert "Du har ikke set sagen før." in forside(mette, hold)


def test_what_others_did_since_one_last_looked_is_named_with_who(hold, mette):
    set_for(3, mette, hold)
    dag = timezone.localdate() - timedelta(20)
    registrer_skridt(hold.sag, "JOURNALNOTAT", dag, af=hold.leder_nord)
    registrer_skridt(hold.sag, "KVITTERING", timezone.localdate(), af=hold.mette)
    ord_ = forside(mette, hold)
    assert "Journalnotat (Lene Friis)" in ord_
    assert "Kvittering til underretter (" not in ord_


def test_looking_again_within_the_hour_is_the_same_visit(hold, mette):
    set_for(3, mette, hold)
    registrer_skridt(hold.sag, "JOURNALNOTAT", timezone.localdate(), af=hold.leder_nord)
    forside(mette, hold)
    assert "Journalnotat (Lene Friis)" in forside(mette, hold)


def test_a_text_that_another_has_changed_is_new(hold, mette):
    skrift = opret(hold.sag, BEKYMRING.kode, {"tekst": "Er alene hjemme."}, af=hold.mette)
    set_for(3, mette, hold)
    gem(skrift, {"tekst": "Er ofte alene hjemme."}, paa=1, af=hold.leder_nord)
    assert "Bekymring ændret (Lene Friis)" in forside(mette, hold)


def test_what_others_wrote_of_the_people_is_new_without_names_or_addresses(hold, mette):
    mor = personer.tilfoej(
        hold.sag,
        af=hold.mette,
        person={"navn": "Ida Lyng", "adressebeskyttelse": True, "adresse": "Skovvej 1"},
        relation={"art": "MOR", "foraeldremyndighed": "ENE"},
    )
    set_for(3, mette, hold)
    personer.ret_person(
        hold.sag,
        mor,
        {"navn": "Ida Lyng", "adressebeskyttelse": True, "adresse": "Engvej 2", "telefon": "1234"},
        af=hold.leder_nord,
    )
    personer.tilfoej(
        hold.sag, af=hold.leder_nord, person={"navn": "Per Ask"}, relation={"art": "FAR"}
    )
    personer.skift(
        hold.sag,
        mor,
        {"art": "MOR", "foraeldremyndighed": "DELT"},
        af=hold.leder_nord,
        fra=timezone.localdate(),
    )
    personer.tilfoej_soeskende(hold.sag, af=hold.mette, navn="Noah")
    html = mette.get(reverse("sag", args=[hold.sag.pk])).content.decode()
    nyt = html[html.index("Siden sidst") :][:1500]
    ord_ = tekst(mette.get(reverse("sag", args=[hold.sag.pk])))
    for ventet in (
        "Oplysninger rettet: mor (Lene Friis)",
        "Person skrevet: far (Lene Friis)",
        "Person skrevet: mor (Lene Friis)",
    ):
        assert ventet in ord_
    assert "Person afsluttet: mor" not in ord_
    assert "søskende (" not in ord_, "one's own acts are no news"
    assert not [x for x in ("Engvej", "Skovvej", "Ida", "Per Ask", "1234") if x in nyt]


def test_the_worry_is_written_and_its_former_words_stay(hold, mette):
    sti = reverse("bekymring", args=[hold.sag.pk])
    mette.post(sti, {"tekst": "Far drikker."})
    assert "Far drikker." in forside(mette, hold)
    mette.post(sti, {"tekst": "Far drikker i weekenden.", "paa": "1"})
    assert "Far drikker. Mette Kjær" in tekst(mette.get(sti))


def test_the_same_worry_told_twice_is_counted(hold, mette):
    assert "1 underretning det seneste år" in forside(mette, hold)
    registrer_skridt(
        hold.sag,
        "UNDERRETNING",
        timezone.now() - timedelta(2),
        af=hold.mette,
        felter={"afsender": "nabo"},
    )
    genberegn_sag(hold.sag)
    assert "2 underretninger det seneste år, senest" in forside(mette, hold)
    assert "fra nabo" in forside(mette, hold)


def test_the_second_who_saves_the_worry_sees_both_and_decides(hold, mette, client):
    """Two people have the form open; nothing that either typed is lost."""
    sti = reverse("bekymring", args=[hold.sag.pk])
    skrift = opret(hold.sag, BEKYMRING.kode, {"tekst": "Først"}, af=hold.mette)
    gem(skrift, {"tekst": "Lenes ord"}, paa=1, af=hold.leder_nord)
    mette.post("/kladde/", {"kladdens_sti": sti, "tekst": "Mettes ord", "paa": "1"})
    svar = mette.post(sti, {"tekst": "Mettes ord", "paa": "1"})
    assert svar.status_code == 422
    assert 'name="paa" value="2"' in svar.content.decode()
    ord_ = tekst(svar)
    assert "Lene Friis har gemt, mens du skrev" in ord_
    assert "Lenes" in ord_
    assert "Mettes ord" in svar.content.decode().split("<textarea")[1]
    mette.post(sti, {"tekst": "Begges ord", "paa": "2"})
    assert skrifter(hold.sag, BEKYMRING.kode).get().felter == {"tekst": "Begges ord"}


def test_a_draft_is_there_when_the_form_is_opened_again(hold, mette):
    sti = reverse("bekymring", args=[hold.sag.pk])
    mette.post("/kladde/", {"kladdens_sti": sti, "tekst": "Ikke sendt endnu"})
    svar = mette.get(sti)
    assert "Ikke sendt endnu" in svar.content.decode()
    assert "Din kladde fra" in tekst(svar)
    mette.post(sti, {"tekst": "Sendt"})
    assert "Din kladde fra" not in tekst(mette.get(sti))
