"""A cell that somebody else wrote is never a formula in what we hand out."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
import python_calamine
from django.conf import settings

from omhu.bord.lister import sikker
from omhu.kerne.celler import FORMELTEGN, USYNLIGE, som_foer, uskadelig
from omhu.sager.models import Sag
from tests.bord.stoette import fyld

FORMLER = [
    "=HYPERLINK(\"https://ondt.example\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1",
    "\x00=1+1", "＝1+1", "＋1", "－1", "＠x", " =1+1",
]  # fmt: skip
"""What spreadsheets run: also behind tab, line break, null, blank, and in the wide signs of Asian keyboards."""


def loeber(celle: str) -> bool:
    """Would a spreadsheet take it for a formula?"""
    return bool(re.match(r"[\s\x00]*[=+\-@＝＋－＠]", celle)) or celle[:1] in "\t\r\n\x00"


@pytest.fixture
def med_formel(hold, request):
    fyld(hold)
    Sag.objects.filter(pk=hold.sag.pk).update(nummer=request.param[:40].replace("\x00", ""))
    hold.barn.navn = request.param.replace("\x00", "")
    hold.barn.save()
    return hold


@pytest.mark.parametrize("med_formel", FORMLER, indirect=True)
def test_no_export_holds_a_formula(med_formel, client):
    client.force_login(med_formel.super)
    for sti in ("/sager/", "/frister/?tilstand=alle"):
        skille = "&" if "?" in sti else "?"
        raa = b"".join(client.get(f"{sti}{skille}format=csv")).decode("utf-8-sig")
        celler = [c for r in csv.reader(io.StringIO(raa, newline=""), delimiter=";") for c in r]
        assert len(celler) > 10
        assert [c for c in celler if c and loeber(c)] == []
        bog = b"".join(client.get(f"{sti}{skille}format=xlsx"))
        with zipfile.ZipFile(io.BytesIO(bog)) as z:
            assert not [n for n in z.namelist() if b"<f>" in z.read(n)]
        ark = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(bog)).get_sheet_by_index(0)
        assert [
            c for r in ark.to_python() for c in r if isinstance(c, str) and c and loeber(c)
        ] == []


@pytest.mark.parametrize("celle", FORMLER)
def test_both_guards_know_every_sign(celle):
    assert not loeber(sikker(celle))
    assert not loeber(uskadelig(celle))


@pytest.mark.parametrize(
    "celle", [*FORMLER, "Emil", "'Emil", "'=1", "''=1", "-5", "2026-11-22", "", "a=b"]
)
def test_a_mended_quarantine_file_comes_back_as_it_was(celle):
    assert som_foer(uskadelig(celle)) == celle


@pytest.mark.parametrize("celle", ["-5", "+5", "-1,5", "-1.234,50"])
def test_numbers_stay_numbers_in_a_quarantine_file(celle):
    assert uskadelig(celle, tal_er_tal=True) == celle
    assert uskadelig(celle) == f"'{celle}"


@pytest.mark.parametrize("celle", ["Emil Holm", "a=b", "1", "æ", "'citat"])
def test_ordinary_words_are_left_alone(celle):
    assert sikker(celle) == celle


def test_signs_are_told_in_one_place():
    assert {"=", "+", "-", "@", "\t", "\r", "\n", "\x00"} <= {*FORMELTEGN, *USYNLIGE}


def test_every_writer_of_csv_or_workbooks_is_guarded():
    """A new export that writes cells itself fails here until it uses a guard."""
    rod = Path(settings.PAKKE)
    skrivere = {
        str(f.relative_to(rod)): f.read_text("utf-8")
        for f in rod.rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)|xlsxwriter\.Workbook", f.read_text("utf-8"))
    }
    assert {"bord/lister.py", "indlaesning/karantaene.py"} <= set(skrivere)
    uden = [n for n, t in skrivere.items() if not re.search(r"\b(sikker|uskadelig)\(", t)]
    assert sorted(set(uden) - UDEN_VAERN.keys()) == []
    assert [n for n in UDEN_VAERN if n not in uden] == []


UDEN_VAERN: dict[str, str] = {
    "config/kommandoer/frister.py": "læses af programmer: sagens nummer skal stå, som kilden har det",
    "config/kommandoer/land.py": "koder, tal og kommunenavne fra vores egne filer",
    "maalinger/vis.py": "målingers navne og tal; ingen celle er skrevet af en bruger",
    "config/udtraek/lav.py": "læses af programmer: værdierne skal kunne læses ind igen uændret",
}
"""Writers whose files no spreadsheet opens, or whose cells are ours alone: file -> reason."""
