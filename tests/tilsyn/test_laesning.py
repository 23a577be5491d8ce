"""Reading a case: what is filled in, what a reader may answer and when, what locking does, and who sees what."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.bord.felter import FELTER, VED_ART
from omhu.maalinger import beregn, hent_koncept
from omhu.regler.katalog import katalog
from omhu.sager.models import Sagsadgang
from omhu.sagsarbejde.tekster import actions as skrifter
from omhu.sagsarbejde.tekster import kladder
from omhu.sagsarbejde.tekster.models import Udgave
from omhu.tidslinje.actions import registrer, ret
from omhu.tidslinje.maalesager import maalesager
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte
from omhu.tilsyn.laesning import actions
from omhu.tilsyn.laesning.actions import Besvarelse
from omhu.tilsyn.laesning.sagsvindue import DANSK
from omhu.tilsyn.models import Laesning, Runde, Svar, Tilsynssag
from tests.bord.stoette import tekst
from tests.tilsyn.stoette import FRA, KONCEPT, TIL, en_runde, en_sag_med_bfu, laesningen


@pytest.fixture
def jurist(db):
    return Bruger.objects.create(
        username="jur", first_name="Jonna", last_name="Ravn", rolle=Bruger.Rolle.JURIST
    )


@pytest.fixture
def runde(hold, jurist):
    """Emil's case, read by the leader of Nord at level 1 and by the jurist at level 2."""
    en_sag_med_bfu(hold.sag)
    return en_runde([hold.sag], hold.leder_nord, [("n1", hold.leder_nord), ("n2", jurist)])


@pytest.fixture
def laesning(runde, hold):
    return actions.begynd(laesningen(runde, hold.leder_nord), af=hold.leder_nord)


def svar_alt(laesning: Laesning, af: Bruger, barnet: str = "hoej") -> None:
    for nr, b in (
        ("P-01", Besvarelse("nej")),
        ("P-02", Besvarelse("ja")),
        ("P-03", Besvarelse(barnet)),
    ):
        actions.svar(laesning, nr, b, af=af)


def sti(laesning: Laesning, navn: str = "tilsyn_spoergsmaal", *mere: str) -> str:
    return reverse(navn, args=[laesning.pk, *mere])


# -- beginning and answering -----------------------------------------------------------------------


def test_what_the_data_answer_is_filled_in_with_dates_paragraph_and_steps(laesning):
    auto = Svar.objects.get(laesning=laesning, spoergsmaal="P-01")
    assert auto.auto == "nej"
    assert auto.svar == ""
    assert "BL § 20, stk. 3" in auto.auto_grund
    arter = Skridt.objects.filter(rod__in=auto.auto_belaeg).values_list("art", flat=True)
    assert "BFU_AFSLUTTET" in arter
    assert Svar.objects.filter(laesning=laesning, auto="").count() == 2


def test_the_screen_shows_evidence_question_list_and_progress(laesning, hold, client):
    client.force_login(hold.leder_nord)
    side = tekst(client.get(sti(laesning, "tilsyn_spoergsmaal", "P-01")))
    for led in (
        "Data siger: Nej", "Det bygger svaret på", "svaret bygger på det", "0 af 1 sag",
        "◇ P-01", "○ P-02", "Ikke relevant", "Kan ikke vurderes", "BL § 20, stk. 3",
    ):  # fmt: skip
        assert led in side, led


def test_confirming_is_one_form_and_leads_to_the_next_open_question(laesning, hold, client):
    client.force_login(hold.leder_nord)
    svar = client.post(
        sti(laesning, "tilsyn_spoergsmaal", "P-01"), {"svar": "nej", "sekunder": "61"}
    )
    assert svar.url == sti(laesning, "tilsyn_spoergsmaal", "P-02")
    laesning.refresh_from_db()
    assert laesning.sekunder == 61
    assert "2 min. i alt" in tekst(client.get(svar.url))


def test_overruling_the_data_asks_for_a_reason_and_keeps_what_was_typed(laesning, hold, client):
    client.force_login(hold.leder_nord)
    side = sti(laesning, "tilsyn_spoergsmaal", "P-01")
    svar = client.post(side, {"svar": "ja", "bemaerkning": "Tæt på fristen"})
    assert svar.status_code == 422
    assert "Skriv, hvorfor du svarer noget andet" in tekst(svar)
    assert "Tæt på fristen" in svar.content.decode()
    assert not Svar.objects.get(laesning=laesning, spoergsmaal="P-01").svar
    client.post(side, {"svar": "ja", "begrundelse": "Datoen er forkert", "alvor": "1"})
    s = Svar.objects.get(laesning=laesning, spoergsmaal="P-01")
    assert (s.svar, s.begrundelse, s.alvor) == ("ja", "Datoen er forkert", 1)


