"""The pages of results: who sees what, what stands under every figure, and what is kept back."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger
from omhu.frister.actions import genberegn_sager
from omhu.sager.models import Sag
from omhu.tidslinje.actions import registrer, ret
from omhu.tilsyn.models import Begivenhed, Runde, Svar
from tests.tilsyn.resultat_stoette import laes, lav_runde, lav_sager, traek

SIDER = "resultat enighed enheder sammenlign alle_sager rundens_forloeb".split()
ALT = {"P-01": "ja", "P-02": "ja", "P-03": "ja"}


@pytest.fixture
def chef(hold):
    hold.chef = Bruger.objects.create(
        username="ch",
        first_name="Karen",
        last_name="Holt",
        rolle=Bruger.Rolle.CHEF,
        enhed=hold.center,
    )
    hold.politiker = Bruger.objects.create(username="po", rolle=Bruger.Rolle.POLITIKER)
    return hold


@pytest.fixture
def runde(chef):
    """Nine kept, three not; one of them is of a team of its own, one protected."""
    runde = lav_runde(chef)
    sager = [*lav_sager(chef, 10), *lav_sager(chef, 2, chef.syd, foer="S")]
    for nr, ts in enumerate(traek(runde, sager, ramme=40)):
        svar = ALT if nr < 9 else ALT | {"P-01": "nej"}
        laes(ts, chef.leder_syd, svar, auto={"P-01": "ja"}, grund="Den var 3 uger forsinket.")
    return runde


def side(client, navn, runde, *rest, **valg):
    svar = client.get(reverse(f"tilsyn_{navn}", args=[runde.pk, *rest]), valg)
    return svar, re.sub(r"\s+", " ", svar.content.decode())


def test_every_figure_says_what_it_is(chef, runde, client):
    client.force_login(chef.chef)
    svar, html = side(client, "resultat", runde)
    assert svar.status_code == 200
    assert "75 % (9 ud af 12)" in html
    assert "Tilfældigt udvalgt blandt 40 i rammen" in html
    assert "Lovligt fravalgte er taget ud af nævneren" in html
    assert "1. januar 2026 til 30. juni 2026" in html
    assert "Prøvekoncept, udgave 1" in html
    assert "taskforce:T1-06 (BL)" in html
    assert "ikke bekræftet af kilden" in html
    assert "3 ud af 12" in html  # overruled the data
    assert 'aria-label="75 %, mellem' in html


def test_a_figure_opens_to_the_cases_one_may_see(chef, runde, client):
    """The leader of Nord sees the ten of Nord with reasons; the two of Syd are counted."""
    client.force_login(chef.leder_nord)
    runde.enhed = chef.nord
    runde.save()
    foer = Logpost.objects.order_by("-nr").values_list("nr", flat=True).first() or 0
    svar, html = side(client, "tal", runde, "P-01")
    assert "Barn T0" in html
    assert "Barn S0" not in html
    assert "Sager, du ikke kan åbne: 2 mangel." in html
    assert "Den var 3 uger forsinket." in html
    assert "Dataene sagde: Ja" in html
    (post,) = Logpost.objects.filter(nr__gt=foer, handling="LAES")
    assert set(post.sager) == set(
        Sag.objects.filter(enhed=chef.nord, nummer__startswith="T").values_list("pk", flat=True)
    )
    assert side(client, "tal", runde, "P-99")[0].status_code == 404


def test_ones_own_unread_case_is_not_shown_with_others_answers(chef, runde, client):
    ts = runde.sager.get(sag__nummer="T-001")
    egen = laes(ts, chef.leder_nord, {}, niveau="n2", laast=False)
    runde.enhed = chef.nord
    runde.save()
    client.force_login(chef.leder_nord)
    assert "T-001" not in side(client, "tal", runde, "P-01")[1]
    assert "1 sag vises, når du har låst din egen læsning" in side(client, "tal", runde, "P-01")[1]
    egen.laast = "2026-07-01T12:00:00+02:00"
    egen.save()
    assert "T-001" in side(client, "tal", runde, "P-01", niveau="n1")[1]


def test_outside_the_house_small_numbers_are_kept_back(chef, runde, client):
    """Nothing before the round is closed; then no cases, no links, and 9 of 12 hidden with its sum."""
    client.force_login(chef.politiker)
    svar, html = side(client, "resultat", runde)
    assert svar.status_code == 403
    assert "Runden er ikke afsluttet" in html
    sti = reverse("tilsyn_resultat", args=[runde.pk])
    assert sti not in client.get(reverse("tilsyn")).content.decode()
    Runde.objects.update(tilstand="AFSLUTTET", afsluttet="2026-07-02T12:00:00+02:00")
    forside = client.get(reverse("tilsyn")).content.decode()
    assert sti in forside
    assert reverse("tilsyn") in client.get(reverse("skrivebord")).content.decode()
    assert client.get(reverse("tilsyn_koncepter")).status_code == 403
    assert reverse("tilsyn_koncepter") not in forside
    svar, html = side(client, "resultat", runde)
    assert svar.status_code == 200
    assert "9 ud af 12" not in html
    assert (
        html.count("Skjult (små tal)") == 3
    )  # the question, its sagstrin, the cases with everything right
    assert "100 % (12 ud af 12)" in html
    assert "/resultat/P-" not in html
    assert {side(client, x, runde)[0].status_code for x in SIDER[1:]} == {403}
    assert side(client, "tal", runde, "P-01")[0].status_code == 403
    fil = csv.reader(
        io.StringIO(
            client.get(f"/tilsyn/runder/{runde.pk}/resultat/?format=csv").content.decode(
                "utf-8-sig"
            )
        ),
        delimiter=";",
    )
    assert [r[4] for r in fil][1:] == ["Skjult (små tal)", "12", "12", "Skjult (små tal)"]


def test_files_hold_all_that_belongs_to_a_percentage(chef, runde, client, tmp_path):
    client.force_login(chef.chef)
    sti = reverse("tilsyn_resultat", args=[runde.pk])
    linje = _csv(client, runde)[0]
    assert (linje["Overholdt"], linje["Relevante"], linje["Procent"]) == ("9", "12", "75 %")
    assert (linje["Metode"], linje["Udvælgelse"]) == ("hypergeometrisk", "Tilfældigt udvalgt")
    assert (linje["Koncept"], linje["Udgave"], linje["Periode fra"]) == (
        "Prøvekoncept",
        "1",
        "2026-01-01",
    )
    assert linje["Regel"] == "taskforce:T1-06 (BL)"
    (tmp_path / "t.xlsx").write_bytes(client.get(sti, {"format": "xlsx"}).content)
    ark = CalamineWorkbook.from_path(str(tmp_path / "t.xlsx")).get_sheet_by_index(0).to_python()
    assert ark[1][4:7] == [9.0, 12.0, "75 %"]
    assert len(ark) == 5


def test_the_rounds_cases_are_sorted_by_what_was_found_and_say_it_only_when_all_is_read(
    chef, runde, client
):
    client.force_login(chef.chef)
    ventende = runde.sager.get(nr=10)  # one of the three where something was not kept
    laes(ventende, chef.leder_nord, {}, dobbelt=True, laast=False)
    svar = client.get(reverse("tilsyn_runde", args=[runde.pk]), {"orden": "-mangler", "stand": ""})
    html = re.sub(r"\s+", " ", svar.content.decode())
    assert [x.ts.nr for x in svar.context["linjer"]] == [11, 12, *range(1, 10), 10]
    assert svar.context["mangler"] == {
        ts.pk: int(ts.nr > 10) for ts in runde.sager.all() if ts.nr != 10
    }
    assert '<th scope="col" class="tal" aria-sort="descending"><a href="?' in html
    assert 'orden=mangler&amp;stand=#sager">Ikke overholdt' in html
    assert '<input type="hidden" name="orden" value="-mangler">' in html
    assert "1 af 2 læst" in html


def test_sorting_and_choices_that_do_not_exist(chef, runde, client):
    client.force_login(chef.chef)
    html = side(client, "resultat", runde, orden="-andel")[1]
    assert html.index("Er begrundelsen klar?") < html.index("Blev undersøgelsen færdig")
    html = side(client, "resultat", runde, orden="andel")[1]
    assert html.index("Blev undersøgelsen færdig") < html.index("Er begrundelsen klar?")
    assert (
        side(client, "resultat", runde, orden="'", niveau="x", udvalg="y", format="pdf")[
            0
        ].status_code
        == 200
    )


def test_two_rounds_beside_each_other(chef, runde, client):
    client.force_login(chef.chef)
    assert "ingen tidligere runde" in side(client, "sammenlign", runde)[1]
    foer = lav_runde(chef, "Foråret", date(2025, 9, 1), date(2026, 2, 28), udgave=runde.udgave)
    for ts in traek(foer, lav_sager(chef, 12, foer="F"), ramme=300):
        laes(ts, chef.leder_syd, ALT)
    html = side(client, "sammenlign", runde, med=foer.pk)[1]
    assert ">Ikke påvist ændring<" in html
    assert "(12 ud af 12)</td>" in html
    assert "(9 ud af 12)</td>" in html
    assert "0 ud af 3 spørgsmål har en påvist ændring" in html
    assert re.search(r"Perioderne overlapper 3\d %", html)


def test_units_and_agreement(chef, runde, client):
    client.force_login(chef.chef)
    assert "en enhed har kun 2 sager" in side(client, "enheder", runde)[1]
    html = side(client, "enighed", runde)[1]
    assert "Læseren var uenig i 3 ud af 12 svar" in html
    assert "Ingen sager er læst og låst af to endnu" in html


def test_nothing_drawn_or_read_yet(chef, client):
    client.force_login(chef.chef)
    runde = lav_runde(chef, tilstand="FROSSEN")
    for navn in SIDER:
        svar, html = side(client, navn, runde)
        assert svar.status_code == 200
        assert "Der er ikke trukket sager i runden endnu" in html
    traek(runde, lav_sager(chef, 3))
    for navn in SIDER:
        assert side(client, navn, runde)[0].status_code == 200


@pytest.fixture
def stor_runde(chef):
    """95 cases at two levels, a tenth of them read twice."""
    runde = lav_runde(chef)
    for nr, ts in enumerate(traek(runde, lav_sager(chef, 95), ramme=600)):
        laes(ts, chef.leder_nord, ALT)
        laes(ts, chef.chef, ALT, niveau="n2")
        if nr % 10 == 0:
            laes(ts, chef.leder_syd, ALT, dobbelt=True)
    return runde


def test_no_page_asks_more_than_twenty_questions_of_the_database(chef, stor_runde, client):
    client.force_login(chef.chef)
    for navn, *rest in [*((x,) for x in SIDER), ("tal", "P-01")]:
        sti = reverse(f"tilsyn_{navn}", args=[stor_runde.pk, *rest])
        client.get(sti)
        with CaptureQueriesContext(
            connection,
        ) as fangst:
            assert client.get(sti).status_code == 200
        assert len(fangst) <= 20, (navn, len(fangst))


# -- the whole frame, and what a figure hides ---------------------------------------------------------


@pytest.fixture
def med_forloeb(chef):
    """Three cases with a decision in the window: an undersøgelse in time, one late, and one begun that is overdue."""
    runde = lav_runde(chef, fra=date(2025, 1, 1), til=date(2025, 12, 31))
    sager = lav_sager(chef, 3)
    for sag, slut in zip(sager, (date(2025, 5, 1), date(2025, 9, 1), None), strict=True):
        registrer(sag, "SAG_OPRETTET", date(2025, 2, 1))
        registrer(sag, "UNDERRETNING", date(2025, 2, 1), attributter={"afsender": "skole"})
        registrer(sag, "SCREENING", date(2025, 2, 2), attributter={"resultat": "bfu"})
        registrer(sag, "BFU_BESLUTTET", date(2025, 2, 3))
        if slut:
            registrer(sag, "BFU_AFSLUTTET", slut)
        registrer(
            sag,
            "AFGOERELSE",
            date(2025, 10, 1),
            indsatser="kontaktperson",
            attributter={"samtykke": "ja"},
        )
    genberegn_sager([s.pk for s in sager])
    for ts, svar in zip(traek(runde, sager), ("ja", "nej", "ikke_relevant"), strict=True):
        laes(ts, chef.leder_nord, ALT | {"P-01": svar})
    return runde


def test_open_overdue_undersoegelser_stand_beside_the_figure(chef, med_forloeb, client):
    """The row counts finished ones only; the one that is begun and overdue is told of, and opened to those who may."""
    client.force_login(chef.chef)
    html = side(client, "resultat", med_forloeb)[1]
    assert "Ses ikke i tallet: 1 sag har en påbegyndt undersøgelse" in html
    assert "#" not in re.search(r"Ses ikke i tallet:[^<]*", html)[0]
    assert ">T-003</a>" in side(client, "tal", med_forloeb, "P-01")[1]


def test_the_whole_frame_is_computed_beside_the_sample(chef, med_forloeb, client):
    client.force_login(chef.chef)
    html = side(client, "alle_sager", med_forloeb)[1]
    assert re.search(r"1 ud af 2</td> <td [^>]*>1 ud af 2", html)
    assert "Er begrundelsen klar?" not in html  # no data can say that


# -- over time ------------------------------------------------------------------------------------------


def test_a_duty_over_time_breaks_where_system_changes(chef, med_forloeb, client):
    client.force_login(chef.chef)
    sti = reverse("tilsyn_forloeb")
    valg = {"regel": "bfu-4mdr", "periode": "kvartal", "fra": "2023-01-01", "til": "2026-01-01"}
    html = client.get(sti, valg).content.decode()
    assert "2. kvt. 2025" in html
    assert "1. januar 2024: Barnets Lov: BL § 20, stk. 3" in re.sub(r"\s+", " ", html)
    svar = client.post(sti, {"dag": "2025-06-01", "slags": "SYSTEM", "navn": "Nyt system"})
    assert svar.status_code == 302
    assert "Nyt system" in client.get(sti, valg).content.decode()
    (b,) = Begivenhed.objects.all()
    client.force_login(chef.leder_nord)
    svar = client.post(reverse("tilsyn_fjern_begivenhed", args=[b.pk]))
    assert (svar.status_code, Begivenhed.objects.count()) == (403, 1)
    client.force_login(chef.chef)
    client.post(reverse("tilsyn_fjern_begivenhed", args=[b.pk]))
    assert not Begivenhed.objects.exists()


@pytest.mark.parametrize(
    ("felter", "tekst"),
    [
        ({"dag": "", "slags": "SYSTEM", "navn": "Nyt"}, "Vi mangler datoen"),
        ({"dag": "1899-01-01", "slags": "SYSTEM", "navn": "Nyt"}, "for langt tilbage"),
        ({"dag": "2025-06-01", "slags": "SYSTEM", "navn": ""}, "Skriv med få ord"),
        ({"dag": "2025-06-01", "slags": "LAERING", "navn": "Om 010160-1234"}, "CPR-nummer"),
    ],
)
def test_a_bad_event_says_what_to_do(chef, client, felter, tekst):
    client.force_login(chef.chef)
    svar = client.post(reverse("tilsyn_forloeb"), felter)
    assert svar.status_code == 422
    assert tekst in svar.content.decode()
    assert felter["navn"] in svar.content.decode()
    assert not Begivenhed.objects.exists()


def test_a_span_turned_round_says_so(chef, client):
    client.force_login(chef.chef)
    svar = client.get(reverse("tilsyn_forloeb"), {"fra": "2026-01-01", "til": "2025-01-01"})
    assert "Byt om på de to" in svar.content.decode()


def test_a_question_over_time_goes_by_the_day_of_the_act(chef, med_forloeb, client):
    """By the evidence's latest step in force; an answer without evidence is counted as not drawn."""
    from omhu.tidslinje.models import Skridt
    from omhu.tilsyn.models import Svar

    for svar in Svar.objects.filter(spoergsmaal="P-01", svar__in=("ja", "nej")):
        rod = Skridt.objects.get(sag=svar.sag, art="BFU_AFSLUTTET").rod
        Svar.objects.filter(pk=svar.pk).update(auto_belaeg=[str(rod)])
    client.force_login(chef.chef)
    html = side(client, "rundens_forloeb", med_forloeb, spoergsmaal="P-01")[1]
    assert "2. kvt. 2025: 100 % (1 ud af 1)" in html
    assert "3. kvt. 2025: 0 % (0 ud af 1)" in html
    assert "3 svar uden dato" in side(client, "rundens_forloeb", med_forloeb, spoergsmaal="P-02")[1]


