"""Concepts in the database and in the browser: editions with a reason, nothing typed is lost, rounds keep theirs."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from omhu.maalinger.tilsyn import laes_tekst, leverede
from omhu.maalinger.tilsyn.filer import leveret_tekst
from omhu.tilsyn.koncepter import actions, queries
from omhu.tilsyn.koncepter import leverede as levering
from omhu.tilsyn.koncepter.oversaet import til_raekker, til_yaml
from omhu.tilsyn.models import Koncept, Konceptudgave, Runde
from omhu.tilsyn.runder.koncept import koncept_af

pytestmark = pytest.mark.django_db
MIT = leveret_tekst("viso").replace("tilsyn: viso", "tilsyn: mit", 1)


@pytest.fixture
def jurist(db, django_user_model):
    return django_user_model.objects.create(username="jurist", rolle="JURIST", first_name="Jo")


@pytest.fixture
def chef(db, django_user_model):
    return django_user_model.objects.create(username="chef", rolle="CHEF")


@pytest.fixture
def som(client):
    def ind(bruger):
        client.force_login(bruger)
        return client

    return ind


def skemaet(koncept, **andet):
    """The form as a browser sends it."""
    felter = {"bygger_paa": "1", "begrundelse": "Afprøvet i foråret"}
    for sektion, raekker in til_raekker(koncept).items():
        for nr, r in enumerate(raekker):
            for felt, v in r.items():
                if v:
                    felter[f"{sektion}.{nr}.{felt}"] = v.split(", ") if felt == "roller" else v
    return felter | andet


def sti(navn, kode="viso"):
    return reverse(f"tilsyn_koncept_{navn}" if navn else "tilsyn_koncept", args=[kode])


# --- Shipped


def test_every_shipped_concept_stands_in_the_database_from_the_start():
    assert {u.koncept.kode for u in queries.nyeste()} == set(leverede())
    for u in Konceptudgave.objects.all():
        assert (u.nr, u.leveret, u.indhold) == (1, True, leveret_tekst(u.koncept.kode))
    assert levering.opret_manglende() == []


def test_newer_shipped_text_is_offered_and_never_laid_over_local_ones(jurist, monkeypatch, som):
    koncept = Koncept.objects.get(kode="viso")
    egen = til_yaml(til_raekker(leverede()["viso"]), leverede()["viso"])
    actions.gem(koncept, egen, "Vores egen", bygger_paa=1, af=jurist)
    ny = leveret_tekst("viso").replace("navn: VISO,", "navn: VISO 2027,", 1)
    monkeypatch.setattr(levering, "tekst_af", lambda kode: ny)
    assert levering.opret_manglende() == []
    assert queries.hent_udgave("viso").indhold == egen
    klient = som(jurist)
    assert "Omhu leverer en nyere tekst" in klient.get(sti("")).content.decode()
    klient.post(sti("leveret"))
    assert [u.nr for u in koncept.udgaver.order_by("nr")] == [1, 2, 3]
    assert queries.hent_udgave("viso").indhold == ny
    assert levering.nyt_leveret(koncept) == ""


def test_the_difference_is_told_as_the_form_says_it_and_the_order_of_roles_says_nothing(
    jurist, som
):
    k = leverede()["stevns-raadgivning"]
    skala = til_raekker(k)["skalaer"][1]["svar"]
    data = skemaet(k, **{"niveauer.0.roller": ["KOORDINATOR", "TEAMLEDER"]})
    data |= {"skalaer.1.svar": f"{skala}\ndelvis | Delvist | mangel"}
    sti = reverse("tilsyn_koncept_ret", args=["stevns-raadgivning"])
    siden = som(jurist).post(sti, data, follow=True).content.decode()
    assert "Ja (overholdt), Nej (mangel), Delvist (mangel)" in siden
    assert "<dt>Svar</dt>" in siden
    assert "Niveau n1" not in siden


def test_an_edition_older_than_the_word_keeps_its_confidential_question_closed_and_says_so(
    jurist, som
):
    gammel = leveret_tekst("koebenhavn").replace("    fortroligt: ja\n", "")
    u = actions.gem(
        Koncept.objects.get(kode="koebenhavn"), gammel, "Som før", bygger_paa=1, af=jurist
    )
    assert [s.id for s in koncept_af(u).spoergsmaal if s.fortroligt] == ["KBH-21"]
    siden = som(jurist).get(sti("", "koebenhavn")).content.decode()
    assert siden.count("Konceptet siger ikke, om svaret er fortroligt") == 1


def test_editions_are_never_changed():
    u = Konceptudgave.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        Konceptudgave.objects.filter(pk=u.pk).update(indhold="andet")


# --- The form


@pytest.mark.parametrize("kode", leverede())
def test_form_says_the_same_as_the_file(kode):
    k = leverede()[kode]
    assert laes_tekst(til_yaml(til_raekker(k), k)) == k


def test_change_in_the_form_becomes_an_edition_with_reason_and_difference(jurist, som):
    k = leverede()["viso"]
    klient = som(jurist)
    data = skemaet(k, **{"spoergsmaal.0.tekst": "Er samtalen refereret?", "niveauer.0.andel": "50"})
    svar = klient.post(sti("ret"), data, follow=True)
    u = queries.hent_udgave("viso")
    assert (u.nr, u.begrundelse, u.skrevet_af, u.leveret) == (
        2,
        "Afprøvet i foråret",
        jurist,
        False,
    )
    assert koncept_af(u).find("VISO-01").tekst == "Er samtalen refereret?"
    side = svar.content.decode()
    assert "Spørgsmål VISO-01 er ændret" in side
    assert "Niveau viso er ændret" in side
    assert "+   andel: 50" in side or "andel: 50" in side


def test_wrong_field_is_told_at_the_field_and_nothing_typed_is_lost(jurist, som):
    data = skemaet(
        leverede()["viso"],
        **{"spoergsmaal.2.skala": "findes-ikke", "spoergsmaal.0.tekst": "Noget helt nyt?"},
    )
    svar = som(jurist).post(sti("ret"), data)
    side = svar.content.decode()
    assert svar.status_code == 422
    assert "VISO-03: skalaen »findes-ikke« findes ikke. Skriv den under »skalaer«" in side
    assert 'id="spoergsmaal-2-skala-fejl"' in side
    assert "Noget helt nyt?" in side
    assert "Afprøvet i foråret" in side
    assert queries.hent_udgave("viso").nr == 1


FORKERT = {
    "spoergsmaal.0.maaling": (
        "taskforce:T9",
        "rækken »T9« findes ikke",
        "spoergsmaal-0-maaling-fejl",
    ),
    "spoergsmaal.4.regler": ("findes-ikke", "netop én af", "spoergsmaal-4-maaling-fejl"),
    "spoergsmaal.1.id": ("VISO-01", "står to gange", "spoergsmaal-1-id-fejl"),
    "niveauer.0.andel": ("alle", "ikke et helt tal", "niveauer-0-andel-fejl"),
    "sagstrin.0.relevant": ("{x", "Betingelsen kan ikke læses", "sagstrin-0-relevant-fejl"),
    "koncept.0.efterset": ("31.1.2026", "Datoen findes ikke", "koncept-0-efterset-fejl"),
    "begrundelse": ("", "Skriv kort, hvorfor", "begrundelse-fejl"),
}


@pytest.mark.parametrize("felt", FORKERT)
def test_each_fault_is_told_where_it_is(felt, jurist, som):
    vaerdi, tekst, sted = FORKERT[felt]
    data = skemaet(leverede()["viso"], **{felt: vaerdi})
    if felt.endswith("maaling"):
        data["spoergsmaal.0.automatik"] = "auto"
    side = som(jurist).post(sti("ret"), data).content.decode()
    assert tekst in side
    assert f'id="{sted}"' in side
    assert queries.hent_udgave("viso").nr == 1


@pytest.mark.parametrize("tal", ["²", "9" * 400])
def test_what_is_no_number_is_passed_over_or_refused(tal, jurist, som):
    klient, k = som(jurist), leverede()["viso"]
    for navn, felt in (("", "udgave"), ("fil", "udgave"), ("udgaver", "til")):
        assert klient.get(sti(navn), {felt: tal}).status_code == 200
    assert klient.post(sti("ret"), skemaet(k, fjern=f"spoergsmaal.{tal}")).status_code == 200
    data = skemaet(k, **{f"spoergsmaal.{tal}.id": "X", "sagstrin.0.relevant": "[" * 600})
    assert klient.post(sti("ret"), data | {"niveauer.0.andel": tal}).status_code == 422


def test_cpr_number_in_a_concept_is_refused(jurist, som):
    data = skemaet(leverede()["viso"], **{"koncept.0.note": "Se sagen 610215-1234."})
    assert "ligner et CPR-nummer" in som(jurist).post(sti("ret"), data).content.decode()


def test_rows_are_added_moved_and_removed_without_keeping_anything(jurist, som):
    k, klient = leverede()["viso"], som(jurist)
    side = klient.post(sti("ret"), skemaet(k, tilfoej="niveauer")).content.decode()
    assert 'name="niveauer.1.kode"' in side
    side = klient.post(sti("ret"), skemaet(k, ned="spoergsmaal.0")).content.decode()
    assert 'name="spoergsmaal.0.id" value="VISO-02"' in side
    side = klient.post(sti("ret"), skemaet(k, fjern="spoergsmaal.10")).content.decode()
    assert "VISO-11" not in side
    assert queries.hent_udgave("viso").nr == 1


def test_two_who_write_at_once(jurist, chef, som):
    k = leverede()["viso"]
    actions.gem(Koncept.objects.get(kode="viso"), k.som_yaml(), "Først", bygger_paa=1, af=chef)
    data = skemaet(k, **{"koncept.0.navn": "VISO, min"})
    svar = som(jurist).post(sti("ret"), data)
    side = svar.content.decode()
    assert "har gemt udgave 2, siden du åbnede konceptet" in side
    assert 'name="bygger_paa" value="2"' in side
    assert "VISO, min" in side
    som(jurist).post(sti("ret"), data | {"bygger_paa": "2"})
    assert koncept_af(queries.hent_udgave("viso")).navn == "VISO, min"


def test_nothing_changed_is_no_edition(jurist):
    koncept = Koncept.objects.get(kode="viso")
    with pytest.raises(ValidationError, match="ikke ændret noget"):
        actions.gem(koncept, leveret_tekst("viso"), "Samme", bygger_paa=1, af=jurist)


# --- Text and files


def test_text_mode_says_the_same_as_the_form_to_those_who_edit(jurist, hold, som):
    assert som(hold.leder_nord).get(sti("tekst")).status_code == 403
    klient = som(jurist)
    tekst = (
        leveret_tekst("viso")
        .replace("andel", "andel")
        .replace("navn: Inddragelse", "navn: Børn med", 1)
    )
    klient.post(
        sti("tekst"),
        {"tekst": tekst.replace("\n", "\r\n"), "begrundelse": "Nyt navn", "bygger_paa": 1},
    )
    assert queries.hent_udgave("viso").indhold == tekst


@pytest.mark.parametrize(
    ("gammelt", "nyt", "fejl"),
    [
        (
            "skala: kvalitet",
            "skala: kvalitett",
            "Linje 36: VISO-01: skalaen »kvalitett« findes ikke.",
        ),
        ("id: VISO-02", "id: VISO-01", "står to gange"),
        ("raekke: LT-15", "raekke: LT-99", "rækken »LT-99« findes ikke i »ledelsestilsyn«"),
        ("navn: VISO", "navn: [", "ikke gyldig YAML"),
    ],
)
def test_wrong_file_is_refused_with_its_line_and_stays_in_the_field(
    gammelt, nyt, fejl, jurist, som
):
    tekst = MIT.replace(gammelt, nyt, 1)
    fil = SimpleUploadedFile("mit.yaml", tekst.encode())
    svar = som(jurist).post(
        reverse("tilsyn_koncept_indlaes"),
        {"fil": fil, "begrundelse": "Fra nabokommunen", "tekst": ""},
    )
    assert svar.status_code == 422
    assert svar.context["form"]["tekst"].value() == tekst
    assert fejl in svar.content.decode()
    assert not Koncept.objects.filter(kode="mit").exists()


def test_file_in_another_encoding_says_so(jurist, som):
    fil = SimpleUploadedFile("mit.yaml", MIT.encode("latin-1"))
    svar = som(jurist).post(
        reverse("tilsyn_koncept_indlaes"), {"fil": fil, "begrundelse": "Fra naboen"}
    )
    assert "Filen er ikke UTF-8" in svar.content.decode()


def test_what_is_exported_can_be_imported(jurist, som):
    klient = som(jurist)
    fil = klient.get(sti("fil"))
    assert fil["Content-Disposition"] == 'attachment; filename="viso-udgave-1.yaml"'
    tekst = fil.content.decode().replace("tilsyn: viso", "tilsyn: mit", 1)
    klient.post(reverse("tilsyn_koncept_indlaes"), {"tekst": tekst, "begrundelse": "Fra naboen"})
    mit = Koncept.objects.get(kode="mit")
    assert (mit.oprettet_af, mit.udgaver.get().indhold) == (jurist, tekst)


def test_copy_is_ones_own(jurist, som):
    klient = som(jurist)
    svar = klient.post(sti("kopier"), {"navn": "Vores tilsyn", "kode": "vores"})
    assert svar.url == sti("ret", "vores")
    assert koncept_af(queries.hent_udgave("vores")).spoergsmaal == leverede()["viso"].spoergsmaal
    svar = klient.post(sti("kopier"), {"navn": "Vores tilsyn", "kode": "vores"})
    assert "Der er allerede et koncept »vores«" in svar.content.decode()
    assert 'value="Vores tilsyn"' in svar.content.decode()


# --- Rounds, laying away, the command


def test_round_keeps_the_edition_it_was_made_with(jurist):
    foerste = queries.hent_udgave("viso")
    runde = Runde.objects.create(
        navn="F",
        udgave=foerste,
        fra=date(2025, 1, 1),
        til=date(2025, 12, 31),
        oprettet_af=jurist,
        leder=jurist,
    )
    ny = leveret_tekst("viso").replace("id: VISO-11", "id: VISO-12")
    actions.gem(foerste.koncept, ny, "Nyt id", bygger_paa=1, af=jurist)
    runde.refresh_from_db()
    assert koncept_af(runde.udgave).find("VISO-11")
    assert koncept_af(queries.hent_udgave("viso")).find("VISO-12")


def test_laid_away_is_not_offered_for_new_rounds(jurist, som):
    klient = som(jurist)
    for _ in "12":
        klient.post(sti("laeg_vaek"), {"vaek": "ja"})
    assert "viso" not in {u.koncept.kode for u in queries.nyeste()}
    assert "Lagt væk" in klient.get(reverse("tilsyn_koncepter")).content.decode()
    klient.post(sti("laeg_vaek"), {"vaek": "nej"})
    assert "viso" in {u.koncept.kode for u in queries.nyeste()}


def test_concept_is_shown_with_paragraph_certainty_and_who_answers(jurist, som):
    side = som(jurist).get(sti("", "koebenhavn")).content.decode()
    assert "SEL § 50, stk. 7 / BL § 20, stk. 3" in side
    assert "Udledt, ikke bekræftet af kilden" in side
    assert "Pligter, hvor fristen ligger i perioden: bfu-4mdr" in side
    assert "Afgørelser om samvær er ikke skridt for sig i sagen." in side


def test_pages_ask_few_questions_of_the_database(jurist, som, django_assert_max_num_queries):
    klient = som(jurist)
    for adresse in (reverse("tilsyn_koncepter"), sti(""), sti("ret"), sti("udgaver")):
        with django_assert_max_num_queries(20):
            assert klient.get(adresse).status_code == 200


def test_unknown_concept_is_not_found(jurist, som):
    assert som(jurist).get(sti("", "findes-ikke")).status_code == 404


def test_command_lists_audits_and_measures(capsys):
    from argparse import Namespace

    from omhu.config.kommandoer import koncepter

    koncepter.koer(Namespace(kode=None, json=True))
    data = {(x["slags"], x["kode"]): x for x in json.loads(capsys.readouterr().out)}
    kbh = data["tilsyn", "koebenhavn"]
    assert (len(kbh["niveauer"]), kbh["spoergsmaal"], kbh["automatik"]) == (
        4, 21, {"auto": 11, "delvis": 4, "manuel": 6},
    )  # fmt: skip
    assert data["maaling", "taskforce"]["love"] == ["SEL", "BL"]
    koncepter.koer(Namespace(kode="taskforce", json=False))
    assert "TF-06    Var undersøgelsen færdig inden fire måneder?" in capsys.readouterr().out
