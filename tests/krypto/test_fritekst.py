"""A CPR number typed into free text is refused with what to do, and nothing of what was typed is lost."""

from __future__ import annotations

import importlib
import pkgutil
from html import unescape

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

import omhu
from omhu.adgang.fritekst import CPR_I_TEKST, UdenCpr
from omhu.bord.forms import SkridtForm
from omhu.frister.models import Advis, Pligt
from omhu.regler.katalog import katalog
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, fyld

TEKST = "Talte med farmor (710781-3001) om weekenden"
UDEN = "Talte med farmor om weekenden"
pytestmark = pytest.mark.django_db

MAA = {
    "FindForm": "søger efter en sag med nummeret; gemmer intet",
    "Bekraeftform": "adgangskode og engangskode",
    "Kodeform": "adgangskode",
    "NyTotpform": "engangskode",
    "StikproeveForm": "et ord, prøven trækkes med; gemmes hos prøven",
    "Loginform": "brugernavn og adgangskode",
    "Adgangskodeform": "brugernavn og adgangskode",
    "NyKodeform": "adgangskode",
    "Brugerform": "en ansats navn og initialer",
}
"""Forms whose text is no free text about a child, and why."""


@pytest.fixture
def mette(client, hold):
    fyld(hold)
    client.force_login(hold.mette)
    return client


def afvist(svar):
    side = unescape(svar.content.decode())
    return svar.status_code in (200, 422) and CPR_I_TEKST in side and TEKST in side


def test_every_kind_of_step_refuses_it_in_each_of_its_texts():
    proevet = 0
    for art in katalog().arter.values():
        for navn, felt in SkridtForm(art=art).fields.items():
            if isinstance(felt, forms.CharField):
                form = SkridtForm({navn: TEKST}, art=art)
                assert form.errors[navn] == [CPR_I_TEKST], (art.kode, navn)
                assert form[navn].value() == TEKST
                proevet += 1
    assert proevet > 20


def test_the_same_text_without_the_number_is_taken(mette, hold):
    sti = reverse("registrer_skridt", args=[hold.sag.pk, "JOURNALNOTAT"])
    dag = for_dage_siden(0).isoformat()
    assert afvist(mette.post(sti, {"dag": dag, "emne": TEKST}))
    assert mette.post(sti, {"dag": dag, "emne": UDEN}).status_code == 302
    assert Skridt.objects.filter(art="JOURNALNOTAT").get().data["emne"] == UDEN


def test_corrections_and_withdrawals(mette, hold):
    skridt = Skridt.objects.get(sag=hold.sag, art="UNDERRETNING")
    ret = {"dag": skridt.dag.isoformat(), "tid": "10:00", "afsender": "skole", "hvorfor": TEKST}
    assert afvist(mette.post(reverse("ret_skridt", args=[skridt.pk]), ret))
    svar = mette.post(reverse("traek_skridt_tilbage", args=[skridt.pk]), {"begrundelse": TEKST})
    assert afvist(svar)
    assert not Skridt.objects.filter(erstatter=skridt).exists()


@pytest.mark.parametrize("navn", ["fravaelg", "laeg_vaek", "giv_videre"])
def test_reasons_about_an_obligation(mette, hold, navn):
    dag, til = for_dage_siden(0).isoformat(), hold.leder_nord.pk
    felter = {"begrundelse": TEKST, "dato": dag, "til": til}
    svar = [mette.post(reverse(navn, args=[p.pk]), felter) for p in Pligt.objects.all()]
    assert any(map(afvist, svar))  # not every obligation can be waived
    assert all(s.status_code in (200, 422) for s in svar)
    assert not Advis.objects.exists()


def test_what_comes_by_no_form_is_refused_too(hold):
    for felter in (
        {"attributter": {"emne": TEKST}},
        {"navn": "7107813001"},
        {"vedroerer": "7107813001"},
    ):
        with pytest.raises(ValidationError, match="ligner et CPR-nummer"):
            registrer(hold.sag, "JOURNALNOTAT", for_dage_siden(1), **felter)
    assert not Skridt.objects.exists()


def _alle_formularer():
    for modul in pkgutil.walk_packages(omhu.__path__, "omhu."):
        if "forms" in modul.name or "bekraeft" in modul.name:
            importlib.import_module(modul.name)

    def under(klasse):
        for k in klasse.__subclasses__():
            yield k
            yield from under(k)

    return {k for k in under(forms.BaseForm) if k.__module__.startswith("omhu.")}


def test_every_form_with_text_refuses_numbers_or_is_listed_here_with_its_reason():
    """A form that comes later joins by itself."""
    aabne = {
        k.__name__
        for k in _alle_formularer()
        if not issubclass(k, UdenCpr)
        and any(isinstance(f, forms.CharField) for f in getattr(k, "base_fields", {}).values())
    }
    assert aabne <= MAA.keys(), aabne - MAA.keys()