@pytest.mark.parametrize(
    ("felter", "ord_"),
    [
        ({}, "Vælg et svar"),
        ({"svar": "måske"}, "måske"),
        ({"svar": "nej", "bemaerkning": "CPR 610617-4001"}, "CPR"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_field(laesning, hold, client, felter, ord_):
    client.force_login(hold.leder_nord)
    svar = client.post(sti(laesning, "tilsyn_spoergsmaal", "P-02"), felter)
    assert svar.status_code == 422
    assert ord_ in tekst(svar)
    assert not Svar.objects.get(laesning=laesning, spoergsmaal="P-02").svar


def test_a_draft_comes_back(laesning, hold, client):
    client.force_login(hold.leder_nord)
    side = sti(laesning, "tilsyn_spoergsmaal", "P-02")
    kladder.gem(hold.leder_nord, side, [("svar", ["nej"]), ("bemaerkning", ["Halv sætning"])])
    svar = client.get(side)
    assert "Halv sætning" in svar.content.decode()
    assert "Din kladde" in tekst(svar)


def test_a_corrected_step_moves_the_computed_answer_and_asks_again(laesning, hold):
    actions.svar(laesning, "P-01", Besvarelse("nej"), af=hold.leder_nord)
    bfu = Skridt.objects.get(sag=hold.sag, art="BFU_AFSLUTTET")
    ret(bfu, date(2025, 6, 20), attributter=bfu.data)
    svar_alt_undtagen = (("P-02", "ja"), ("P-03", "hoej"))
    for nr, kode in svar_alt_undtagen:
        actions.svar(laesning, nr, Besvarelse(kode), af=hold.leder_nord)
    with pytest.raises(ValidationError, match="P-01: Du har svaret nej, men data siger ja"):
        actions.laas(laesning, af=hold.leder_nord)
    actions.svar(laesning, "P-01", Besvarelse("ja"), af=hold.leder_nord)
    assert actions.laas(laesning, af=hold.leder_nord).laast


# -- who may, and when -----------------------------------------------------------------------------


def test_the_cases_own_raadgiver_is_refused_then_and_now(runde, laesning, hold, client):
    hold.sag.ansvarlig = hold.leder_nord
    hold.sag.save()
    laesning = laesningen(runde, hold.leder_nord)
    with pytest.raises(PermissionDenied, match="selv rådgiver"):
        actions.svar(laesning, "P-02", Besvarelse("ja"), af=hold.leder_nord)
    client.force_login(hold.leder_nord)
    side = client.get(sti(laesning, "tilsyn_spoergsmaal", "P-02"))
    assert side.status_code == 403
    assert "Det, du har svaret, er gemt" in tekst(side)
    hold.sag.ansvarlig = None
    hold.sag.save()
    Tilsynssag.objects.update(raadgiver=hold.leder_nord)
    with pytest.raises(PermissionDenied, match="selv rådgiver"):
        actions.laas(laesning, af=hold.leder_nord)


def test_one_who_is_barred_from_the_case_is_refused(laesning, hold):
    Sagsadgang.objects.create(
        bruger=hold.leder_nord, sag=hold.sag, slags=Sagsadgang.Slags.SPAERRET,
        begrundelse="Egen familie", givet_af=hold.leder_nord,
    )  # fmt: skip
    with pytest.raises(PermissionDenied, match="ikke længere adgang"):
        actions.svar(laesning, "P-02", Besvarelse("ja"), af=hold.leder_nord)


def test_nobody_answers_anothers_reading(laesning, jurist, client):
    with pytest.raises(PermissionDenied, match="en andens"):
        actions.svar(laesning, "P-02", Besvarelse("ja"), af=jurist)
    client.force_login(jurist)
    assert client.get(sti(laesning, "tilsyn_spoergsmaal", "P-02")).status_code == 404


def test_a_withdrawn_case_keeps_its_answers_and_says_so(laesning, hold, client):
    actions.svar(laesning, "P-02", Besvarelse("ja", bemaerkning="Fint"), af=hold.leder_nord)
    Tilsynssag.objects.update(
        tilstand=Tilsynssag.Tilstand.UDGAAET, grund="Flyttet til en anden kommune"
    )
    client.force_login(hold.leder_nord)
    side = sti(laesning, "tilsyn_spoergsmaal", "P-03")
    svar = client.post(side, {"svar": "ringe", "begrundelse": "Mine lange ord"})
    assert "taget ud af runden: Flyttet til en anden kommune" in tekst(svar)
    assert "Mine lange ord" in svar.content.decode()
    assert Svar.objects.get(laesning=laesning, spoergsmaal="P-02").bemaerkning == "Fint"
    assert not Svar.objects.get(laesning=laesning, spoergsmaal="P-03").svar
    assert "Fint" in client.get(sti(laesning, "tilsyn_spoergsmaal", "P-02")).content.decode()


def test_nothing_is_answered_when_the_round_is_over(laesning, hold):
    Runde.objects.update(tilstand=Runde.Tilstand.AFSLUTTET)
    for forsoeg in (
        lambda: actions.svar(laesning, "P-02", Besvarelse("ja"), af=hold.leder_nord),
        lambda: actions.laas(laesning, af=hold.leder_nord),
    ):
        with pytest.raises(ValidationError, match="ikke i gang"):
            forsoeg()


# -- locking ---------------------------------------------------------------------------------------


def test_locking_asks_for_every_answer_and_then_nothing_moves(laesning, hold):
    with pytest.raises(ValidationError, match="P-02: Spørgsmålet er ikke besvaret"):
        actions.laas(laesning, af=hold.leder_nord)
    svar_alt(laesning, hold.leder_nord)
    actions.laas(laesning, af=hold.leder_nord)
    with pytest.raises(ValidationError, match="låst"):
        actions.svar(laesning, "P-02", Besvarelse("nej"), af=hold.leder_nord)


def test_the_deciding_level_alone_writes_the_judgement_once(runde, laesning, hold, jurist):
    svar_alt(laesning, hold.leder_nord, barnet="ringe")
    actions.laas(laesning, af=hold.leder_nord)
    vurderinger = Skridt.objects.filter(sag=hold.sag, art="VURDERING")
    assert not vurderinger.exists(), "level 2 reads the case too, and decides"
    anden = actions.begynd(laesningen(runde, jurist), af=jurist)
    svar_alt(anden, jurist, barnet="hoej")
    actions.laas(anden, af=jurist)
    v = vurderinger.get()
    assert (v.dag, v.data) == (TIL, {"tema": "inddragelse_barn", "svar": "hoej"})
    assert v.registreret_af == jurist


def test_each_thing_found_in_the_course_becomes_a_point_that_the_measure_counts(hold, jurist):
    yaml = (
        KONCEPT.replace("  - {kode: n2, navn: Jurist, roller: [JURIST]}\n", "")
        .replace(
            "sagstrin:\n",
            "  forloeb:\n    navn: Forløbet\n    flervalg: ja\n    svar:\n"
            "      - {kode: ingen, navn: Intet, taeller: overholdt}\n"
            "      - {kode: langsommelighed, navn: Langsommelighed, taeller: mangel}\n"
            "      - {kode: passivitet, navn: Passivitet, taeller: mangel}\nsagstrin:\n",
            1,
        )
        .replace(
            "skala: grad\n    skriver: {tema: inddragelse_barn}",
            "skala: forloeb\n    skriver: {skridt: OPMAERKSOMHEDSPUNKT}",
        )
    )
    runde = en_runde([hold.sag], hold.leder_nord, [("n1", hold.leder_nord)], yaml=yaml)
    laesning = actions.begynd(laesningen(runde, hold.leder_nord), af=hold.leder_nord)
    for nr, kode in (("P-01", ""), ("P-02", "ja"), ("P-03", "langsommelighed+passivitet")):
        auto = Svar.objects.get(laesning=laesning, spoergsmaal=nr).auto
        actions.svar(laesning, nr, Besvarelse(kode or auto or "uvist"), af=hold.leder_nord)
    actions.laas(laesning, af=hold.leder_nord)
    punkter = Skridt.objects.filter(sag=hold.sag, art="OPMAERKSOMHEDSPUNKT")
    assert {(p.dag, p.data["art"]) for p in punkter} == {
        (TIL, "langsommelighed"),
        (TIL, "passivitet"),
    }
    hold.sag.sagstype = "opfoelgning"  # one that the measure is about
    hold.sag.save()
    ((_, sag),) = maalesager(Synsdag(TIL), [hold.sag.pk])
    tal = {r.raekke: r.taeller for r in beregn(hent_koncept("taskforce"), [sag], FRA, TIL)}
    assert (tal["OP-01"], tal["OP-02"], tal["OP-03"], tal["OP-04"]) == (1, 1, 0, 1)
    actions._punkter(laesning.tilsynssag, "P-03", ["passivitet"], hold.leder_nord)
    i_kraft = kendte(Synsdag.i_dag(), punkter)
    assert [p.data["art"] for p in i_kraft] == ["passivitet"]


def test_others_answers_are_shown_only_after_ones_own_are_locked(
    runde, laesning, hold, jurist, client
):
    anden = actions.begynd(laesningen(runde, jurist), af=jurist)
    svar_alt(anden, jurist, barnet="ringe")
    Svar.objects.filter(laesning=anden, spoergsmaal="P-02").update(bemaerkning="Juristens ord")
    actions.laas(anden, af=jurist)
    client.force_login(hold.leder_nord)
    sider = [
        sti(laesning, n)
        for n in ("tilsyn_laes_sammenlign", "tilsyn_laes_laas", "tilsyn_laes_sagen")
    ]
    sider += [sti(laesning, "tilsyn_spoergsmaal", nr) for nr in ("P-01", "P-02", "P-03")]
    sider += [reverse("tilsyn_uenighed", args=[runde.pk])]
    for side in sider:
        html = client.get(side, follow=True).content.decode()
        assert "Juristens ord" not in html, side
        assert "I ringe grad / " not in html, side
    assert "Lås først dine egne svar" in tekst(client.get(sider[0], follow=True))
    svar_alt(laesning, hold.leder_nord, barnet="hoej")
    svar = client.post(sti(laesning, "tilsyn_laes_laas"), follow=True)
    side = tekst(svar)
    assert "Juristens ord" in side
    assert "1 forskel på 3 spørgsmål" in side
    assert "I høj grad / I ringe grad" in tekst(
        client.get(reverse("tilsyn_uenighed", args=[runde.pk]))
    )


def test_a_last_step_keeps_the_texts_and_missing_ones_do_not_stop(laesning, hold, client):
    client.force_login(hold.leder_nord)
    svar_alt(laesning, hold.leder_nord)
    felter = {
        "styrker": "Tæt kontakt",
        "blanket_laering": "Hvad lærte vi?",
        "blanket_forklaede": "",
    }
    side = client.post(sti(laesning, "tilsyn_laes_sagen"), felter, follow=True)
    assert "»Forklæde« er ikke skrevet" in tekst(side)
    laesning.refresh_from_db()
    assert laesning.styrker == "Tæt kontakt"
    assert laesning.blanketter.get(kode="laering").tekst == "Hvad lærte vi?"
    assert "10 til 12 linjer" in tekst(client.get(sti(laesning, "tilsyn_laes_sagen")))
    client.post(sti(laesning, "tilsyn_laes_laas"))
    laesning.refresh_from_db()
    assert laesning.laast


# -- the case window -------------------------------------------------------------------------------


def test_the_case_is_seen_up_to_the_windows_end_and_late_entries_are_marked(laesning, hold, client):
    registrer(hold.sag, "JOURNALNOTAT", date(2026, 2, 5), attributter={"emne": "Efter perioden"})
    registrer(hold.sag, "JOURNALNOTAT", date(2025, 9, 1), attributter={"emne": "I perioden"})
    registrer(
        hold.sag, "JOURNALNOTAT", date(2025, 9, 2), attributter={"emne": "Straks"},
        registreret=timezone.make_aware(timezone.datetime(2025, 9, 2, 12)),
    )  # fmt: skip
    client.force_login(hold.leder_nord)
    html = client.get(sti(laesning, "tilsyn_spoergsmaal", "P-02")).content.decode()
    assert "Efter perioden" not in html
    assert "dage efter</span>" in html.split("I perioden")[1][:200]
    assert "dage efter</span>" not in html.split("Straks")[1][:120]


def test_a_text_is_read_as_it_stood_at_the_windows_end(laesning, hold, client, monkeypatch):
    def skriv(dag: date, emne: str, *udgaver: tuple[datetime, str]) -> None:
        rod = registrer(hold.sag, "JOURNALNOTAT", dag, attributter={"emne": emne}).rod
        for nr, (tid, ord_) in enumerate(udgaver, 1):
            monkeypatch.setattr(timezone, "now", lambda tid=tid: timezone.make_aware(tid))
            if nr == 1:
                skrift = skrifter.opret(
                    hold.sag, "notat", {"tekst": ord_}, af=hold.mette, skridt_rod=rod
                )
            else:
                Udgave.objects.create(
                    skrift=skrift, sag=hold.sag, nr=nr, felter={"tekst": ord_},
                    skrevet_af=hold.mette,
                )  # fmt: skip
        monkeypatch.undo()

    sidste, foerste = datetime(2026, 1, 31, 23, 59), datetime(2026, 2, 1, 0, 0)
    skriv(date(2025, 9, 1), "Rettet", (sidste, "Stod den 31."), (foerste, "Blev til bagefter."))
    skriv(date(2025, 9, 2), "Uændret", (datetime(2025, 9, 2, 12), "Stod hele tiden."))
    skriv(date(2025, 9, 3), "Sent", (foerste, "Skrevet for sent."))
    client.force_login(hold.leder_nord)
    html = client.get(sti(laesning, "tilsyn_spoergsmaal", "P-02")).content.decode()
    assert "Stod den 31." in html
    assert "Blev til bagefter." not in html
    assert html.count("Rettet senere, 1. februar 2026") == 1
    assert "Stod hele tiden." in html
    assert html.count("Skrevet 1. februar 2026, efter periodens slutning") == 1
    assert "Skrevet for sent." in html


def test_no_code_of_a_step_is_shown_without_danish_letters():
    """The fields and the codes that the catalogue and the forms know."""
    koder = {n for a in katalog().arter.values() for n in a.felter}
    koder |= {k for f in (*FELTER.values(), *VED_ART.values()) for k, _ in f.valg}
    led = {x for kode in koder for x in str(kode).rstrip("*").split("_")}
    ascii_ = {x for x in led if re.search("ae|oe|aa", x)} - {"ae", "oe", "aa"}
    assert sorted(x for x in ascii_ if x not in DANSK) == []


def test_pages_ask_little_however_much_is_in_the_case(laesning, hold, client):
    for nr in range(30):
        registrer(hold.sag, "JOURNALNOTAT", date(2025, 9, 1), attributter={"emne": f"Nr. {nr}"})
    client.force_login(hold.leder_nord)
    sider = [sti(laesning, n) for n in ("tilsyn_laes_laas", "tilsyn_laes_sagen")]
    sider += [sti(laesning, "tilsyn_spoergsmaal", "P-01"), reverse("tilsyn")]
    sider += [reverse("tilsyn_uenighed", args=[laesning.tilsynssag.runde_id])]
    for side in sider:
        with CaptureQueriesContext(connection) as alle:
            assert client.get(side).status_code == 200, side
        # To tell PostgreSQL whose rows to show is no question of the page's.
        spurgt = [q["sql"] for q in alle.captured_queries if "set_config" not in q["sql"]]
        assert len(spurgt) <= 20, (side, len(spurgt))


def test_a_wrong_registration_is_corrected_on_the_way_and_the_answer_is_new(laesning, hold, client):
    client.force_login(hold.leder_nord)
    side = sti(laesning, "tilsyn_spoergsmaal", "P-01")
    bfu = Skridt.objects.get(sag=hold.sag, art="BFU_AFSLUTTET")
    ret_sti = f"{reverse('ret_skridt', args=[bfu.pk])}?tilbage={side}"
    vist = client.get(side)
    assert ret_sti in vist.content.decode()
    assert "OPFOELGNING" not in vist.context["kan_rette"]
    form = client.get(ret_sti)
    assert f'name="tilbage" value="{side}"' in form.content.decode()
    som_nu = {n: v for n, v in form.context["form"].initial.items() if v}
    felter = {**som_nu, "dag": "2025-06-20", "hvorfor": "Tastefejl", "tilbage": side}
    svar = client.post(ret_sti, felter)
    assert svar.url == side, tekst(svar)
    assert "Data siger: Ja" in tekst(client.get(side))
