"""One underretning from the clock to its end: assessment, receipt, genvurdering, what a professional is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.frister.actions import genberegn_sag
from omhu.frister.models import Pligt
from omhu.frister.underretninger import tilstand
from omhu.sagsarbejde.modtagelse.opfoelgning import behandlere
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import nyeste_felter
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import fyld, skriv, tekst
from tests.modtagelse.stoette import vurdering

pytestmark = pytest.mark.django_db
PRIVAT = {"afsender": "familie_netvaerk", "overgreb": "nej"}
SKOLE = {"afsender": "skole", "overgreb": "nej", "skaerpet": "ja", "aarsager": "omsorgssvigt"}


@pytest.fixture
def mette(client, hold):
    client.force_login(hold.mette)
    return client


def underret(sag, data=None, timer=3) -> Skridt:
    """An underretning so many hours ago."""
    sket = timezone.now() - timedelta(hours=timer)
    u = registrer(sag, "UNDERRETNING", sket, attributter=data or SKOLE)
    genberegn_sag(sag)
    return u


def sti(u: Skridt, navn: str = "underretning") -> str:
    return reverse(navn, args=[u.sag_id, u.rod])


def pligt(u: Skridt, regel: str) -> Pligt:
    return Pligt.objects.get(sag=u.sag_id, regel=regel, udloest_rod=u.rod)


def ord_om(client, u) -> str:
    return tekst(client.get(sti(u)))


# -- the clock and the assessment ------------------------------------------------------------------


def test_the_clock_runs_from_the_receipt_and_stops_with_the_assessment(mette, hold):
    u = underret(hold.sag, timer=5.5)
    side = ord_om(mette, u)
    assert "18 timer 29 min. tilbage (til i " in side or "18 timer 30 min. tilbage (til i " in side
    svar = mette.post(sti(u), vurdering(begrundelse="Skolen ser ham hver dag."))
    assert svar.url == sti(u)
    side = ord_om(mette, u)
    assert "tilbage (til" not in side
    assert "Hvorfor? Skolen ser ham hver dag." in side
    assert pligt(u, "underretning-24t").lukket == "overholdt"
    trin = Skridt.objects.get(sag=hold.sag, art="AKUTVURDERING")
    assert (trin.vedroerer, trin.data) == (str(u.rod), {"resultat": "ikke_akut", "udfoert_af": "MK"})  # fmt: skip


def test_a_clock_that_has_run_out_says_by_how_much(mette, hold):
    u = underret(hold.sag, timer=26.1)
    assert "Overskredet med 2 timer 6 min. (fristen var" in ord_om(mette, u)
    mette.post(sti(u), vurdering())
    p = pligt(u, "underretning-24t")
    assert p.sent
    assert p.opfyldt_dag


@pytest.mark.parametrize(
    ("data", "felter", "spurgt"),
    [
        ({**SKOLE, "overgreb": "ja"}, {}, "Der er underrettet om overgreb, men I gør ikke noget akut."),
        (SKOLE, {"alvor": "hoej"}, "Bekymringen er meget alvorlig, men I gør ikke noget akut."),
        (SKOLE, {"resultat": "akut"}, "Barnet er i fare nu, men I gør ikke noget akut."),
    ],
)  # fmt: skip
def test_a_mismatch_is_a_question_that_must_be_answered(data, felter, spurgt, mette, hold):
    u = underret(hold.sag, data)
    for svar_ in ("", "Nej"):
        svar = mette.post(sti(u), vurdering(**felter, svar=svar_, risiko="Far drikker."))
        assert spurgt in tekst(svar)
        assert "Far drikker." in svar.content.decode()
        assert not Skridt.objects.filter(art="AKUTVURDERING").exists()
    svar = "Barnet er hos farmor, og vi taler med det i morgen."
    mette.post(sti(u), vurdering(**felter, svar=svar))
    gemt = nyeste_felter(Skrift.objects.get(slags="akutvurdering"))[0]
    assert gemt["spoergsmaal"].startswith(spurgt)
    assert gemt["svar"] == svar


def test_an_immediate_act_raises_no_question(mette, hold):
    u = underret(hold.sag, {**SKOLE, "overgreb": "ja"})
    svar = mette.post(sti(u), vurdering(resultat="akut", alvor="hoej", udfald="akut_indsats"))
    assert svar.status_code == 302
    assert "spoergsmaal" not in nyeste_felter(Skrift.objects.get(slags="akutvurdering"))[0]


@pytest.mark.parametrize(
    ("felter", "fejl"),
    [
        ({"resultat": ""}, "Vi mangler svaret."),
        ({"alvor": ""}, "Vi mangler, hvor alvorligt det er."),
        ({"udfald": ""}, "Vi mangler, hvad I gør."),
        ({"udfoert_af": ""}, "Vi mangler, hvem der har vurderet."),
        ({"vurderet_dag": "2020-01-01"}, "Vurderingen ligger før underretningen."),
        ({"vurderet_dag": "2099-01-01"}, "ligger i fremtiden"),
        ({"risiko": "x" * 200_000}, "Teksten er på 200000 tegn"),
        ({"begrundelse": "Barnet er 700617-4001."}, "ligner et CPR-nummer"),
    ],
)
def test_a_bad_assessment_is_answered_at_the_field_and_kept(felter, fejl, mette, hold):
    u = underret(hold.sag)
    svar = mette.post(sti(u), vurdering(**{"beskyttelse": "Mormor bor tæt på.", **felter}))
    assert fejl in tekst(svar)
    assert "Mormor bor tæt på." in svar.content.decode()
    assert not Skridt.objects.filter(art="AKUTVURDERING").exists()


def test_one_may_say_that_one_is_assessing_and_others_see_it(mette, hold, client):
    u = underret(hold.sag)
    assert tilstand(hold.sag, u.rod) == "ny"
    mette.post(sti(u, "tag_underretning"))
    assert tilstand(hold.sag, u.rod) == "vurderes"
    client.force_login(hold.leder_nord)
    side = ord_om(client, u)
    assert "Mette Kjær vurderer siden" in side
    assert "Jeg vurderer den" not in side
    svar = client.post(sti(u, "tag_underretning"), follow=True)
    assert "Mette Kjær er allerede i gang med den." in tekst(svar)
    client.post(sti(u), vurdering(udfoert_af="LF"))
    skrift = Skrift.objects.get(slags="akutvurdering")
    assert skrift.afsluttet
    assert nyeste_felter(skrift)[0]["udfald"] == "screening"


def test_the_second_of_two_who_assess_at_once_is_told_and_loses_nothing(mette, hold):
    u = underret(hold.sag)
    mette.post(sti(u), vurdering())
    svar = mette.post(sti(u), vurdering(begrundelse="Jeg skrev samtidig."))
    assert "Underretningen er vurderet af Mette Kjær." in tekst(svar)
    assert "Jeg skrev samtidig." in svar.content.decode()
    assert Skridt.objects.filter(art="AKUTVURDERING").count() == 1


def test_a_root_that_looks_like_a_number_can_be_referred_to(hold):
    rod = "01a201db-78bd-7607-89b7-a7003174002b"
    assert registrer(hold.sag, "KVITTERING", timezone.localdate(), vedroerer=rod).vedroerer == rod
    with pytest.raises(ValidationError):
        registrer(hold.sag, "KVITTERING", timezone.localdate(), vedroerer="7003174002")


# -- the receipt -----------------------------------------------------------------------------------


def test_the_receipt_settles_its_six_days_and_gives_the_letter(mette, hold):
    u = underret(hold.sag)
    assert not pligt(u, "underretning-kvittering").lukket
    mette.post(sti(u, "kvitter"))
    assert pligt(u, "underretning-kvittering").lukket == "overholdt"
    html = mette.get(sti(u)).content.decode()
    brev = f"{reverse('brev', args=[hold.sag.pk, 'kvittering.pdf'])}?skridt={u.pk}"
    assert brev in html
    assert mette.get(brev)["Content-Type"] == "application/pdf"
    svar = mette.post(sti(u, "kvitter"), follow=True)
    assert "Der er allerede kvitteret." in tekst(svar)
    assert Skridt.objects.filter(art="KVITTERING").count() == 1


def test_an_anonymous_underretter_gets_none_and_the_page_says_why(mette, hold):
    u = underret(hold.sag, {"afsender": "anonym", "anonym": "ja", "overgreb": "nej"})
    assert "Ingen kvittering: underretteren er anonym" in ord_om(mette, u)
    svar = mette.post(sti(u, "kvitter"), follow=True)
    assert "Underretteren er anonym, så der er ingen at sende til." in tekst(svar)
    assert not Skridt.objects.filter(art="KVITTERING").exists()


# -- genvurdering ----------------------------------------------------------------------------------


@pytest.fixture
def med_indsats(hold):
    """Emil has a running measure, Mette the case; Ida and Bo are colleagues."""
    fyld(hold)
    skriv(hold.sag, ("IVAERKSAT", 4, {"indsatser": "kontaktperson"}))
    for navn, initialer in (("Ida", "IB"), ("Bo", "BN")):
        Bruger.objects.create(
            username=initialer, first_name=navn, last_name="Ny", rolle="RAADGIVER", enhed=hold.nord, initialer=initialer
        )  # fmt: skip
    registrer(hold.sag, "JOURNALNOTAT", timezone.localdate(), af=Bruger.objects.get(initialer="BN"))
    return underret(hold.sag)


GENVURDERET = {"vurdering": "Kontaktpersonen er ikke nok; vi undersøger hjemmet igen."}


def test_names_are_proposed_and_those_who_have_had_the_case_stand_last_with_why(mette, med_indsats):
    side = tekst(mette.get(sti(med_indsats, "genvurder")))
    assert side.index("Ida Ny, Team Nord") < side.index(
        "Bo Ny, Team Nord (har registreret i sagen)"
    )
    assert "Mette Kjær, Team Nord (har haft sagen)" in side
    assert "Ole Bruun" not in side


@pytest.mark.parametrize(("hvem", "grund"), [("MK", "har haft sagen"), ("BN", "har registreret i sagen")])  # fmt: skip
def test_one_who_has_handled_the_case_is_refused(hvem, grund, mette, med_indsats):
    svar = mette.post(sti(med_indsats, "genvurder"), {"udfoert_af": hvem, **GENVURDERET})
    assert f"{hvem} {grund}. Loven kræver en, der ikke før har behandlet den." in tekst(svar)
    assert GENVURDERET["vurdering"] in svar.content.decode()
    assert not Skridt.objects.filter(art="GENVURDERING").exists()


def test_one_who_is_new_settles_the_duty(mette, hold, med_indsats):
    mette.post(sti(med_indsats), vurdering())
    mette.post(sti(med_indsats, "kvitter"))
    assert tilstand(hold.sag, med_indsats.rod) == "genvurdering"
    assert "Genvurdér sagen" in ord_om(mette, med_indsats)
    mette.post(sti(med_indsats, "genvurder"), {"udfoert_af": "IB", **GENVURDERET})
    assert pligt(med_indsats, "genvurdering").lukket == "overholdt"
    assert tilstand(hold.sag, med_indsats.rod) == "afsluttet"
    assert GENVURDERET["vurdering"] in ord_om(mette, med_indsats)
    assert "ib" in behandlere(hold.sag)


# -- what a professional is told -------------------------------------------------------------------

FORTALT = {"fortalt": "Skolen ved, at en undersøgelse er sat i gang."}


def test_a_professional_is_told_and_it_stands_in_the_case(mette, hold):
    u = underret(hold.sag)
    assert mette.post(sti(u, "efterunderret"), FORTALT).url == sti(u)
    assert pligt(u, "efterunderretning").lukket == "overholdt"
    assert FORTALT["fortalt"] in ord_om(mette, u)


def test_more_than_that_needs_a_reason(mette, hold):
    u = underret(hold.sag)
    svar = mette.post(sti(u, "efterunderret"), {**FORTALT, "mere": "on"})
    assert "Skriv, hvorfor underretteren havde brug for at vide det" in tekst(svar)
    hvorfor = "Læreren skal støtte barnet, mens familien får hjælp."
    mette.post(sti(u, "efterunderret"), {**FORTALT, "mere": "on", "hvorfor": hvorfor})
    gemt = nyeste_felter(Skrift.objects.get(slags="efterunderretning"))[0]
    assert (gemt["mere"], gemt["hvorfor"]) == ("ja", hvorfor)


def test_others_are_not_told(mette, hold):
    u = underret(hold.sag, PRIVAT)
    assert "Giv fagpersonen besked" not in ord_om(mette, u)
    svar = mette.post(sti(u, "efterunderret"), FORTALT)
    assert "Kun en fagperson med skærpet pligt" in tekst(svar)
    assert not Skridt.objects.filter(art="EFTERUNDERRETNING").exists()


# -- no further action -----------------------------------------------------------------------------


def test_no_further_action_ends_it_with_the_reason_of_the_assessment(mette, hold):
    u = underret(hold.sag)
    grund = "Skolen og familien har fundet en løsning, som virker."
    mette.post(sti(u), vurdering(udfald="ingen", begrundelse=grund))
    mette.post(sti(u, "kvitter"))
    assert tilstand(hold.sag, u.rod) == "screening"
    assert grund in mette.get(sti(u, "ingen_handling")).content.decode()
    mette.post(sti(u, "ingen_handling"), {"begrundelse": grund})
    assert pligt(u, "screening").lukket == "overholdt"
    assert tilstand(hold.sag, u.rod) == "afsluttet"
    trin = Skridt.objects.get(art="SCREENING")
    assert (trin.data, trin.vedroerer) == ({"resultat": "ingen"}, str(u.rod))
    svar = mette.post(sti(u, "ingen_handling"), {"begrundelse": grund})
    assert "Underretningen er afsluttet: ingen yderligere handling." in tekst(svar)


@pytest.mark.parametrize("begrundelse", ["", "Nej"])
def test_it_needs_a_reason(begrundelse, mette, hold):
    u = underret(hold.sag)
    mette.post(sti(u), vurdering())
    svar = mette.post(sti(u, "ingen_handling"), {"begrundelse": begrundelse})
    assert "Skriv, hvorfor" in tekst(svar)
    assert not Skridt.objects.filter(art="SCREENING").exists()


def test_it_waits_for_the_genvurdering(mette, med_indsats):
    mette.post(sti(med_indsats), vurdering())
    grund = {"begrundelse": "Der er allerede en indsats, som virker."}
    svar = mette.post(sti(med_indsats, "ingen_handling"), grund)
    assert "skal først genvurderes" in tekst(svar)
    assert not Skridt.objects.filter(art="SCREENING", vedroerer=str(med_indsats.rod)).exists()


def test_it_waits_for_the_assessment(mette, hold):
    u = underret(hold.sag)
    svar = mette.post(sti(u, "ingen_handling"), {"begrundelse": "Der er ikke brug for mere."})
    assert "Underretningen skal vurderes først." in tekst(svar)


# -- who may ---------------------------------------------------------------------------------------


def test_a_reader_sees_the_underretning_and_no_act(client, hold):
    u = underret(hold.sag)
    jurist = Bruger.objects.create(username="jurist", rolle="JURIST")
    client.force_login(jurist)
    side = ord_om(client, u)
    assert "tilbage (til" in side
    for ord_ in ("Gem vurderingen", "Registrér kvittering", "Jeg vurderer den"):
        assert ord_ not in side
    handlinger = "underretning tag_underretning kvitter genvurder efterunderret ingen_handling"
    for navn in handlinger.split():
        assert client.post(sti(u, navn), vurdering()).status_code == 403, navn


def test_an_underretning_of_another_case_is_not_there(mette, hold):
    u = underret(hold.sag)
    forkert = reverse("underretning", args=[hold.sag.pk, "00000000-0000-7000-8000-000000000000"])
    assert mette.get(forkert).status_code == 403
    mette.force_login(hold.ole)
    assert mette.get(sti(u)).status_code == 403
