"""Loading again: nothing twice, corrections as new rows, vanished marked, hand-made corrections kept."""

import json
import os
from datetime import date

import pytest

from omhu.indlaesning import efter, kommando
from omhu.indlaesning.models import Forsvundet, Indlaesning
from omhu.sager.models import Sag
from omhu.tidslinje import actions
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende
from tests.indlaesning.stoette import SAGER, TO_SAGER, indlaes, linjer

pytestmark = pytest.mark.django_db

TRE = "1,A,SAG_OPRETTET,2024-01-01,\n2,A,BFU_BESLUTTET,2024-02-01,\n3,A,JOURNALNOTAT,2024-03-01,emne=x\n"


def i_kraft():
    return [f"{s.dag} {s.art}" for s in gaeldende(Synsdag(date(2026, 1, 1))).order_by("dag", "nr")]


def test_a_reload_without_changes_writes_nothing(tmp_path):
    hoert = []
    assert indlaes(tmp_path, TRE, efter=hoert.append).rapport.skridt == {"ny": 3}
    svar = indlaes(tmp_path, TRE, efter=hoert.append)
    assert svar.rapport.skridt == {"uaendret": 3}
    assert Skridt.objects.count() == 3
    assert len(hoert) == 1


def test_a_changed_row_corrects(tmp_path):
    indlaes(tmp_path, TRE)
    svar = indlaes(tmp_path, TRE.replace("2024-02-01", "2024-02-05"))
    assert svar.rapport.skridt == {"uaendret": 2, "aendret": 1}
    rettelse = Skridt.objects.exclude(erstatter=None).get()
    assert rettelse.erstatter.dag == date(2024, 2, 1)
    assert rettelse.rod == rettelse.erstatter.rod
    assert rettelse.registreret > rettelse.erstatter.registreret
    assert i_kraft() == [
        "2024-01-01 SAG_OPRETTET",
        "2024-02-05 BFU_BESLUTTET",
        "2024-03-01 JOURNALNOTAT",
    ]
    assert "2024-02-01 → 2024-02-05" in svar.tekst()
    assert indlaes(tmp_path, TRE.replace("2024-02-01", "2024-02-05")).rapport.skridt == {
        "uaendret": 3
    }


def test_a_row_in_the_middle_changes_no_other(tmp_path):
    indlaes(tmp_path, TRE)
    ny = (
        "1,A,SAG_OPRETTET,2024-01-01,\n2,A,JOURNALNOTAT,2024-01-15,emne=y\n3,A,BFU_BESLUTTET,2024-02-01,\n"
        "4,A,JOURNALNOTAT,2024-03-01,emne=x\n"
    )
    assert indlaes(tmp_path, ny).rapport.skridt == {"uaendret": 3, "ny": 1}


def test_a_row_between_two_of_the_same_day_gets_its_place(tmp_path):
    to = "1,A,PARTSHOERING,2024-01-01,\n2,A,AFGOERELSE,2024-01-01,foranstaltninger=kontaktperson\n"
    tre = (
        "1,A,PARTSHOERING,2024-01-01,\n2,A,BOERNESAMTALE,2024-01-01,emner=kontaktperson\n"
        "3,A,AFGOERELSE,2024-01-01,foranstaltninger=kontaktperson\n"
    )
    indlaes(tmp_path, to)
    assert indlaes(tmp_path, tre).rapport.skridt == {"uaendret": 2, "ny": 1}
    assert [linje.split()[2] for linje in linjer()] == [
        "PARTSHOERING",
        "BOERNESAMTALE",
        "AFGOERELSE",
    ]
    assert indlaes(tmp_path, tre).rapport.skridt == {"uaendret": 3}


def test_two_of_the_same_day_that_change_places_are_corrected(tmp_path):
    indlaes(tmp_path, "1,A,AFGOERELSE,2024-01-01,\n2,A,BOERNESAMTALE,2024-01-01,\n")
    byttet = "1,A,BOERNESAMTALE,2024-01-01,\n2,A,AFGOERELSE,2024-01-01,\n"
    indlaes(tmp_path, byttet)
    assert i_kraft() == ["2024-01-01 BOERNESAMTALE", "2024-01-01 AFGOERELSE"]
    assert indlaes(tmp_path, byttet).rapport.skridt == {"uaendret": 2}


def test_a_mended_kind_is_a_correction(tmp_path):
    indlaes(tmp_path, TRE)
    indlaes(tmp_path, TRE.replace("BFU_BESLUTTET", "AFDAEKNING_BESLUTTET"))
    assert i_kraft()[1] == "2024-02-01 AFDAEKNING_BESLUTTET"
    assert len(i_kraft()) == 3


