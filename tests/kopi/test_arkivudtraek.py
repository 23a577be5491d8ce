"""The sketch of an arkiveringsversion: laid out as BEK 128/2020 asks, and true to its own schemas."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3

import pytest
from lxml import etree

from omhu.config.arkivudtraek.xml import tekst
from tests.kopi.conftest import koerer

D = "{http://www.sa.dk/xmlns/diark/1.0}"


@pytest.fixture(scope="module")
def av(_guld, tmp_path_factory):
    """The golden set as a delivery; one name holds what XML makes hard."""
    rod = tmp_path_factory.mktemp("av")
    shutil.copytree(_guld / "var", rod / "var")
    with sqlite3.connect(rod / "var" / "omhu.sqlite3") as con:
        con.execute("UPDATE sager_barn SET navn = '<Æ&Ø>\x01' WHERE id = 1")
    svar = koerer(rod / "var")("arkivudtraek", rod / "av", "--avid", "AVID.KBH.17")
    assert svar.returncode == 0, svar.stderr
    assert "ikke godkendt" in svar.stdout
    return rod / "av" / "AVID.KBH.17.1"


def laes(sti):
    return etree.parse(sti, etree.XMLParser(resolve_entities=False))


def test_every_file_holds_to_the_schema_beside_it(av):
    par = [
        (f, av / "Schemas" / "standard" / f"{f.stem}.xsd") for f in (av / "Indices").glob("*.xml")
    ] + [(f, f.with_suffix(".xsd")) for f in av.glob("Tables/*/*.xml")]
    assert len(par) > 15
    for fil, skema in par:
        etree.XMLSchema(laes(skema)).assertValid(laes(fil))


def test_the_schema_would_find_a_fault(av):
    fil = av / "Indices" / "tableIndex.xml"
    skema = etree.XMLSchema(laes(av / "Schemas" / "standard" / "tableIndex.xsd"))
    for fra, til in (("<folder>table1<", "<folder>tabel 1<"), (">INTEGER<", ">BLOB<")):
        assert not skema.validate(
            etree.fromstring(fil.read_bytes().replace(fra.encode(), til.encode()))
        )


def test_the_index_of_tables_says_what_the_tables_hold(av):
    for tabel in laes(av / "Indices" / "tableIndex.xml").iter(f"{D}table"):
        mappe = tabel.findtext(f"{D}folder")
        rod = laes(av / "Tables" / mappe / f"{mappe}.xml").getroot()
        assert str(len(rod)) == tabel.findtext(f"{D}rows")
        kolonner = tabel.findall(f"{D}columns/{D}column")
        for raekke in rod:
            assert len(raekke) == len(kolonner)
        for nr, kolonne in enumerate(kolonner):
            plads = re.fullmatch(r"(?:VAR)?CHAR\((\d+)\)", kolonne.findtext(f"{D}type"))
            if plads:
                laengst = max((len(r[nr].text or "") for r in rod), default=0)
                assert laengst <= int(plads[1]), kolonne.findtext(f"{D}name")


def test_keys_point_at_tables_that_are_there(av):
    indeks = laes(av / "Indices" / "tableIndex.xml")
    navne = {t.findtext(f"{D}name") for t in indeks.iter(f"{D}table")}
    pegede = {k.findtext(f"{D}referencedTable") for k in indeks.iter(f"{D}foreignKey")}
    assert {"sager_barn", "adgang_enhed"} <= pegede
    assert pegede <= navne


def test_the_index_of_files_has_every_file_with_its_sum(av):
    skrevet = {
        (f.findtext(f"{D}foN"), f.findtext(f"{D}fiN")): f.findtext(f"{D}md5").lower()
        for f in laes(av / "Indices" / "fileIndex.xml").iter(f"{D}f")
    }
    filer = {
        ("\\".join((av.name, *f.parent.relative_to(av).parts)), f.name): f
        for f in av.rglob("*")
        if f.is_file() and f.name != "fileIndex.xml"
    }
    assert skrevet == {n: hashlib.md5(f.read_bytes()).hexdigest() for n, f in filer.items()}


def test_what_is_missing_is_said(av):
    titler = [
        t.text
        for t in laes(av / "Indices" / "contextDocumentationIndex.xml").iter(f"{D}documentTitle")
    ]
    assert titler
    assert all(t.startswith("MANGLER: ") for t in titler)
    side = (av.parent / "LAESMIG.md").read_text("utf-8")
    assert "ikke godkendt" in side
    assert all("not Rigsarkivet's" in s.read_text("utf-8").replace("Not", "not")
               for s in av.glob("Schemas/standard/*.xsd"))  # fmt: skip


def test_signs_that_xml_cannot_hold_are_replaced(av):
    assert tekst("<Æ&Ø>\x01\ud800") == "&lt;Æ&amp;Ø&gt;��"
    assert any("&lt;Æ&amp;Ø&gt;�" in f.read_text("utf-8") for f in av.glob("Tables/*/*.xml"))


def test_it_is_logged_and_a_bad_number_is_refused(av, omhu, tmp_path):
    with sqlite3.connect(av.parents[1] / "var" / "log.sqlite3") as log:
        (antal,) = log.execute(
            "SELECT COUNT(*) FROM log_logpost WHERE handling = 'EKSPORT' AND hvor = 'omhu arkivudtraek'"
        ).fetchone()
    assert antal == 1
    svar = omhu("arkivudtraek", tmp_path / "av2", "--avid", "17")
    assert (svar.returncode, "Skriv fx AVID.OMHU.1" in svar.stderr) == (1, True)
    assert omhu("arkivudtraek", av.parent).returncode == 1
