"""The documents of a round: figures with what they can carry, no child in what is handed out, bilag 5 for the named."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger
from omhu.rapporter.tilsyn.register import alle
from omhu.sager.models import Barn, Sag
from omhu.sager.saeradgang import spaer
from tests.rapporter import laes as filen
from tests.rapporter.runde import en_runde, en_tilbagemelding, et_fund, et_tema, laes


def ord_i_pdf(fil: bytes) -> str:
    return " ".join(filen.ord_i_pdf(fil))


def ord_i_docx(fil: bytes) -> str:
    return " ".join(filen.ord_i_docx(fil))


ANTAL = 12
MANGLER = ("STV-03",)


@pytest.fixture
def chef(hold):
    return Bruger.objects.create(
        username="chef", first_name="Kirsten", last_name="Holt", rolle="CHEF", enhed=hold.center
    )


@pytest.fixture
def runde(hold, chef):
    """Twelve cases read, STV-03 missing in five of them; a theme; one serious finding."""
    runde = en_runde(chef)
    for nr in range(ANTAL):
        barn = Barn.objects.create(navn=f"Karla{nr} Prøve", foedselsdato="2016-01-01")
        sag = Sag.objects.create(barn=barn, nummer=f"K-{nr}", enhed=hold.nord, ansvarlig=hold.mette)
        laesning = laes(runde, sag, chef, MANGLER if nr < 5 else ())
    et_tema(runde, *MANGLER)
    et_fund(laesning, chef)
    return runde


def hent(client, bruger, runde, fil):
    client.force_login(bruger)
    return client.get(reverse("tilsyn_dokument", args=[runde.pk, fil]))


AABNE = [k for k, d in alle().items() if not d.fortroligt]


@pytest.mark.parametrize("kode", AABNE)
def test_what_is_handed_out_names_no_child_and_is_the_same_in_both_files(kode, runde, chef, client):
    svar = hent(client, chef, runde, f"{kode}.pdf")
    if not alle()[kode].naar(runde):
        assert svar.status_code == 404
        return
    ord_, ord_word = (
        ord_i_pdf(svar.content),
        ord_i_docx(hent(client, chef, runde, f"{kode}.docx").content),
    )
    for tekst in (ord_, ord_word):
        assert "Karla" not in tekst
        assert "slået" not in tekst
        assert "Foråret 2026" in tekst


def test_a_figure_stands_with_its_interval_convention_window_and_kind_of_sample(
    runde, chef, client
):
    ord_ = ord_i_pdf(hent(client, chef, runde, "bilag-1.pdf").content)
    assert "58 % (7 ud af 12)" in ord_
    for forbehold in (
        "Tilfældigt udvalgt",
        "1. januar 2025 til 31. december 2025",
        "udgave 1",
        "T1-06 (",
        "fravalgte",
    ):
        assert forbehold in ord_


def test_tables_come_as_a_workbook_with_numbers_as_numbers(runde, chef, client):
    bog = CalamineWorkbook.from_filelike(BytesIO(hent(client, chef, runde, "bilag-1.xlsx").content))
    assert bog.sheet_names[0] == "Læs med"
    raekker = [r for ark in bog.sheet_names[1:] for r in bog.get_sheet_by_name(ark).to_python()]
    (raekke,) = [r for r in raekker if str(r[0]).startswith("STV-03 ")]
    assert raekke[2] == "58 % (7 ud af 12)"
    assert raekke[4] == 0


def test_the_report_tells_how_many_serious_findings_there_are_and_no_more(runde, chef, client):
    ord_ = ord_i_pdf(hent(client, chef, runde, "bilag-3.pdf").content)
    assert "Alvorlige fund, der følges op særskilt: 1 i 1 sag" in ord_
    assert "Samtalen før afgørelsen" in ord_


def test_the_report_ranks_only_what_concerned_enough_cases(runde, chef, client):
    ord_ = ord_i_pdf(hent(client, chef, runde, "bilag-3.pdf").content)
    mangler, bedst = ord_.split("Det går bedst")[0], ord_.split("Det går bedst")[1]
    assert "7 ud af 12" in mangler
    assert "7 ud af 12" not in bedst.split("Kun spørgsmål")[0]
    faa = hent(client, chef, _faa_sager(chef), "bilag-3.pdf")
    assert "Intet at nævne" in ord_i_pdf(faa.content)


def test_the_report_tells_of_every_level_that_has_read_each_for_itself(runde, hold, chef, client):
    """Ten read by the first level and two of them by the second: the first is the report, the second after it."""
    runde = en_runde(chef, kode="koebenhavn", navn="Flere niveauer")
    for nr, sag in enumerate(Sag.objects.filter(nummer__startswith="K-").order_by("pk")[:10]):
        laes(runde, sag, hold.leder_nord, ("KBH-13",) if nr < 4 else ())
        if nr < 2:
            laes(runde, sag, chef, ("KBH-13",), niveau=1)
    ord_ = ord_i_docx(hent(client, chef, runde, "bilag-3.docx").content)
    foerst, andre = ord_.split("De andre niveauer")
    assert "har læst 10 sager" in foerst
    assert "Overholdt: 60 % (6 ud af 10)" in foerst
    assert "Områdechef og områdejurist har læst 2 sager" in andre
    assert "Niveauerne svarer hver for sig" in andre
    assert "Læst af områdechef og områdejurist: 2 sager" in andre
    assert "Centerchef" not in ord_  # has read nothing
    assert "De andre niveauer" not in ord_i_docx(
        hent(client, chef, _faa_sager(chef), "bilag-3.docx").content
    )


def _faa_sager(chef):
    runde = en_runde(chef, navn="Tre sager")
    for sag in Sag.objects.filter(nummer__startswith="K-")[:3]:
        laes(runde, sag, chef, MANGLER)
    return runde


def test_the_confidential_bilag_is_for_its_named_recipients_alone(runde, chef, hold, client):
    svar = hent(client, chef, runde, "bilag-5.pdf")
    assert svar.status_code == 403
    assert "modtagere" in svar.content.decode()
    client.post(
        reverse("tilsyn_modtagere", args=[runde.pk]), {"modtager": [chef.pk, hold.mette.pk]}
    )
    assert list(runde.fortrolige_modtagere.all()) == [chef]  # a rådgiver cannot be one
    ord_ = ord_i_pdf(hent(client, chef, runde, "bilag-5.pdf").content)
    assert "Kun til: Kirsten Holt" in ord_
    assert "Karla11 Prøve" in ord_
    post = Logpost.objects.filter(handling="EKSPORT").last()
    assert Sag.objects.get(nummer="K-11").pk in post.sager
    runde.fortrolige_modtagere.add(
        hold.leder_nord
    )  # named, but without the right to serious findings
    assert hent(client, hold.leder_nord, runde, "bilag-5.pdf").status_code in (403, 404)


def test_before_anything_is_read_a_sentence_says_so(hold, chef, client):
    runde = en_runde(chef)
    svar = hent(client, chef, runde, "bilag-3.pdf")
    assert svar.status_code == 302
    side = client.get(svar.url).content.decode()
    assert "Ingen sager i runden er læst færdig endnu" in side


def test_start_and_end_are_tested_together(runde, chef, hold, client):
    slut = en_runde(chef, navn="Efteråret 2026")
    slut.sammenlignes_med = runde
    slut.save()
    for sag in Sag.objects.filter(nummer__startswith="K-"):
        laes(slut, sag, chef)
    ord_ = ord_i_pdf(hent(client, chef, slut, "start-slut.pdf").content)
    assert "58 % (7 ud af 12)" in ord_
    assert "100 % (12 ud af 12)" in ord_
    assert "Holm" in ord_


def test_the_note_about_a_case_is_for_those_who_lead_and_see_the_case(runde, chef, hold, client):
    tilsynssag = runde.sager.first()
    sti = reverse("tilsyn_sagsnotat", args=[tilsynssag.pk, "sagsnotat.pdf"])
    client.force_login(chef)
    ord_ = ord_i_pdf(client.get(sti).content)
    assert "Barnet er talt med hver gang" in ord_
    client.force_login(hold.mette)
    assert client.get(sti).status_code == 403


def test_the_notes_of_all_cases_are_one_file_with_those_that_the_reader_may_open(
    runde, chef, client
):
    spaer(chef, Sag.objects.get(nummer="K-3"), chef, "Min søsters barn")
    client.force_login(chef)
    with CaptureQueriesContext(connection) as alle_spoergsmaal:
        ord_ = ord_i_pdf(hent(client, chef, runde, "sagsnotater.pdf").content)
    assert sum("set_config" not in q["sql"] for q in alle_spoergsmaal.captured_queries) <= 20
    assert "11 læste sager. 1 sag har du ikke adgang til." in ord_
    assert "K-4" in ord_
    assert "K-3" not in ord_
    assert ord_.count("Barnet er talt med hver gang") == ANTAL - 1
    post = Logpost.objects.filter(handling="EKSPORT").last()
    assert len(post.sager) == ANTAL - 1


def test_the_feedback_letter_is_for_its_reader_when_it_is_sent(runde, chef, hold, client):
    t = en_tilbagemelding(runde.sager.first().laesninger.get(), hold.mette, sendt=False)
    sti = reverse("tilsyn_tilbagemeldingsbrev", args=[t.pk, "tilbagemelding.pdf"])
    client.force_login(hold.mette)
    assert client.get(sti).status_code == 403
    t.sendt = "2026-05-01T10:00+02:00"
    t.save()
    ord_ = ord_i_pdf(client.get(sti).content)
    assert "Fin kontakt til skolen" in ord_
    client.force_login(hold.ole)
    assert client.get(sti).status_code == 403
    client.force_login(chef)
    assert client.get(sti).status_code == 200
    spaer(chef, t.sag, chef, "Min søsters barn")
    assert client.get(sti).status_code == 403