def test_vanished_rows_are_marked_and_come_back(tmp_path):
    indlaes(tmp_path, TRE)
    svar = indlaes(tmp_path, TRE.replace("2,A,BFU_BESLUTTET,2024-02-01,\n", ""))
    assert svar.rapport.skridt == {"uaendret": 2, "forsvundet": 1}
    assert Forsvundet.objects.get().rod == Skridt.objects.get(art="BFU_BESLUTTET").rod
    assert len(i_kraft()) == 3
    svar = indlaes(tmp_path, TRE)
    assert svar.rapport.skridt == {"uaendret": 3}
    assert not Forsvundet.objects.exists()


def test_a_vanished_case_is_marked_and_comes_back(tmp_path):
    indlaes(tmp_path, TRE)
    indlaes(tmp_path, TRE, SAGER + "A,afgoerelse,2012-04-01,faelles\n")
    assert Sag.objects.get(nummer="B").ikke_i_seneste is not None
    indlaes(tmp_path, TRE)
    assert Sag.objects.get(nummer="B").ikke_i_seneste is None


def test_many_vanished_raise_the_alarm_and_mark_nothing(tmp_path):
    mange = "".join(f"{n},A,JOURNALNOTAT,2024-01-{n:02},emne={n}\n" for n in range(1, 29))
    indlaes(tmp_path, mange)
    halve = "".join(mange.splitlines(keepends=True)[:14])
    svar = indlaes(tmp_path, halve)
    assert "ALARM: 14 af 28 skridt" in svar.tekst()
    assert not Forsvundet.objects.exists()
    indlaes(tmp_path, halve, godkend_forsvundne=True)
    assert Forsvundet.objects.count() == 14


def test_a_correction_by_hand_is_not_overwritten(tmp_path):
    indlaes(tmp_path, TRE)
    actions.ret(Skridt.objects.get(art="BFU_BESLUTTET"), date(2024, 2, 9))
    assert indlaes(tmp_path, TRE).rapport.skridt == {"uaendret": 3}
    svar = indlaes(tmp_path, TRE.replace("2024-02-01", "2024-02-07"))
    assert svar.rapport.skridt == {"uaendret": 2, "rettet_i_haanden": 1}
    assert "rettet i hånden" in svar.tekst()
    assert i_kraft()[1] == "2024-02-09 BFU_BESLUTTET"


def test_a_withdrawal_by_hand_stays(tmp_path):
    indlaes(tmp_path, TRE)
    actions.traek_tilbage(
        Skridt.objects.get(art="BFU_BESLUTTET"), af=None, begrundelse="forkert barn"
    )
    assert indlaes(tmp_path, TRE).rapport.skridt == {"uaendret": 3}
    assert len(i_kraft()) == 2


def test_case_fields_follow_the_source_but_not_over_a_hand(tmp_path):
    indlaes(tmp_path, TRE)
    Sag.objects.filter(nummer="B").update(sagstype="rettet")
    svar = indlaes(
        tmp_path, TRE, TO_SAGER.replace("afgoerelse", "ny_type").replace("opfoelgning", "ny_type")
    )
    assert svar.rapport.sager == {"ny": 0, "aendret": 1, "uaendret": 1}
    assert sorted(Sag.objects.values_list("sagstype", flat=True)) == ["ny_type", "rettet"]
    assert "Sag B: sagstype er rettet i Omhu" in svar.tekst()


def test_all_or_nothing_when_it_fails_in_the_middle(tmp_path):
    def bryd(_):
        assert Skridt.objects.count() == 3
        raise RuntimeError("i stykker")

    with pytest.raises(RuntimeError):
        indlaes(tmp_path, TRE, efter=bryd)
    assert not Sag.objects.exists()
    assert not Skridt.objects.exists()
    assert not Indlaesning.objects.exists()


def test_a_dry_run_writes_nothing(tmp_path):
    svar = indlaes(tmp_path, TRE, proev=True, efter=lambda _: pytest.fail("kaldt"))
    assert (svar.exit_kode, svar.rapport.skridt) == (0, {"ny": 3})
    assert svar.tekst().startswith("Prøve: intet er skrevet.")
    assert not Sag.objects.exists()
    assert not Indlaesning.objects.exists()


def test_those_registered_hear_which_cases(tmp_path, monkeypatch):
    hoert = []
    monkeypatch.setattr(efter, "_registrerede", [hoert.append])
    indlaes(tmp_path, TRE)
    assert hoert == [set(Sag.objects.values_list("pk", flat=True))]
    indlaes(tmp_path, TRE + "4,B,SAG_OPRETTET,2024-01-01,\n")
    assert hoert[1] == {Sag.objects.get(nummer="B").pk}


