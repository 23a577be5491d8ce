"""What leaves the log: the child's own extract, the sample for control, and what is old enough to be deleted."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connections
from django.utils import timezone

from omhu.adgang.log import ALIAS, Handling, LogFejl, log
from omhu.adgang.log import skriv as skrivemodul
from omhu.adgang.log.kontrol import kontroller
from omhu.adgang.log.models import Logkaede, Logpost, Stikproeve
from omhu.adgang.log.opslag import poster
from omhu.adgang.log.ryd import plan, ryd
from omhu.adgang.models import Bruger
from omhu.config.kommandoer.faelles import Afvist
from omhu.kerne.kalender import KOEBENHAVN
from omhu.sager.logproeveliste import raekker
from omhu.sager.logstikproeve import Grund, traek
from omhu.sager.logudtraek import IngenSag, barnets_sager, find_sag, udtraek
from omhu.sager.models import Barn, Sag
from tests.log.test_kontrol import ankerfil  # noqa: F401 - a fixture

DAG = datetime(2026, 3, 2, 10, 0, tzinfo=KOEBENHAVN)


@pytest.fixture
def paa():
    """log(…) at a time of one's own."""

    def skriv(tid: datetime, *a, **k) -> Logpost:
        with pytest.MonkeyPatch.context() as ur:
            ur.setattr(skrivemodul.timezone, "now", lambda: tid)
            return log(*a, **k)

    return skriv


# -- finding ------------------------------------------------------------------------------------------


def test_posts_are_found_by_a_case_and_not_by_one_with_a_longer_number(db):
    for sager in ([1], [12], [2, 12], [12, 30], [112], [121]):
        log(Handling.LAES, sager=sager)
    assert [p.sager for p in poster(sager=[12])] == [[12], [2, 12], [12, 30]]
    assert [p.sager for p in poster(sager=[1, 112])] == [[1], [112]]
    assert list(poster(sager=[])) == []


def test_both_days_of_a_period_count(db, paa):
    for d in range(4):
        paa(DAG + timedelta(days=d), Handling.SYSTEM)
    assert poster(fra=date(2026, 3, 3), til=date(2026, 3, 4)).count() == 2
    sent = datetime(2026, 3, 4, 23, 59, 59, tzinfo=KOEBENHAVN)
    paa(sent, Handling.SYSTEM)
    assert poster(fra=date(2026, 3, 3), til=date(2026, 3, 4)).count() == 3


# -- the family's extract -----------------------------------------------------------------------------


def test_staff_are_numbers_with_role_and_unit_as_they_were(hold, paa):
    paa(DAG, Handling.LAES, sager=[hold.sag.pk], bruger=hold.mette, hvor="sag", formaal="EGEN_SAG")
    paa(
        DAG,
        Handling.LAES,
        sager=[hold.sag.pk],
        bruger=hold.leder_nord,
        hvor="hvorfor",
        formaal="LEDELSE",
    )
    hold.mette.enhed = hold.syd
    paa(DAG, Handling.AENDRE, sager=[hold.sag.pk], bruger=hold.mette, hvor="ret_skridt")
    linjer = list(udtraek({hold.sag.pk: "N-1"}))
    assert [x.medarbejder for x in linjer] == [
        "Medarbejder 1, rådgiver, Team Nord",
        "Medarbejder 2, teamleder, Team Nord",
        "Medarbejder 1, rådgiver, Team Syd",
    ]
    assert linjer[0].tid == "2026-03-02 10:00:00"
    assert (linjer[0].handling, linjer[0].hvor, linjer[0].formaal) == (
        "Læst",
        "Sagens side",
        "Er ansvarlig for sagen",
    )
    assert "Mette" not in str(linjer)
    assert "Kjær" not in str(linjer)


def test_the_extract_is_about_the_child_also_in_its_other_cases(hold, paa):
    anden = Sag.objects.create(barn=hold.barn, nummer="N-2", enhed=hold.syd)
    fremmed = Sag.objects.create(
        barn=Barn.objects.create(navn="Ida Vest"), nummer="S-1", enhed=hold.syd
    )
    for sag in (hold.sag, anden, fremmed):
        paa(DAG, Handling.LAES, sager=[sag.pk], bruger=hold.ole)
    sager = barnets_sager(find_sag("N-1"))
    assert [x.sag for x in udtraek(sager)] == ["N-1", "N-2"]


def test_a_list_tells_each_child_its_own_purpose(hold, paa):
    paa(
        DAG,
        Handling.LAES,
        sager=[hold.sag.pk, 9999],
        bruger=hold.mette,
        formaal="EGEN_ENHED+EGEN_SAG",
        detaljer={"formaal": {"EGEN_SAG": [hold.sag.pk]}},
    )
    (linje,) = udtraek({hold.sag.pk: "N-1"})
    assert linje.formaal == "Er ansvarlig for sagen"


