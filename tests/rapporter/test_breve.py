"""Each letter about a filled case: what it says, when it is refused, who may have it, and what it never holds."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import alle, skridt_til
from omhu.rapporter.brev import ikke_efterset as paragraffer_uden
from omhu.rapporter.brevdele import NOTE, af_skrift, ikke_efterset
from omhu.rapporter.breve import fristbrev, kvittering
from omhu.rapporter.docx import docx
from omhu.rapporter.dokument import Afsnit, Dokument, Punkter, Stykke
from omhu.rapporter.pdf import pdf
from omhu.sager.models import Sagsadgang
from omhu.sagsarbejde.actions import ret_skridt, traek_skridt_tilbage
from omhu.sagsarbejde.tekster.actions import opret
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, fremmed_sag, fyld, tekst
from tests.rapporter.laes import alt_i, flad, ord_i_docx, ord_i_pdf
from tests.rapporter.proever import brevet, egen_proeve, fyldt_sag, proeve

KODER = sorted(alle())


@pytest.fixture(params=KODER)
def kode(request):
    return request.param


def sti(sag, fil: str, skridt=None) -> str:
    return reverse("brev", args=[sag.pk, fil]) + (f"?skridt={skridt.pk}" if skridt else "")


def skridtet(sag, art: str) -> Skridt:
    return Skridt.objects.filter(sag=sag, art=art).latest("nr")


# -- every letter ----------------------------------------------------------------------------------


def test_every_letter_says_the_same_in_both_files(kode, hold):
    d = proeve(kode, hold)
    assert flad(ord_i_pdf(pdf(d))) == flad(ord_i_docx(docx(d)))


def test_every_letter_is_plain_danish(kode, hold):
    """LIX under 40 over its running text: words per sentence + percent of words over six letters."""
    prosa = ". ".join(_prosa(proeve(kode, hold)))
    saetninger = [s for s in re.split(r"[.!?:;](?:\s|$)|\n", prosa) if re.search(r"\w{2}", s)]
    ord_ = [o for s in saetninger for o in re.findall(r"\w+", s)]
    if ord_:  # a note has only what its writer wrote
        lix = len(ord_) / len(saetninger) + 100 * sum(len(o) > 6 for o in ord_) / len(ord_)
        assert lix < 40, round(lix, 1)


def test_what_nobody_has_checked_is_told_to_the_one_who_sends_it_and_not_in_the_letter(kode, hold):
    with ikke_efterset() as naevnt:
        egen = egen_proeve(kode)
        brev = alle()[kode]
        af, sag, skridt = egen.lav(hold) if egen else (hold.mette, fyldt_sag(hold), None)
        skridt = skridt or skridt_til(brev, sag, None)
        d = brev.lav(af, sag, skridt)
    assert "verificeret" not in sagt(d)
    assert set(naevnt) == set(paragraffer_uden(brev, skridt)), "regler/paragraffer of BREV"


def _prosa(d) -> list[str]:
    dele = [b.dele for b in d.blokke if isinstance(b, Afsnit)]
    dele += [p for b in d.blokke if isinstance(b, Punkter) for p in b.punkter]
    return ["".join(x.tekst for x in led if isinstance(x, Stykke)) for led in dele]


def test_no_letter_holds_a_cpr_number_or_names_the_child_outside_its_text(kode, hold):
    """Titles and properties are shown by machines that nobody thinks of: lists of files, print queues."""
    hold.barn.refresh_from_db()
    d = proeve(kode, hold)
    for fil in (pdf(d), docx(d)):
        alt = alt_i(fil)
        assert hold.barn.cpr.encode() not in alt
        assert f"{hold.barn.cpr[:6]}-{hold.barn.cpr[6:]}".encode() not in alt
    assert "Emil" not in d.titel + d.bund + d.forfatter


def test_every_letter_has_the_letterhead(kode, hold, settings):
    settings.OMHU.kommune = "Aarby Kommune"
    tekst_ = " ".join(ord_i_pdf(pdf(proeve(kode, hold))))
    for ventet in ("Aarby Kommune", "Team Nord", "Rådgiver: Mette Kjær", "Sag: N-1"):
        assert ventet in tekst_
    assert dato(timezone.localdate()) in tekst_


# -- what each says --------------------------------------------------------------------------------


def sagt(d) -> str:
    return " ".join(ord_i_docx(docx(d)))


def test_kvittering_thanks_for_the_underretning_that_it_answers(hold):
    sag = fyldt_sag(hold)
    sendt = sagt(brevet(alle()["kvittering"], hold, sag))
    assert f"Tak for din underretning om Emil Holm. Vi fik den {dato(for_dage_siden(20))}." in sendt
    assert "Inden 24 timer" in sendt
    assert "BL § 138" in sendt
    assert "tavshedspligt" in sendt
    af_selve = sagt(brevet(alle()["kvittering"], hold, sag, skridtet(sag, "UNDERRETNING")))
    assert af_selve == sendt


def test_kvittering_answers_the_one_it_names_else_the_newest_before_it(hold):
    foerste = registrer(
        hold.sag, "UNDERRETNING", for_dage_siden(30), navn="U-1", attributter={"afsender": "skole"}
    )
    registrer(hold.sag, "UNDERRETNING", for_dage_siden(20), attributter={"afsender": "nabo"})
    registrer(hold.sag, "UNDERRETNING", for_dage_siden(1), attributter={"afsender": "politi"})
    nyeste = registrer(hold.sag, "KVITTERING", for_dage_siden(10))
    assert "Nabo" in sagt(brevet(alle()["kvittering"], hold, hold.sag, nyeste))
    for om in ("U-1", str(foerste.rod)):
        naevnt = registrer(hold.sag, "KVITTERING", for_dage_siden(10), vedroerer=om)
        assert "Skole" in sagt(brevet(alle()["kvittering"], hold, hold.sag, naevnt))


def test_kvittering_under_serviceloven_names_its_paragraph(hold):
    u = registrer(hold.sag, "UNDERRETNING", date(2022, 5, 3), attributter={"afsender": "skole"})
    sendt = sagt(brevet(alle()["kvittering"], hold, hold.sag, u))
    assert "SEL § 155 b, stk. 1" in sendt
    assert "ikke verificeret" not in sendt


def test_a_professional_with_a_sharpened_duty_is_told_of_the_news_to_come(hold):
    felter = {"afsender": "skole", "skaerpet": "ja"}
    u = registrer(hold.sag, "UNDERRETNING", for_dage_siden(3), attributter=felter)
    sendt = sagt(brevet(alle()["kvittering"], hold, hold.sag, u))
    assert "som fagperson" in sendt
    assert "tavshedspligt" not in sendt


def test_an_anonymous_underretter_gets_none(hold):
    felter = {"afsender": "nabo", "anonym": "ja"}
    u = registrer(hold.sag, "UNDERRETNING", for_dage_siden(3), attributter=felter)
    svar = registrer(hold.sag, "KVITTERING", for_dage_siden(1))
    for skridt in (u, svar):
        with pytest.raises(ValidationError, match="anonym"):
            brevet(alle()["kvittering"], hold, hold.sag, skridt)


def test_fristbrev_says_when_and_why(hold):
    sendt = sagt(brevet(alle()["fristbrev"], hold, fyldt_sag(hold)))
    assert f"Du får svar senest {dato(for_dage_siden(4) + timedelta(days=20))}." in sendt
    assert f"Vi fik dit ønske {dato(for_dage_siden(10))}." in sendt
    assert "inden 7 arbejdsdage" in sendt
    assert "Sagen er lang." in sendt


@pytest.mark.parametrize(
    ("felter", "siger"),
    [
        ({"attributter": {"begrundelse": "Den er lang."}}, fristbrev.UDEN_FRIST),
        ({"naeste": for_dage_siden(-9)}, fristbrev.UDEN_GRUND),
    ],
)
def test_fristbrev_without_a_day_or_a_reason_is_refused(felter, siger, hold):
    skridt = registrer(hold.sag, "FRISTBREV", for_dage_siden(1), **felter)
    with pytest.raises(ValidationError) as fejl:
        brevet(alle()["fristbrev"], hold, hold.sag, skridt)
    assert fejl.value.messages == [siger]


def test_notat_tells_that_it_was_written_later_and_was_corrected(hold):
    lang = "Mor ringer.\n\nHun er bekymret for Emil. " + "Han sover dårligt. " * 10
    felter = {"emne": lang}
    s = registrer(hold.sag, "JOURNALNOTAT", for_dage_siden(5), af=hold.mette, attributter=felter)
    sendt = sagt(brevet(alle()["notat"], hold, hold.sag, s))
    assert f"Skete: {dato(for_dage_siden(5))}" in sendt
    assert ", 5 dage efter" in sendt
    assert "Skrevet af: Mette Kjær" in sendt
    assert "Mor ringer. Hun er bekymret for Emil." in sendt
    assert "Rettet" not in sendt
    nyt = ret_skridt(
        s,
        for_dage_siden(4),
        af=hold.mette,
        felter={"emne": "Far ringer."},
        begrundelse="Det var far",
    )
    rettet = sagt(brevet(alle()["notat"], hold, hold.sag, nyt))
    assert "Rettet: Ja" in rettet
    assert "Mor ringer" not in rettet


def test_tidslinje_holds_what_stands_oldest_first(hold):
    sag = fyldt_sag(hold)
    traek_skridt_tilbage(
        skridtet(sag, "KVITTERING"), af=hold.mette, begrundelse="Blev aldrig sendt"
    )
    sendt = sagt(brevet(alle()["tidslinje"], hold, sag))
    assert sendt.index("Sag oprettet") < sendt.index("Underretning") < sendt.index("Journalnotat")
    assert "Kvittering" not in sendt
    assert "Hvem underretter: skole" in sendt


def test_notat_holds_the_text_that_its_step_dates(hold):
    fyld(hold)
    s = registrer(hold.sag, "JOURNALNOTAT", for_dage_siden(1), af=hold.mette)
    felter = {"slags": "telefon", "tekst": "Mor fortæller.\n\nHun vil gerne have hjælp."}
    opret(hold.sag, "notat", felter, af=hold.mette, skridt_rod=s.rod)
    sendt = sagt(brevet(alle()["notat"], hold, hold.sag, s))
    assert "Hvad var det: Telefonsamtale" in sendt
    assert "Mor fortæller. Hun vil gerne have hjælp." in sendt


def test_a_blacked_out_field_of_a_text_is_in_neither_file(hold):
    felter = {"deltagere": "Nabo Hanne", "tekst": "Naboen Hanne fortæller."}
    opret(hold.sag, "notat", felter, af=hold.mette)
    skrift = skrifter(hold.sag, "notat").get()
    blokke = af_skrift(skrift, streget={"deltagere": "FVL § 15", "tekst": "FVL § 15"})
    for fil in (pdf(Dokument("Notat", blokke)), docx(Dokument("Notat", blokke))):
        assert b"Hanne" not in alt_i(fil)
    assert sagt(Dokument("Notat", blokke)).count("overstreget (FVL § 15)") == 2
    assert "Hanne" in sagt(Dokument("Notat", af_skrift(skrift)))


# -- the page --------------------------------------------------------------------------------------


def test_the_page_lists_each_letter_with_what_it_is_about(hold, client):
    sag = fyldt_sag(hold)
    client.force_login(hold.mette)
    svar = client.get(reverse("breve", args=[sag.pk]))
    faelles = [b for b in alle().values() if egen_proeve(b.kode) is None]
    assert [b.navn for b in faelles if b.navn not in tekst(svar)] == []
    hentes = re.findall(r'href="(/breve/[^"]+\.(?:pdf|docx)[^"]*)"', svar.content.decode())
    assert len(hentes) == len(set(hentes)) >= 2 * len(faelles)
    assert (
        sum("kvittering.pdf" in h for h in hentes) == 1
    )  # its underretning, not its own step as well
    assert hentes[0] == f"/breve/{sag.pk}/tidslinje.pdf"
    assert not any("afgoerelse.pdf" in h for h in hentes)  # it came with an extract, without a text
    for sti_ in hentes:
        assert client.get(unescape(sti_)).status_code == 200, sti_


def test_no_letter_is_offered_that_cannot_be_written(hold, client):
    """Acts of every kind as an extract brings them: a day, and no text."""
    arter = dict.fromkeys(a for b in alle().values() for a in b.arter)
    for nr, art in enumerate(arter):
        anonym = {"afsender": "nabo", "anonym": "ja"} if art == "UNDERRETNING" else {}
        registrer(hold.sag, art, for_dage_siden(60 - nr), attributter=anonym)
    client.force_login(hold.mette)
    html = client.get(reverse("breve", args=[hold.sag.pk])).content.decode()
    hentes = re.findall(r'href="(/breve/[^"]+\.(?:pdf|docx)[^"]*)"', html)
    assert len(hentes) >= 2
    assert [h for h in hentes if client.get(unescape(h)).status_code != 200] == []


@pytest.mark.parametrize("kode", [k for k in KODER if egen_proeve(k)])
def test_a_letter_about_an_act_of_its_own_is_on_the_page_of_its_case(kode, hold, client):
    bruger, sag, _ = egen_proeve(kode).lav(hold)
    client.force_login(bruger)
    svar = client.get(reverse("breve", args=[sag.pk]))
    assert alle()[kode].navn in tekst(svar)


def test_who_may_have_no_letter_is_told_so(gransker, hold, client):
    client.force_login(gransker)
    svar = client.get(reverse("breve", args=[hold.sag.pk]))
    assert "Din rolle kan ikke hente breve" in tekst(svar)
    assert ".pdf" not in svar.content.decode()


# -- fetching one ----------------------------------------------------------------------------------


def test_the_files_come_with_a_name_that_says_nothing_of_the_child(hold, client):
    sag = fyldt_sag(hold)
    client.force_login(hold.mette)
    i_dag = timezone.localdate().isoformat()
    som_pdf = client.get(sti(sag, "kvittering.pdf", skridtet(sag, "UNDERRETNING")))
    assert som_pdf["Content-Type"] == "application/pdf"
    assert som_pdf["Content-Disposition"] == f'inline; filename="kvittering-{i_dag}.pdf"'
    som_docx = client.get(sti(sag, "kvittering.docx"))
    assert som_docx["Content-Disposition"] == f'attachment; filename="kvittering-{i_dag}.docx"'
    note = flad(NOTE.format("BL § 138").split())
    assert flad(ord_i_pdf(som_pdf.content)) == flad(ord_i_docx(som_docx.content)).replace(note, "")
    for svar in (som_pdf, som_docx):
        assert svar["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_every_letter_is_logged_as_an_export(form, hold, client):
    sag = fyldt_sag(hold)
    client.force_login(hold.mette)
    client.get(sti(sag, f"notat.{form}"))
    post = Logpost.objects.last()
    assert (post.handling, post.hvor, post.sager) == ("EKSPORT", "brev", [sag.pk])


def test_a_refusal_is_a_sentence_on_the_case(hold, client):
    felter = {"afsender": "nabo", "anonym": "ja"}
    u = registrer(hold.sag, "UNDERRETNING", for_dage_siden(3), attributter=felter)
    client.force_login(hold.mette)
    svar = client.get(sti(hold.sag, "kvittering.pdf", u), follow=True)
    assert svar.redirect_chain == [(reverse("sag", args=[hold.sag.pk]), 302)]
    assert kvittering.ANONYM in tekst(svar)


def test_a_letter_before_its_step_says_what_to_register(hold, client):
    client.force_login(hold.mette)
    svar = client.get(sti(hold.sag, "notat.pdf"), follow=True)
    assert "»Journalnotat« kan ikke laves endnu. Registrér først »Journalnotat« på sagen." in tekst(
        svar
    )


def test_a_withdrawn_step_has_no_letter_and_a_corrected_one_its_newest(hold, client):
    fyld(hold)
    client.force_login(hold.mette)
    s = registrer(
        hold.sag, "JOURNALNOTAT", for_dage_siden(5), af=hold.mette, attributter={"emne": "Mor"}
    )
    ret_skridt(
        s, for_dage_siden(5), af=hold.mette, felter={"emne": "Far"}, begrundelse="Det var far"
    )
    assert "Far" in ord_i_docx(client.get(sti(hold.sag, "notat.docx", s)).content)
    traek_skridt_tilbage(Skridt.objects.get(erstatter=s), af=hold.mette, begrundelse="Forkert sag")
    assert "trukket tilbage" in tekst(client.get(sti(hold.sag, "notat.docx", s), follow=True))


def test_a_step_of_another_case_or_kind_has_no_letter_here(hold, client):
    fyld(hold)
    fremmed = fremmed_sag(hold)
    client.force_login(hold.super)
    for skridt in (skridtet(fremmed, "UNDERRETNING"), skridtet(hold.sag, "SCREENING")):
        svar = client.get(sti(hold.sag, "kvittering.pdf", skridt), follow=True)
        assert "kan ikke laves om det skridt" in tekst(svar)


def test_an_address_that_is_none_is_not_found(hold, client):
    fyld(hold)
    client.force_login(hold.mette)
    assert client.get(sti(hold.sag, "findes-ikke.pdf")).status_code == 404
    assert client.get(f"/breve/{hold.sag.pk}/notat.exe").status_code == 404
    assert client.get(f"/breve/{hold.sag.pk}/notat.pdf?skridt=7").status_code == 404
    fremmed = f"/breve/{hold.sag.pk}/kvittering.pdf?skridt={uuid4()}"
    assert client.get(fremmed).status_code == 302


@pytest.fixture
def gransker(hold):
    """A reader who has the case on a list."""
    fyld(hold)
    person = Bruger.objects.create(
        username="gg",
        rolle=Bruger.Rolle.EKSTERN_GRANSKER,
        udloeber=for_dage_siden(-30),
        tavshed=timezone.now(),
    )
    Sagsadgang.objects.create(
        bruger=person, sag=hold.sag, slags=Sagsadgang.Slags.LISTE, givet_af=hold.leder_nord
    )
    return person


def test_seeing_the_case_is_not_enough(gransker, hold, client):
    """A reader on a list may read on the screen; files are for those who register or export."""
    client.force_login(gransker)
    assert client.get(reverse("sag", args=[hold.sag.pk])).status_code == 200
    svar = client.get(sti(hold.sag, "tidslinje.pdf"))
    assert svar.status_code == 403
    assert "kan ikke registrere i sager eller hente lister som fil" in tekst(svar)


def test_a_letter_costs_few_statements(hold, client, django_assert_max_num_queries):
    sag = fyldt_sag(hold)
    client.force_login(hold.mette)
    with django_assert_max_num_queries(20):
        assert client.get(sti(sag, "tidslinje.pdf")).status_code == 200


def test_the_page_marks_it_and_the_word_file_begins_with_a_note_to_take_out(hold, client):
    sag = fyldt_sag(hold)
    client.force_login(hold.mette)
    html = client.get(reverse("breve", args=[sag.pk])).content.decode()
    raekke = flad(
        re.sub(r"<[^>]+>", " ", html.split("Kvittering til underretter")[1][:300]).split()
    )
    assert raekke.startswith("BL§138")
    assert "ikkeverificeret" in raekke
    word = " ".join(ord_i_docx(client.get(sti(sag, "kvittering.docx")).content))
    assert "slet før brevet sendes: ingen har holdt BL § 138 op mod loven" in word
    assert "slet før" not in " ".join(ord_i_pdf(client.get(sti(sag, "kvittering.pdf")).content))