def test_the_good_rows_and_then_the_mended_ones(tmp_path):
    daarlig = TRE + "4,A,HOPSA,2024-04-01,\n5,A,SAG_LUKKET,2024-05-01,\n"
    svar = indlaes(tmp_path, daarlig)
    assert (svar.exit_kode, Skridt.objects.count()) == (1, 0)
    svar = indlaes(tmp_path, daarlig, uden_fejlraekker=True)
    assert (svar.exit_kode, Skridt.objects.count()) == (0, 4)
    fil = svar.karantaenefiler[0]
    tekst = fil.read_text("utf-8-sig")
    assert (
        tekst.splitlines()[0] == "nr;sag_id;haendelsestype;dato;attributter;fejl;saadan_retter_du"
    )
    rettet = fil.with_name("rettet.csv")
    rettet.write_text(tekst.replace("HOPSA;", "JOURNALNOTAT;", 1))
    svar = kommando.koer([rettet])
    assert (svar.exit_kode, svar.rapport.skridt) == (0, {"ny": 1})
    assert indlaes(tmp_path, daarlig.replace("HOPSA", "JOURNALNOTAT")).rapport.skridt == {
        "uaendret": 5
    }


def test_when_something_became_known_is_not_changed_backwards(tmp_path):
    hoved = "nr,sag_id,haendelsestype,dato,attributter,registreret\n"
    indlaes(tmp_path, hoved + "1,A,SAG_OPRETTET,2024-01-01,,2024-01-02\n")
    svar = indlaes(tmp_path, hoved + "1,A,SAG_OPRETTET,2024-01-01,,2024-01-09\n")
    assert svar.rapport.skridt == {"uaendret": 1}
    assert "ændres ikke bagud" in svar.tekst()


def test_a_correction_is_known_from_the_time_the_source_gives(tmp_path):
    hoved = "nr,sag_id,haendelsestype,dato,attributter,registreret\n"
    indlaes(tmp_path, hoved + "1,A,SAG_OPRETTET,2024-01-01,,2024-01-02\n")
    indlaes(tmp_path, hoved + "1,A,SAG_OPRETTET,2024-01-03,,2024-02-01\n")
    dage = [
        gaeldende(Synsdag(date(2026, 1, 1), kendt)).get().dag.day
        for kendt in (date(2024, 1, 31), date(2024, 2, 1))
    ]
    assert dage == [1, 3]


def test_the_report_for_programs(tmp_path):
    svar = indlaes(tmp_path, TRE + "4,A,BFU_AFSLUTTE,2024-04-01,\n").som_json()
    assert json.loads(json.dumps(svar)) == svar | {"arter": svar["arter"]}
    assert svar["fejl"] == [
        {
            "fil": "haendelser.csv",
            "raekke": 5,
            "kolonne": "haendelsestype",
            "fejl": "Hændelsestypen »BFU_AFSLUTTE« kendes ikke.",
            "ret": "Mente du BFU_AFSLUTTET eller BFU_BESLUTTET?",
        }
    ]


def test_rows_in_quarantine_have_not_vanished(tmp_path):
    indlaes(tmp_path, TRE)
    daarlig = TRE.replace("BFU_BESLUTTET", "HOPSA") + "4,A,BFU_BESLUTTET,2024-05-01,\n"
    svar = indlaes(tmp_path, daarlig, uden_fejlraekker=True)
    assert svar.rapport.skridt == {"uaendret": 2, "ny": 1}
    assert "regnes intet for forsvundet" in svar.tekst()
    assert not Forsvundet.objects.exists()
    assert indlaes(tmp_path, daarlig.replace("HOPSA", "BFU_BESLUTTET")).rapport.skridt == {
        "uaendret": 4
    }


def test_a_dry_run_leaves_no_file_behind(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(settings.OMHU, "mappe", tmp_path / "egen")
    svar = indlaes(tmp_path, TRE + "4,A,HOPSA,2024-04-01,\n", proev=True)
    assert (svar.exit_kode, svar.karantaenefiler) == (1, [])
    assert not [f for f in (tmp_path / "egen").rglob("*") if f.is_file()]


def test_old_quarantine_lists_go(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(settings.OMHU, "mappe", tmp_path / "egen")
    [liste] = indlaes(tmp_path, TRE + "4,A,HOPSA,2024-04-01,\n").karantaenefiler
    gammel = liste.stat().st_mtime - 91 * 24 * 3600
    os.utime(liste, (gammel, gammel))
    indlaes(tmp_path, TRE)
    assert not liste.exists()