@pytest.mark.parametrize("nummer", ["findes-ikke", "DOBBELT"])
def test_a_number_that_is_not_one_case_is_said(nummer, hold):
    for kilde in ("a", "b"):
        Sag.objects.create(barn=hold.barn, nummer="DOBBELT", kilde=kilde, enhed=hold.nord)
    with pytest.raises(IngenSag, match="sag"):
        find_sag(nummer)


def _omhu_log(*ord_: str) -> int:
    import argparse

    from omhu.config.kommandoer import log as kommando

    parser = argparse.ArgumentParser()
    kommando.tilfoej(parser)
    return kommando.koer(parser.parse_args(list(ord_)))


def test_the_command_writes_a_file_and_tells_the_log(hold, paa, tmp_path, capsys):
    paa(DAG, Handling.LAES, sager=[hold.sag.pk], bruger=hold.mette, hvor="sag")
    fil = tmp_path / "udtraek.csv"
    assert _omhu_log("udtraek", "--sag", "N-1", "-o", str(fil)) == 0
    (raekke,) = csv.DictReader(io.StringIO(fil.read_text("utf-8-sig")), delimiter=";")
    assert raekke["medarbejder"] == "Medarbejder 1, rådgiver, Team Nord"
    sidste = Logpost.objects.last()
    assert (sidste.handling, sidste.formaal, sidste.sager) == (
        "LOG",
        "EGENACCESS",
        [hold.sag.pk],
    )
    with pytest.raises(Afvist, match="findes allerede"):
        _omhu_log("udtraek", "--sag", "N-1", "-o", str(fil))
    assert _omhu_log("udtraek", "--sag", "N-1", "--format", "json") == 0
    assert (
        len(json.loads(capsys.readouterr().out.partition("\n")[2])) == 2
    )  # and the extract before


# -- the sample ---------------------------------------------------------------------------------------


@pytest.fixture
def et_halvt_aar(hold, paa):
    """200 ordinary looks, and one of each kind that deserves a question."""
    for n in range(200):
        paa(DAG + timedelta(minutes=n), Handling.LAES, sager=[hold.sag.pk], bruger=hold.mette)
    navnefaelle = Sag.objects.create(
        barn=Barn.objects.create(navn="Asta Kjær"), nummer="N-3", enhed=hold.nord
    )
    beskyttet = Sag.objects.create(
        barn=Barn.objects.create(navn="Bo Bek"),
        nummer="N-4",
        enhed=hold.nord,
        beskyttelse=Sag.beskyttelse.field.choices[0][0] or "ADRESSE",
    )
    fremmed = Sag.objects.create(
        barn=Barn.objects.create(navn="Eva Eg"), nummer="S-4", enhed=hold.syd
    )
    nat = DAG.replace(hour=2) + timedelta(days=1)
    return {
        Grund.EFTERNAVN: paa(DAG, Handling.LAES, sager=[navnefaelle.pk], bruger=hold.mette).nr,
        Grund.BESKYTTET: paa(DAG, Handling.LAES, sager=[beskyttet.pk], bruger=hold.mette).nr,
        Grund.UDEN_FOR: paa(DAG, Handling.LAES, sager=[fremmed.pk], bruger=hold.mette).nr,
        Grund.NAT: paa(nat, Handling.LAES, sager=[hold.sag.pk], bruger=hold.mette).nr,
        Grund.NOEDADGANG: paa(
            DAG, Handling.LAES, sager=[hold.sag.pk], bruger=hold.mette, formaal="NOEDADGANG"
        ).nr,
    }


def _traek(fro="forår") -> Stikproeve:
    return traek(fro, 30, date(2026, 1, 1), date(2026, 6, 30))


def test_each_kind_that_deserves_a_question_is_in_the_sample(et_halvt_aar):
    proeve = _traek()
    assert (len(proeve.udvalg), proeve.befolkning) == (30, 205)
    valgt = {nr: grunde for nr, _, grunde in proeve.udvalg}
    for grund, nr in et_halvt_aar.items():
        assert grund.name in valgt[nr], grund
    assert sum(g == ["TILFAELDIG"] for g in valgt.values()) == 25


def test_the_same_seed_gives_the_same_sample_and_another_another(et_halvt_aar):
    assert _traek().udvalg == _traek().udvalg
    assert _traek().udvalg != _traek("efterår").udvalg