def test_how_late_the_steps_behind_a_figure_were_registered_stands_under_it(chef, runde, client):
    """Same day, 3 and 40 days after (the last corrected since); one of an extract says nothing."""
    sager = [x.sag for x in runde.sager.order_by("nr")[:4]]
    roedder = []
    for sag, dage, kilde in zip(sager, (0, 3, 40, 90), ("", "", "", "udtraek"), strict=True):
        tid = timezone.make_aware(datetime(2026, 3, 2, 12)) + timedelta(days=dage)
        ekstra = {"kilde": kilde} if kilde else {}
        trin = registrer(sag, "BFU_BESLUTTET", date(2026, 3, 2), registreret=tid, **ekstra)
        roedder.append(trin.rod)
        if dage == 40:
            ret(trin, date(2026, 3, 2), attributter={"rettet_fordi": "Tastefejl"})
    for rod, svar in zip(
        roedder, Svar.objects.filter(spoergsmaal="P-01").order_by("pk"), strict=False
    ):
        svar.auto_belaeg = [str(rod)]
        svar.save()
    ord_ = "3 skridt bag, typisk registreret 3 dage efter; 1 senere end"
    client.force_login(chef.chef)
    assert ord_ in side(client, "resultat", runde)[1]
    assert ord_ in side(client, "tal", runde, "P-01")[1]
    assert "skridt bag" not in side(client, "tal", runde, "P-02")[1]
    assert [_sent(x) for x in _csv(client, runde)[:2]] == [("3", "3", "1"), ("", "", "")]
    Runde.objects.update(tilstand="AFSLUTTET")
    client.force_login(chef.politiker)
    assert "skridt bag" not in side(client, "resultat", runde)[1]
    assert {_sent(x) for x in _csv(client, runde)} == {("", "", "")}


def _csv(client, runde):
    raa = client.get(reverse("tilsyn_resultat", args=[runde.pk]), {"format": "csv"}).content
    return list(csv.DictReader(io.StringIO(raa.decode("utf-8-sig")), delimiter=";"))


def _sent(linje):
    return linje["Skridt bag"], linje["Registreret efter (dage)"], linje["Registreret sent"]
