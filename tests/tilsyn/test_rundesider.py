"""The pages of a round: from concept to readers in two forms, nothing typed lost, at most 20 statements."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from omhu.sager import saeradgang
from omhu.sager.models import Sag
from omhu.tilsyn.models import Laesning, Runde, Tilsynssag
from omhu.tilsyn.runder import actions
from tests.tilsyn.runde_stoette import FRA, PR_TRIN, TIL, en_frossen, en_sag, et_hus, traek
from tests.tilsyn.stoette import KONCEPT, en_udgave

pytestmark = pytest.mark.django_db
HOEJST = 20


@pytest.fixture
def hus():
    return et_hus()


@pytest.fixture
def leder(hus, client):
    client.force_login(hus.leder)
    return client


def felter(svar, skjult=()) -> dict[str, object]:
    """What a browser would send of the form that is shown."""
    form = svar.context["form"]
    alle = {navn: form[navn].value() for navn in form.fields if navn not in skjult}
    return {n: v for n, v in alle.items() if v not in (None, "", [], False)}


def test_the_latest_rounds_stand_first(leder, hus):
    foer, efter = (en_frossen(hus, til=TIL.replace(day=dag)) for dag in (15, 31))
    midt = en_frossen(hus, til=TIL.replace(day=20))
    runder = leder.get(reverse("tilsyn")).context["runder"]
    assert [r.pk for r in runder] == [efter.pk, midt.pk, foer.pk]


def test_three_per_raadgiver_in_two_forms_with_everything_filled_in(leder, hus):
    en_udgave()
    svar = leder.get(reverse("tilsyn_ny_runde"))
    valgt = felter(svar)
    assert {"udgave", "enhed", "fra", "til", "tilstand", "dobbelt"} <= set(valgt)
    koncept = str(en_udgave().pk)
    svar = leder.post(
        svar.request["PATH_INFO"], {**valgt, "udgave": koncept, "fra": FRA, "til": TIL}, follow=True
    )
    runde = Runde.objects.get()
    assert svar.redirect_chain[-1][0] == reverse("tilsyn_traek", args=[runde.pk])
    tekst = svar.content.decode()
    assert "<strong>12 sager</strong>" in tekst
    assert runde.froe in tekst
    assert "Med 9 sager hver gang kan" in tekst
    assert "Pr. rådgiver er der 3 sager" in tekst
    svar = leder.post(svar.request["PATH_INFO"], felter(svar, ("fil",)), follow=True)
    assert svar.redirect_chain[-1][0] == reverse("tilsyn_runde", args=[runde.pk])
    assert {runde.sager.filter(raadgiver=b).count() for b in hus.raadgivere} == {3}
    foerste = Laesning.objects.filter(niveau="n1", dobbelt=False)
    assert set(foerste.values_list("laeser", flat=True)) == {hus.leder.pk}
    assert "læsninger er fordelt." in svar.content.decode()


def test_a_concept_by_sagstrin_is_drawn_by_sagstrin(leder, hus):
    udgave = en_udgave(PR_TRIN)
    valgt = felter(leder.get(reverse("tilsyn_ny_runde")))
    vist = leder.post(
        reverse("tilsyn_ny_runde"), {**valgt, "udgave": udgave.pk, "navn": "Mit navn", "vis": "1"}
    )
    assert [k for k, _ in vist.context["form"].fields["trin"].choices] == ["underretninger", "bfu"]
    assert vist.context["form"]["navn"].value() == "Mit navn"
    assert not Runde.objects.exists()
    leder.post(reverse("tilsyn_ny_runde"), {**valgt, "udgave": udgave.pk, "fra": FRA, "til": TIL})
    runde = Runde.objects.get()
    assert set(runde.ramme.raekker.values_list("sagstrin", flat=True)) == {"underretninger"}
    svar = leder.get(reverse("tilsyn_traek", args=[runde.pk]))
    assert svar.context["form"]["grupper"].value() == ["sagstrin"]


@pytest.mark.parametrize(
    ("ret", "ord_"),
    [
        (
            {"sagstyper": ["stoette"], "fra": "1990-01-01", "til": "1990-12-31"},
            "Ingen sager passer",
        ),
        ({"fra": "2026-02-01", "til": "2026-01-01"}, "Perioden slutter, før den begynder"),
        ({"formaal": "Barnet 0101701234"}, "ligner et CPR-nummer"),
    ],
)
def test_a_refused_frame_comes_back_as_it_was_typed(ret, ord_, leder, hus):
    koncept = en_udgave().pk
    sendt = {
        **felter(leder.get(reverse("tilsyn_ny_runde"))),
        "udgave": koncept,
        "navn": "Mit navn",
        **ret,
    }
    svar = leder.post(reverse("tilsyn_ny_runde"), sendt)
    assert svar.status_code == 422
    tekst = svar.content.decode()
    assert ord_ in tekst
    assert "Mit navn" in tekst
    assert not Runde.objects.exists()


def test_a_pasted_list_and_a_file_name_what_is_unknown_and_keep_the_rest(leder, hus):
    runde = en_frossen(hus)
    sti = reverse("tilsyn_traek", args=[runde.pk])
    fil = SimpleUploadedFile("sager.csv", "Sagsnr;Barn\nN-003;x\nN-004;y\n".encode("latin-1"))
    svar = leder.post(sti, {"slags": "LISTE", "liste": "N-001\n X-7 \nN-002\n"})
    assert svar.status_code == 422
    tekst = svar.content.decode()
    assert "Ikke i rammen: X-7" in tekst
    assert "N-002" in tekst
    leder.post(sti, {"slags": "LISTE", "liste": "n-001\nN-002", "fil": fil})
    assert list(runde.sager.order_by("nr").values_list("sag__nummer", flat=True)) == [
        "N-001",
        "N-002",
        "N-003",
        "N-004",
    ]


def test_a_number_for_one_kind_of_draw_is_not_carried_into_the_groups(leder, hus):
    runde = en_frossen(hus)
    sti = reverse("tilsyn_traek", args=[runde.pk])
    sendt = {"grupper": ["raadgiver"], "mindst": "2", "antal": "3"}
    assert (
        "Med 6 sager hver gang"
        in leder.post(sti, {**sendt, "slags": "STRATIFICERET", "regn": "1"}).content.decode()
    )
    leder.post(sti, {**sendt, "slags": "STRATIFICERET"})
    assert runde.udtraek.get().antal == 6
    assert not leder.get(sti).context["form"]["i_alt"].value()
    leder.post(sti, {**sendt, "slags": "STRATIFICERET", "mindst": "1", "i_alt": "4"})
    assert runde.udtraek.last().antal == 4


def test_a_button_pressed_twice_draws_once(leder, hus):
    runde = en_frossen(hus)
    sti = reverse("tilsyn_traek", args=[runde.pk])
    sendt = {"slags": "SIMPEL", "antal": "4", "kendte": leder.get(sti).context["kendte"]}
    assert [leder.post(sti, sendt).status_code for _ in "12"] == [302, 302]
    assert runde.udtraek.count() == 1
    assert (
        "Intet er trukket igen"
        in leder.get(reverse("tilsyn_runde", args=[runde.pk])).content.decode()
    )
    leder.post(sti, sendt | {"kendte": leder.get(sti).context["kendte"]})
    assert runde.udtraek.count() == 2


def test_a_frame_without_a_unit_is_refused_to_one_who_has_some(leder, hus):
    sendt = felter(leder.get(reverse("tilsyn_ny_runde"))) | {"udgave": en_udgave().pk}
    del sendt["enhed"]
    svar = leder.post(reverse("tilsyn_ny_runde"), sendt)
    assert (svar.status_code, Runde.objects.exists()) == (422, False)
    assert "Vælg en af dine enheder" in svar.content.decode()


@pytest.mark.parametrize("slags", ["selvvalgt", "liste", "simpel"])
def test_the_draw_that_the_concept_names_is_chosen_beforehand(leder, hus, slags):
    navngivet = KONCEPT.replace("konvention:", f"udtraek: {slags}\nkonvention:", 1)
    runde = en_frossen(hus, yaml=navngivet)
    form = leder.get(reverse("tilsyn_traek", args=[runde.pk])).context["form"]
    assert form["slags"].value() == slags.upper()


def test_the_page_shows_the_power_again_without_drawing(leder, hus):
    runde = en_frossen(hus)
    sti = reverse("tilsyn_traek", args=[runde.pk])
    svar = leder.post(sti, {"slags": "SIMPEL", "antal": "8", "regn": "1"})
    assert "Med 8 sager hver gang" in svar.content.decode()
    assert not runde.udtraek.exists()


def test_the_pages_ask_little_however_many_cases(leder, hus):
    runde = en_frossen(hus)
    traek(runde, antal=9)
    actions.tildel_laesere(hus.leder, runde, {"n1": [hus.leder]})
    x = Laesning.objects.first()
    stier = [
        reverse("tilsyn_ny_runde"),
        *(reverse(f"tilsyn_{n}", args=[runde.pk]) for n in
          "runde traek ramme efterproev laesere rundens_slut".split()),
        reverse("tilsyn_tag_ud", args=[runde.pk, 1]),
        reverse("tilsyn_omfordel", args=[runde.pk, x.pk]),
        reverse("tilsyn"),
    ]  # fmt: skip
    for sti in stier:
        with CaptureQueriesContext(connection) as alle:
            assert leder.get(sti).status_code == 200, sti
        spurgt = [q["sql"] for q in alle.captured_queries if "set_config" not in q["sql"]]
        assert len(spurgt) <= HOEJST, (sti, len(spurgt), spurgt)


def test_a_case_one_may_not_see_stands_in_the_round_without_its_name(hus, client):
    runde = en_frossen(hus, hus.chef, enhed=hus.center.pk)
    traek(runde, antal=12)
    saeradgang.beskyt(hus.chef, hus.sager[3], Sag.Beskyttelse.ANSAT, "Barnets mor arbejder i huset")
    client.force_login(hus.jurist)
    tekst = client.get(reverse("tilsyn_runde", args=[runde.pk])).content.decode()
    assert "Barn3 Prøve" not in tekst
    assert "N-003" not in tekst
    assert "Barn4 Prøve" in tekst
    assert "Sag, du ikke har adgang til" in tekst
    assert client.get(reverse("tilsyn_rammefil", args=[runde.pk])).status_code == 403
    assert "N-003" not in client.get(reverse("tilsyn_ramme", args=[runde.pk])).content.decode()
    client.force_login(hus.chef)
    assert b"N-003" in client.get(reverse("tilsyn_rammefil", args=[runde.pk])).content


def test_the_drawn_list_as_a_file_names_no_child(leder, hus):
    runde = en_frossen(hus)
    traek(runde, antal=3)
    sti = reverse("tilsyn_runde", args=[runde.pk])
    xlsx = io.BytesIO(leder.get(sti, {"format": "xlsx"}).content)
    ark = CalamineWorkbook.from_filelike(xlsx).get_sheet_by_index(0).to_python()
    assert ark[0][:3] == ["Nr", "Sag", "Sagstrin"]
    assert len(ark) == 4
    csv_ = leder.get(sti, {"format": "csv"}).content.decode("utf-8-sig")
    assert "Tilfældigt udvalgt" in csv_
    assert "Prøve;Tilf" in csv_  # the rådgiver
    assert "Barn" not in csv_


def test_a_case_is_taken_out_from_its_page(leder, hus):
    runde = en_frossen(hus)
    traek(runde, antal=3)
    sti = reverse("tilsyn_tag_ud", args=[runde.pk, 1])
    assert "Den næste i rækkefølgen er" in leder.get(sti).content.decode()
    svar = leder.post(sti, {"grund": "", "erstat": "1"})
    assert svar.status_code == 422
    assert "Skriv hvorfor" in svar.content.decode()
    leder.post(sti, {"grund": "Flyttet til anden kommune", "erstat": "1"})
    assert Tilsynssag.objects.get(runde=runde, nr=4).erstatter.nr == 1
    assert (
        "allerede ude" in leder.get(sti).content.decode()
        or "Flyttet" in leder.get(sti).content.decode()
    )


def test_a_raadgiver_finds_the_round_that_asks_and_nominates_their_own(hus, client):
    en_sag(hus, hus.raadgivere[1], 60, hus.syd)
    runde = en_frossen(hus)
    traek(runde, "SELVVALGT", 2)
    client.force_login(hus.raadgivere[0])
    assert (
        reverse("tilsyn_meld_sag", args=[runde.pk])
        in client.get(reverse("tilsyn")).content.decode()
    )
    sti = reverse("tilsyn_meld_sag", args=[runde.pk])
    svar = client.get(sti)
    valg = svar.context["form"].fields["sag"].choices
    assert [t for _, t in valg][1:] == [
        "Barn0 Prøve, N-000",
        "Barn3 Prøve, N-003",
        "Barn6 Prøve, N-006",
        "Barn9 Prøve, N-009",
    ]
    svar = client.post(sti, {"sag": valg[1][0], "begrundelse": ""})
    assert svar.status_code == 422
    client.post(sti, {"sag": valg[1][0], "begrundelse": "Familien ville selv fortælle"})
    ts = Tilsynssag.objects.get()
    assert (ts.sag, ts.begrundelse) == (hus.sager[0], "Familien ville selv fortælle")


def test_the_round_is_closed_from_its_page_and_another_made_like_it(leder, hus):
    runde = en_frossen(hus)
    traek(runde, antal=2)
    actions.tildel_laesere(hus.leder, runde, {"n1": [hus.leder]})
    sti = reverse("tilsyn_rundens_slut", args=[runde.pk])
    assert "2 læsninger er ikke låst" in " ".join(leder.get(sti).content.decode().split())
    svar = leder.post(sti, {"handling": "opgiv", "grund": "Forkert periode"}, follow=True)
    assert "Runden er opgivet" in svar.content.decode()
    igen = leder.get(reverse("tilsyn_ny_runde"), {"fra": runde.pk}).context["form"]
    assert (igen["navn"].value(), igen["enhed"].value(), igen["fra"].value()) == (
        "Prøverunde",
        str(hus.nord.pk),
        FRA,
    )
