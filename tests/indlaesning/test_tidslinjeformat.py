"""The two-file format: what a row becomes."""

import json
from datetime import UTC, date, datetime

import pytest

from omhu.indlaesning.formater.attributter import laes_attributter
from omhu.indlaesning.kommando import koer
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.maalesager import maalesager
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag
from tests.indlaesning.stoette import HAENDELSER, SAGER, TO_SAGER, fejl, indlaes, linjer, par, skriv

pytestmark = pytest.mark.django_db


def test_a_kle_number_delimits_the_case_and_what_was_written_stays(tmp_path):
    skrevet = "27.24.00-G01-1-19 Børnesag"
    sager = SAGER.strip() + f",kle\nA,afgoerelse,,faelles,{skrevet}\nB,afgoerelse,,mor,Børnesag\n"
    haendelser = "1,A,SAG_OPRETTET,2025-01-01,\n2,B,SAG_OPRETTET,2025-01-01,\n"
    assert indlaes(tmp_path, haendelser, sager).exit_kode == 0
    assert dict(Sag.objects.values_list("nummer", "kle")) == {"A": "27.24.00", "B": ""}
    assert Sag.objects.get(nummer="A").oplysninger == {"kle": skrevet}


def test_a_case_and_its_child(tmp_path):
    sager = (
        SAGER.strip() + ",lovgrundlag,hovedforanstaltning,referencedato,viso_udvalgt,cpr\n"
        "A,afgoerelse,,faelles,BL § 46,Anbringelse uden for hjemmet,2025-03-01,ja,610512-4111\n"
    )
    assert indlaes(tmp_path, "1,A,SAG_OPRETTET,2025-01-01,\n", sager).exit_kode == 0
    sag = Sag.objects.get()
    assert (sag.nummer, sag.hovedforanstaltning, sag.referencedato) == (
        "A",
        "anbringelse",
        date(2025, 3, 1),
    )
    assert sag.oplysninger == {"viso_udvalgt": "ja"}
    assert sag.enhed.navn == "Ikke placeret"
    barn = Barn.objects.get()
    assert (barn.cpr, barn.foedselsdato) == ("6105124111", date(2012, 5, 1))
    assert "6105124111" not in barn.kilde_id


def test_time_of_day_and_second_time(tmp_path):
    h = (
        HAENDELSER.strip()
        + ",registreret\n1,A,UNDERRETNING,2026-03-02T10:15,afsender=skole|id=U1,2026-03-04\n"
        "2,A,KVITTERING,2026-03-03,vedroerer=U1,2026-03-05T08:00\n3,A,JOURNALNOTAT,2026-03-06,emne=a=b,\n"
    )
    assert indlaes(tmp_path, h).exit_kode == 0
    u, k, j = Skridt.objects.order_by("dag")
    assert (u.kun_dato, u.sket, u.navn) == (False, datetime(2026, 3, 2, 9, 15, tzinfo=UTC), "U1")
    assert u.registreret == datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    assert (k.kun_dato, k.vedroerer, k.registreret) == (
        True,
        "U1",
        datetime(2026, 3, 5, 7, 0, tzinfo=UTC),
    )
    assert j.registreret == j.sket == datetime(2026, 3, 5, 23, 0, tzinfo=UTC)
    assert j.data == {"emne": "a=b"}


def test_measures_become_codes_and_unknown_ones_are_kept(tmp_path):
    svar = indlaes(
        tmp_path,
        "1,A,AFGOERELSE,2025-02-01,foranstaltninger=Plejefamilie+kontaktperson|genbehandles=2026-02-01\n"
        "2,A,BOERNESAMTALE,2025-01-20,emner=hestepasning\n",
    )
    assert svar.exit_kode == 0
    samtale, afgoerelse = Skridt.objects.order_by("dag")
    assert afgoerelse.indsatser == "anbringelse+kontaktperson"
    assert afgoerelse.naeste == date(2026, 2, 1)
    assert afgoerelse.data["foranstaltninger"] == "Plejefamilie+kontaktperson"
    assert samtale.indsatser == "hestepasning"
    assert svar.rapport.advarsler == 1


def test_columns_in_any_order_and_semicolons(tmp_path):
    sager = skriv(tmp_path, "s.csv", "foedselsdato;sag_id\n2012-04-01;A\n")
    haendelser = skriv(tmp_path, "h.csv", "dato;haendelsestype;sag_id\n2025-01-01;SAG_OPRETTET;A\n")
    assert koer([haendelser, sager]).exit_kode == 0
    assert linjer() == ["A 2025-01-01 SAG_OPRETTET"]


@pytest.mark.parametrize(
    ("raekke", "kolonne", "ord_"),
    [
        ("1,A,HOPSA,2025-01-01,", "haendelsestype", "kendes ikke"),
        ("1,C,SAG_OPRETTET,2025-01-01,", "sag_id", "findes ikke"),
        ("1,A,SAG_OPRETTET,1823-01-01,", "dato", "1823"),
        ("1,A,SAG_OPRETTET,2025-02-30,", "dato", "kan ikke læses"),
        ("1,A,SAG_OPRETTET,,", "dato", "mangler"),
        ("1,A,SAG_OPRETTET,2125-02-20,", "dato", "fremtiden"),
        ("1,A,SAG_OPRETTET,2025-03-30T02:30,", "dato", "sommertid"),
        ("1,A,OPFOELGNING,2025-03-30,naeste=snart", "attributter", "snart"),
        ("1,A,OPFOELGNING,2025-03-30,hov", "attributter", "lighedstegn"),
        ("1,A,BOERNESAMTALE,2012-03-01,", "dato", "før barnet er født"),
        ("1,A,UNDERRETNING,2010-03-01,", "dato", "før barnets fødselsdag"),
        ("1,A,FYLDER_18,2025-03-01,", "haendelsestype", "kendes ikke"),
    ],
)
def test_a_bad_row_stops_the_load_and_says_where(tmp_path, raekke, kolonne, ord_):
    svar = indlaes(tmp_path, f"0,B,SAG_OPRETTET,2024-01-01,\n{raekke}\n")
    assert svar.exit_kode == 1
    assert fejl(svar) == [("haendelser.csv", 3, kolonne)]
    assert ord_ in svar.tekst()
    assert not Sag.objects.exists()
    assert not Skridt.objects.exists()