def test_a_leader_is_not_outside_in_the_teams_below(hold, paa):
    hold.leder_nord.enhed = hold.center
    paa(DAG, Handling.LAES, sager=[hold.sag.pk], bruger=hold.leder_nord)
    assert _traek().udvalg[0][2] == ["TILFAELDIG"]


def test_a_pick_is_shown_with_name_case_and_reason(et_halvt_aar, hold):
    raekke = next(r for r in raekker(_traek()) if r.post == et_halvt_aar[Grund.EFTERNAVN])
    assert (raekke.bruger, raekke.sag, raekke.fund) == ("Mette Kjær", "N-3", "")
    assert raekke.grunde == "Barnet har samme efternavn som brugeren"


# -- deleting -----------------------------------------------------------------------------------------


@pytest.fixture
def to_aars_log(hold, paa, ankerfil):  # noqa: F811 - the fixture
    nu = timezone.now()
    for maaneder in range(30, 0, -1):
        paa(nu - relativedelta(months=maaneder, days=-1), Handling.LAES, sager=[hold.sag.pk])
    return nu


def test_only_what_is_older_than_the_setting_is_deleted_and_the_chain_still_holds(to_aars_log):
    hvad = plan()
    assert (hvad.nr, hvad.antal) == (6, 6)
    ryd(hvad, hvor="prøve")
    assert Logpost.objects.first().nr == 7
    svar = kontroller()
    assert (svar.intakt, svar.foerste) == (True, 7)
    assert Logpost.objects.last().detaljer == {"slettet_til": 6, "antal": 6}
    assert plan().antal == 0


def test_deleting_twice_leaves_two_points(to_aars_log, monkeypatch):
    ryd(plan(), hvor="prøve")
    monkeypatch.setattr(settings.OMHU, "log_maaneder", 12)
    ryd(plan(), hvor="prøve")
    assert list(Logkaede.objects.filter(slags="SLETTET").values_list("nr", flat=True)) == [6, 18]
    assert kontroller().intakt


def test_a_broken_log_is_not_deleted_in(to_aars_log):
    from omhu.adgang.log import vagter

    vagter.luk_op(connections[ALIAS])
    Logpost.objects.filter(nr=20).update(bruger=4)
    vagter.luk(connections[ALIAS])
    with pytest.raises(LogFejl, match="ikke hel"):
        ryd(plan(), hvor="prøve")
    assert Logpost.objects.count() == 30


def test_the_command_deletes_only_when_told_to(to_aars_log, capsys):
    assert _omhu_log("ryd") == 0
    assert "6 poster" in capsys.readouterr().out
    assert Logpost.objects.count() == 30
    assert _omhu_log("ryd", "--slet") == 0
    assert Logpost.objects.first().nr == 7


def test_fewer_than_six_months_cannot_be_set():
    from pydantic import ValidationError

    from omhu.config.indstillinger.log import Logning

    with pytest.raises(ValidationError):
        Logning(log_maaneder=5)


# -- the command for control --------------------------------------------------------------------------


def test_control_says_intact_and_notes_itself(hold, ankerfil, capsys):  # noqa: F811 - the fixture
    log(Handling.LAES, sager=[hold.sag.pk])
    assert _omhu_log("kontrol") == 0
    assert capsys.readouterr().out.startswith("Loggen er hel: 1 poster, nr. 1 til 1.")
    assert Logpost.objects.last().detaljer == {"kontrol": "intakt"}
    assert json.loads(ankerfil.read_text())["nr"] == 2


def test_control_names_the_post_and_what_is_wrong(hold, ankerfil, capsys):  # noqa: F811 - the fixture
    from omhu.adgang.log import vagter

    for _ in range(3):
        log(Handling.LAES, sager=[hold.sag.pk])
    vagter.luk_op(connections[ALIAS])
    Logpost.objects.filter(nr=2).delete()
    vagter.luk(connections[ALIAS])
    assert _omhu_log("kontrol") == 1
    assert "Loggen er brudt ved post 2: fjernet. Post 2 mangler." in capsys.readouterr().err
    assert _omhu_log("kontrol", "--json") == 1
    svar = json.loads(capsys.readouterr().out)
    assert svar["fund"] == {"nr": 2, "brud": "fjernet", "tekst": "Post 2 mangler."}
    assert not ankerfil.exists()


def test_a_user_of_no_name_is_no_relative(hold, paa):
    navnloes = Bruger.objects.create(username="x", rolle="RAADGIVER", enhed=hold.nord)
    uden = Sag.objects.create(barn=Barn.objects.create(navn=""), nummer="N-9", enhed=hold.nord)
    paa(DAG, Handling.LAES, sager=[uden.pk], bruger=navnloes)
    assert _traek().udvalg[0][2] == ["TILFAELDIG"]
