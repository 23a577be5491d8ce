"""The command line as a process on a folder of its own: the golden set, refusals, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests import proces
from tests.miljoe import klar, ny_database, paa_postgresql

GULD = Path(__file__).parents[2] / "omhu" / "maalinger" / "data" / "guld"
OMHU = [sys.executable, "-m", "omhu.config.cli"]


@pytest.fixture
def omhu(tmp_path):
    """Run `omhu …` with an OMHU_MAPPE of its own and nothing in the database; returns the finished process."""
    return koerer(tmp_path / "var", klar(tmp_path / "var"))


@pytest.fixture
def omhu_forfra(tmp_path):
    """The same where there is no folder yet, by a Python that starts from nothing."""
    miljoe = miljoe_for(tmp_path / "var", ny_database())
    return lambda *ord_: subprocess.run(
        [*OMHU, *map(str, ord_)], env=miljoe, capture_output=True, text=True, check=False
    )


def miljoe_for(mappe, database):
    rene = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
    return rene | {"OMHU_MAPPE": str(mappe), **database}


def koerer(mappe, database):
    miljoe = miljoe_for(mappe, database)
    return lambda *ord_, ind="", **ekstra: proces.omhu(ord_, miljoe | ekstra, ind)


def indlaes_guld(omhu, mappe=GULD):
    svar = omhu("indlaes", mappe / "stevns_sager.csv", mappe / "stevns_haendelser.csv")
    assert svar.returncode == 0, svar.stderr


def maal(omhu):
    svar = omhu("maaling", "taskforce", "--fra", "2019-02-18", "--til", "2020-02-17", "--json")
    assert svar.returncode == 0, svar.stderr
    return {r["raekke"]: r for r in json.loads(svar.stdout)}


def test_the_golden_set_gives_every_figure(omhu):
    indlaes_guld(omhu)
    tal = maal(omhu)
    with (GULD / "stevns_facit.csv").open(encoding="utf-8") as fil:
        facit = list(csv.DictReader(fil))
    assert len(facit) == 54
    for r in facit:
        fundet = tal[r["facit_id"]]
        assert str(fundet["taeller"]) == r["taeller"], r["facit_id"]
        assert ("" if fundet["naevner"] is None else str(fundet["naevner"])) == r["naevner"], r
        if r["sager_med_mangel"]:
            assert sorted(fundet["sager"]) == sorted(r["sager_med_mangel"].split()), r["facit_id"]


def test_a_mutation_moves_its_figure(omhu, tmp_path):
    mappe = tmp_path / "muteret"
    shutil.copytree(GULD, mappe)
    fil = mappe / "stevns_haendelser.csv"
    tekst = fil.read_text("utf-8")
    assert tekst.count("ST-13,BFU_AFSLUTTET,2019-06-28") == 1
    fil.write_text(
        tekst.replace("ST-13,BFU_AFSLUTTET,2019-06-28", "ST-13,BFU_AFSLUTTET,2019-07-12")
    )
    indlaes_guld(omhu, mappe)
    assert (maal(omhu)["T1-06"]["taeller"], maal(omhu)["T1-06"]["naevner"]) == (6, 7)


def test_a_measure_as_a_spreadsheet_opens_with_its_figures(omhu, tmp_path):
    indlaes_guld(omhu)
    fil = tmp_path / "maaling.xlsx"
    periode = ("--fra", "2019-02-18", "--til", "2020-02-17", "--format", "xlsx")
    svar = omhu("maaling", "taskforce", *periode, "-o", fil)
    assert svar.returncode == 0, svar.stderr
    celler = [
        c
        for linje in CalamineWorkbook.from_path(fil).get_sheet_by_index(0).to_python()
        for c in linje
    ]
    assert "7 ud af 11" in celler


def test_frister_is_complete_and_explained(omhu):
    indlaes_guld(omhu)
    svar = omhu("frister", "--format", "csv")
    assert svar.returncode == 0
    linjer = list(csv.DictReader(io.StringIO(svar.stdout)))
    assert (
        list(linjer[0])
        == (
            "sag barn regel version hjemmel art udloest_af udloest frist opfyldt opfyldt_af status "
            "fravalg ansvarlig enhed forklaring"
        ).split()
    )
    assert all(r["forklaring"] and r["hjemmel"] and r["frist"] for r in linjer)
    bfu = {r["sag"]: r for r in linjer if r["regel"] == "bfu-4mdr"}
    assert {s: r["status"] for s, r in bfu.items()} == {
        "ST-03": "overskredet",
        "ST-04": "overskredet",
        "ST-05": "overskredet",
        "ST-06": "mangler",
        "ST-08": "overskredet",
        "ST-10": "overholdt",
        "ST-11": "mangler",
        "ST-13": "overholdt",
        "ST-14": "overskredet",
    }
    assert bfu["ST-13"]["frist"] == "2019-07-11"
    samtaler = {
        r["sag"]: r
        for r in linjer
        if r["regel"] == "boernesamtale-foer-afgoerelse" and r["udloest"] > "2019-02-17"
    }
    assert {s: r["status"] for s, r in samtaler.items()} == {
        "ST-01": "overholdt",
        "ST-02": "overholdt",
        "ST-03": "overskredet",
        "ST-04": "fravalgt",
        "ST-05": "overholdt",
        "ST-06": "fravalgt",
        "ST-07": "mangler",
        "ST-08": "overholdt",
        "ST-09": "mangler",
        "ST-10": "fravalgt",
        "ST-11": "overskredet",
        "ST-12": "overskredet",
        "ST-13": "mangler",
        "ST-14": "overholdt",
    }
    assert "kontaktperson" in samtaler["ST-09"]["forklaring"]
    assert samtaler["ST-04"]["fravalg"] == "alder"
    assert "Fravalget er godkendt" in samtaler["ST-04"]["forklaring"]


def test_pr_takes_back_what_had_not_happened(omhu):
    indlaes_guld(omhu)
    foer = list(csv.DictReader(io.StringIO(omhu("frister", "--pr", "2019-07-05").stdout)))
    bfu = next(r for r in foer if r["sag"] == "ST-03" and r["regel"] == "bfu-4mdr")
    assert (bfu["frist"], bfu["status"], bfu["opfyldt"]) == ("2019-07-05", "afventer", "")
    dagen_efter = omhu("frister", "--pr", "2019-07-06", "--json")
    bfu = next(
        r
        for r in json.loads(dagen_efter.stdout)
        if r["sag"] == "ST-03" and r["regel"] == "bfu-4mdr"
    )
    assert bfu["status"] == "mangler"


def test_kendt_pr_alone_looks_from_that_day(omhu):
    indlaes_guld(omhu)
    alene = omhu("frister", "--kendt-pr", "2019-07-05").stdout
    assert alene == omhu("frister", "--pr", "2019-07-05", "--kendt-pr", "2019-07-05").stdout


def test_regel_lists_versions_in_json(omhu):
    svar = omhu("regel", "--json")
    regler = {r["id"]: r for r in json.loads(svar.stdout)}
    assert {"fra", "hjemmel", "status"} <= set(regler["bfu-4mdr"]["versioner"][0])
    assert regler["bfu-4mdr"]["efterset"]
    assert [r["id"] for r in json.loads(omhu("regel", "bfu-4mdr", "--json").stdout)] == ["bfu-4mdr"]


@pytest.mark.parametrize(
    ("ord_", "kode", "besked"),
    [
        (["regel", "findes-ikke"], 1, "findes ikke"),
        (["frister", "--pr", "1823-01-01"], 2, "året 1823"),
        (["frister", "--pr", "i overmorgen"], 2, "ikke en dato"),
        (["frister", "--format", "pdf"], 2, "vælg mellem"),
        (["ukendt"], 2, "ukendt"),
        ([], 2, "mangler"),
        (["maaling", "taskforce", "--fra", "2020-02-17", "--til", "2019-02-18"], 1, "Byt om"),
        (["maaling", "taskforce", "--fra", "2026-01-01", "--til", "2055-12-31"], 0, "slutter efter i dag"),
        (["maaling", "ukendt", "--fra", "2019-02-18", "--til", "2020-02-17"], 1, "taskforce"),
        (["indlaes", "findes-ikke.csv"], 1, "findes-ikke.csv"),
        (["land", "findes-ikke", "--motor", "spark"], 1, "lokal"),
    ],
)  # fmt: skip
def test_wrong_use_is_said_in_danish_with_the_right_exit_code(omhu, ord_, kode, besked):
    svar = omhu(*ord_)
    assert svar.returncode == kode, (svar.stdout, svar.stderr)
    assert besked in svar.stderr + svar.stdout
    assert "Traceback" not in svar.stderr


@pytest.mark.parametrize(
    ("navn", "vaerdi", "besked"),
    [
        ("OMHU_DATABASE_URL", "oracle://x", "SQLite"),
        ("OMHU_LUKKEDAGE", "13-40", "ikke en dag"),
        ("OMHU_LOERDAG_ER_HVERDAG", "måske", "LOERDAG"),
    ],
)
def test_a_wrong_setting_stops_at_start_and_is_named(omhu, navn, vaerdi, besked):
    svar = omhu("frister", **{navn: vaerdi})
    assert svar.returncode == 1
    assert besked in svar.stderr
    assert "Traceback" not in svar.stderr


def test_a_wrong_rule_file_of_the_municipality_is_refused_with_its_line(omhu, tmp_path):
    mappe = tmp_path / "var" / "regler"
    mappe.mkdir(parents=True)
    (mappe / "egen.yaml").write_text("id: egen\nnavn: Egen regel\nkraw: forkert\n")
    svar = omhu("frister")
    assert svar.returncode == 1
    assert "egen.yaml, linje 3" in svar.stderr
    assert "kraw" in svar.stderr


def test_help_is_danish_for_every_command(omhu):
    assert "brug: omhu" in omhu("--help").stdout
    for kommando in (
        "demo",
        "server",
        "indlaes",
        "frister",
        "maaling",
        "regel",
        "genberegn",
        "land",
    ):
        hjaelp = omhu(kommando, "--help").stdout
        assert "vis denne hjælp" in hjaelp
        assert "optional" not in hjaelp
        assert "usage" not in hjaelp


def test_a_user_is_made_listed_barred_and_refused_in_danish(omhu):
    kode = "en lang og god kode\n"
    ny = ("bruger", "mk", "--navn", "Mette Kjær", "--rolle", "raadgiver", "--enhed", "Team Nord")
    assert omhu("bruger", "mk").returncode == 1
    assert "Skriv --navn og --rolle" in omhu("bruger", "mk").stderr
    kort = omhu(*ny, ind="kort\n")
    assert (kort.returncode, "Adgangskoden kan ikke bruges" in kort.stderr) == (1, True)
    assert omhu(*ny, ind=kode).returncode == 0
    assert "Mette Kjær" in omhu("bruger").stdout
    assert "spærret" not in omhu("bruger").stdout
    assert omhu("bruger", "mk", "--spaer").returncode == 0
    assert "Rådgiver, Team Nord, spærret" in omhu("bruger").stdout
    uden_over = omhu("bruger", "mk", "--enhed", "Team Syd", "--under", "Findes ikke")
    assert "findes ikke" in uden_over.stderr


def test_the_command_gives_roles_by_the_same_rules_as_the_page(omhu):
    def ny(*ord_):
        return omhu("bruger", "ny", "--navn", "Nina Ny", *ord_, ind="en lang god adgangskode\n")

    assert "Rollen »KONGE« findes ikke" in ny("--rolle", "konge").stderr
    assert "Skriv den sidste dag" in ny("--rolle", "ekstern_gransker").stderr
    assert "Vælg, hvilken enhed" in ny("--rolle", "raadgiver").stderr
    assert "er ikke en dato" in ny("--rolle", "jurist", "--udloeber", "i morgen").stderr
    assert "ny" not in omhu("bruger").stdout, "nothing half done"
    assert ny("--rolle", "ekstern_gransker", "--udloeber", "2099-12-31").returncode == 0
    assert "Ekstern gransker" in omhu("bruger").stdout


def test_what_omhu_writes_is_for_its_own_account_alone(omhu_forfra, tmp_path):
    assert omhu_forfra("frister").returncode == 0
    mappe = tmp_path / "var"
    egne = ("hemmelig_noegle",) if paa_postgresql() else ("hemmelig_noegle", "omhu.sqlite3")
    for fil in (mappe, *(mappe / navn for navn in egne)):
        assert fil.stat().st_mode & 0o077 == 0, fil


def test_the_municipality_measures_by_its_own_concept(omhu, tmp_path):
    indlaes_guld(omhu)
    shipped = (GULD.parents[1] / "koncepter" / "taskforce.yaml").read_text("utf-8")
    mappe = tmp_path / "var" / "maalinger"
    mappe.mkdir()
    (mappe / "egen.yaml").write_text(
        shipped.replace("koncept: taskforce", "koncept: egen", 1), encoding="utf-8"
    )
    periode = ("--fra", "2019-02-18", "--til", "2020-02-17")
    assert "7 ud af 11" in omhu("maaling", "egen", *periode).stdout
    assert "7 ud af 11" in omhu("maaling", mappe / "egen.yaml", *periode).stdout