def test_unborn_children_have_underretninger(tmp_path):
    assert indlaes(tmp_path, "1,A,UNDERRETNING,2012-01-05,afsender=jordemoder\n").exit_kode == 0


def test_a_time_that_came_twice_is_a_warning(tmp_path):
    svar = indlaes(
        tmp_path, "1,A,UNDERRETNING,2025-10-26T02:30,\n2,A,UNDERRETNING,2025-10-26T02:30+01:00,\n"
    )
    assert (svar.exit_kode, svar.rapport.advarsler) == (0, 1)
    assert [s.sket.hour for s in Skridt.objects.order_by("sket")] == [0, 1]


@pytest.mark.parametrize(
    ("sager", "kolonne"),
    [
        ("A,x,2012-04-01,\nA,y,2012-04-01,\n", "sag_id"),
        ("B,x,2012-04-01,\nA,y,1823-04-01,\n", "foedselsdato"),
        ("B,x,2012-04-01,\nA,y,1901-04-01,\n", "foedselsdato"),
        ("B,x,2012-04-01,\nA,y,2029-04-01,\n", "foedselsdato"),
        ("B,x,2012-04-01,\n,y,2012-04-01,\n", "sag_id"),
    ],
)
def test_bad_cases(tmp_path, sager, kolonne):
    svar = indlaes(tmp_path, "1,B,SAG_OPRETTET,2024-01-01,\n".replace("B", sager[0]), SAGER + sager)
    assert svar.exit_kode == 1
    assert fejl(svar) == [("sager.csv", 3, kolonne)]


def test_a_cpr_that_cannot_be_is_never_repeated(tmp_path):
    svar = indlaes(
        tmp_path,
        "1,A,SAG_OPRETTET,2024-01-01,\n",
        "sag_id,foedselsdato,cpr\nA,2012-04-01,991312-1234\n",
    )
    assert fejl(svar) == [("haendelser.csv", 2, "sag_id"), ("sager.csv", 2, "cpr")]
    assert "991312" not in svar.tekst()
    assert "ikke en dato" in svar.tekst()
    assert "står selv i karantæne" in svar.tekst()


def test_an_end_before_its_start(tmp_path):
    svar = indlaes(
        tmp_path,
        "1,A,IVAERKSAT,2025-03-01,foranstaltning=kontaktperson\n"
        "2,A,FORANSTALTNING_OPHOERT,2025-02-01,foranstaltning=kontaktperson\n",
    )
    assert fejl(svar) == [("haendelser.csv", 3, "dato")]
    assert "før den begynder" in svar.tekst()


def test_missing_columns_are_named_with_what_was_found(tmp_path):
    svar = koer(
        [skriv(tmp_path, "h.csv", "sag_id,haendelsestype,naar\nA,SAG_OPRETTET,2024-01-01\n")]
    )
    assert svar.exit_kode == 1
    assert "kolonnen dato" in svar.tekst()
    assert "Vi fandt: sag_id, haendelsestype, naar" in svar.tekst()


def test_events_alone_for_known_cases(tmp_path):
    indlaes(tmp_path, "1,A,SAG_OPRETTET,2024-01-01,\n")
    assert (
        koer(
            [par(tmp_path, "1,A,SAG_OPRETTET,2024-01-01,\n2,A,JOURNALNOTAT,2024-02-01,\n")[1]]
        ).exit_kode
        == 0
    )
    assert linjer() == ["A 2024-01-01 SAG_OPRETTET", "A 2024-02-01 JOURNALNOTAT"]


def test_a_case_that_an_extract_holds_to_be_measured_comes_without_steps_too(tmp_path):
    """B is followed up on, says the file, and has no event by then. On an earlier day nothing of it was known; C has no
    type, and there is nothing to measure it by."""
    indlaes(
        tmp_path,
        "1,A,JOURNALNOTAT,2020-01-07,emne=x\n2,B,JOURNALNOTAT,2020-02-18,emne=x\n",
        TO_SAGER + "C,,2015-06-02,mor\n",
    )
    dag = date(2020, 2, 17)
    assert [m.id for _, m in maalesager(Synsdag(dag))] == ["A", "B"]
    assert [m.id for _, m in maalesager(Synsdag(dag, dag))] == ["A"]


def test_capitals_mean_nothing_in_words_that_rules_know_and_stay_in_names():
    """A grade in capitals would else be no grade, and an outsider the authority."""
    laest = laes_attributter(
        "udfoert_af=EKSTERN|svar=Ringe|sted=Anbringelsessted|foreloebig=JA", date(2026, 1, 1)
    )
    assert json.loads(laest.data) == {
        "udfoert_af": "ekstern", "svar": "ringe", "sted": "anbringelsessted", "foreloebig": "ja",
    }  # fmt: skip
    navne = laes_attributter("udfoert_af=MK|sted=Egehøj", date(2026, 1, 1))
    assert json.loads(navne.data) == {"udfoert_af": "MK", "sted": "Egehøj"}
