"""The canonical package: tables to steps, and packages that are not what they say."""

import hashlib
import io
import json
import struct
import zipfile

import pytest

from omhu.adgang.models import Bruger, Enhed
from omhu.indlaesning.kommando import koer
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt
from tests.indlaesning.stoette import fejl, linjer, skriv

pytestmark = pytest.mark.django_db

TABELLER = {
    "enhed": "enhed_id;navn;overordnet_id;type\nE1;Familieafdelingen;;AFDELING\nE2;Team Vest;E1;TEAM\n",
    "sagsbehandler": "sagsbehandler_id;navn;initialer;enhed_id;rolle\nS1;Nanna Bay Holt;NBH;E2;LEDER\n",
    "barn": "barn_id;cpr;cpr_art;navn;foedselsdato;husstand_id;handlekommune\n"
    "B1;6105124111;ERSTATNING;Anton;2012-05-01;;999\nB2;;UKENDT;Ida;2015-01-01;;999\n",
    "relation": "barn_id;part_ref;relation;foraeldremyndighed\nB1;B2;SOESKENDE;\nB1;p1;MOR;sand\nB1;p2;FAR;sand\n",
    "sag": "sag_id;barn_id;sagstype;lovgrundlag;aabnet;lukket;status\nK1;B1;UDSAT;BL;2025-01-06;;AKTIV\n",
    "tildeling": "sag_id;sagsbehandler_id;enhed_id;fra;til;aarsag\nK1;S1;E2;2025-01-07;;NY\n",
    "underretning": "underretning_id;barn_id;sag_id;modtaget;registreret;underretter_kode;aarsag_koder;anonym;"
    "akutvurdering_tid;akut;kvittering_dato\n"
    "U1;B1;K1;2025-01-06T09:00;2025-01-06T12:00;SKOLE;A|B;falsk;2025-01-06T15:00;sand;2025-01-08\n"
    "U2;B2;;2025-02-01;;LAEGE;A;sand;;;\n",
    "sagsskridt": "skridt_id;sag_id;type_kode;beslutning_dato;startdato;frist;udfoert_dato;status;"
    "begrundelse;indsats_id\n"
    "T1;K1;BFU_BESLUTNING;2025-01-20;;;;UDFOERT;;\nT2;K1;BOERNESAMTALE;;;;2025-02-03;UDFOERT;;I1\n"
    "T3;K1;BFU_AFSLUTTET;;;2025-05-06;2025-04-30;UDFOERT;;\nT4;K1;BARNETS_PLAN;;2025-05-01;;;PLANLAGT;;\n"
    "T5;K1;BOERNESAMTALE;;2025-05-02;;;IKKE_RELEVANT;barnet ville ikke;\n",
    "indsats": "indsats_id;barn_id;sag_id;type_kode;lov;paragraf;status;afgoerelse_dato;start;slut\n"
    "I1;B1;K1;kontaktperson;BL;;BEVILGET;2025-05-05;2025-05-12;2025-11-01\n"
    "I2;B1;K1;familiebehandling;BL;;FORVENTET;;2025-12-01;\n",
    "betaling": "post_id;beloeb\nP1;100.50\nP2;-0.50\n",
}


def pakke(mappe, tabeller=TABELLER, **aendringer):
    """A package folder; `aendringer` per table change its entry in the manifest."""
    mappe = mappe / "pakke"
    mappe.mkdir(exist_ok=True)
    poster = []
    for navn, tekst in tabeller.items():
        sti = skriv(mappe, f"{navn}.csv", tekst)
        post = {
            "fil": sti.name,
            "raekker": tekst.count("\n") - 1,
            "sha256": hashlib.sha256(sti.read_bytes()).hexdigest(),
        }
        poster.append(post | aendringer.get(navn, {}))
    manifest = {
        "format_version": 1,
        "kommunekode": "999",
        "kildesystem": "Fagsystemet",
        "tabeller": poster,
    }
    skriv(mappe, "manifest.json", json.dumps(manifest | aendringer.get("manifest", {})))
    return mappe


def som_zip(mappe):
    sti = mappe.with_suffix(".zip")
    with zipfile.ZipFile(sti, "w", zipfile.ZIP_DEFLATED) as z:
        for fil in mappe.iterdir():
            z.write(fil, f"pakke/{fil.name}")
    return sti


@pytest.mark.parametrize("form", [lambda m: m, som_zip])
def test_tables_become_steps(tmp_path, form):
    svar = koer([form(pakke(tmp_path))])
    assert svar.exit_kode == 0, svar.tekst()
    assert linjer() == [
        "B2 uden sag 2025-02-01 UNDERRETNING",
        "K1 2025-01-06 SAG_OPRETTET",
        "K1 2025-01-06 UNDERRETNING",
        "K1 2025-01-06 AKUTVURDERING",
        "K1 2025-01-07 SAGSBEHANDLER_TILDELT",
        "K1 2025-01-08 KVITTERING",
        "K1 2025-01-20 BFU_BESLUTTET",
        "K1 2025-02-03 BOERNESAMTALE kontaktperson",
        "K1 2025-04-30 BFU_AFSLUTTET",
        "K1 2025-05-02 BOERNESAMTALE_FRAVALGT",
        "K1 2025-05-05 AFGOERELSE kontaktperson",
        "K1 2025-05-12 IVAERKSAT kontaktperson",
        "K1 2025-11-01 FORANSTALTNING_OPHOERT kontaktperson",
    ]
    u = Skridt.objects.get(art="UNDERRETNING", sag__nummer="K1")
    assert (u.navn, u.kun_dato, u.data["aarsager"], u.data["anonym"]) == ("U1", False, "A+B", "nej")
    assert u.registreret.hour == 11
    assert Skridt.objects.get(art="AKUTVURDERING").data == {"resultat": "akut"}
    assert Skridt.objects.get(art="KVITTERING").vedroerer == "U1"
    assert "betaling" in svar.tekst()
    assert koer([pakke(tmp_path)]).rapport.skridt == {"uaendret": 13}


def test_units_staff_siblings_and_custody(tmp_path):
    koer([pakke(tmp_path)])
    sag = Sag.objects.get(nummer="K1")
    assert (sag.enhed.navn, sag.enhed.overordnet.navn) == ("Team Vest", "Familieafdelingen")
    nanna = Bruger.objects.get(initialer="NBH")
    assert (nanna.rolle, nanna.has_usable_password(), str(nanna)) == (
        Bruger.Rolle.RAADGIVER,
        False,
        "Nanna Bay Holt",
    )
    assert Skridt.objects.get(art="SAGSBEHANDLER_TILDELT").data["initialer"] == "NBH"
    anton, ida = Barn.objects.order_by("navn")
    assert anton.husstand == ida.husstand != ""
    assert anton.foraeldremyndighed == "faelles"
    assert Enhed.objects.count() == 3  # and "Ikke placeret" for the child without a case


@pytest.mark.parametrize(
    ("aendring", "ord_"),
    [
        ({"sag": {"raekker": 2}}, "manifestet siger 2"),
        ({"sag": {"sha256": "0" * 64}}, "sha256 passer ikke"),
        ({"indsats": {"kontrolsum": {"indsats_id": "1"}}}, "andet end tal"),
        ({"sag": {"fil": "findes_ikke.csv"}}, "mangler findes_ikke.csv"),
        ({"sag": {"fil": "../sag.csv"}}, "manifest.json kan ikke læses"),
        ({"manifest": {"format_version": 2}}, "format 2"),
        ({"manifest": {"tabeller": []}}, "ingen tabeller"),
    ],
)
def test_a_package_that_does_not_agree_with_itself(tmp_path, aendring, ord_):
    svar = koer([pakke(tmp_path, **aendring)])
    assert svar.exit_kode == 1
    assert ord_ in svar.tekst()
    assert not Sag.objects.exists()


def test_control_sums_of_columns(tmp_path):
    tabeller = TABELLER | {
        "indsats": TABELLER["indsats"]
        .replace("slut\n", "slut;vederlag_antal\n")
        .replace("-11-01\n", "-11-01;2.5\n")
        .replace("12-01;\n", "12-01;;1.5\n")
    }
    assert (
        koer(
            [pakke(tmp_path, tabeller, indsats={"kontrolsum": {"vederlag_antal": "4.0"}})]
        ).exit_kode
        == 0
    )
    svar = koer([pakke(tmp_path, tabeller, indsats={"kontrolsum": {"vederlag_antal": "5"}})])
    assert "Summen af vederlag_antal er 4.0, men manifestet siger 5" in svar.tekst()


@pytest.mark.parametrize(
    ("tabel", "fra", "til", "sted"),
    [
        ("indsats", "2025-11-01", "2025-05-11", ("indsats.csv", 2, "slut")),
        ("sag", "K1;B1", "K1;B9", ("sag.csv", 2, "barn_id")),
        ("sagsskridt", "BFU_BESLUTNING", "HOPSA", ("sagsskridt.csv", 2, "type_kode")),
        ("barn", "6105124111", "9905124111", ("barn.csv", 2, "cpr")),
        ("underretning", "2025-02-01", "1823-02-01", ("underretning.csv", 3, "modtaget")),
        ("sagsskridt", "T2;", "T1;", ("sagsskridt.csv", 3, "skridt_id")),
    ],
)
def test_bad_rows_say_where(tmp_path, tabel, fra, til, sted):
    svar = koer([pakke(tmp_path, TABELLER | {tabel: TABELLER[tabel].replace(fra, til, 1)})])
    assert svar.exit_kode == 1
    assert sted in fejl(svar)
    assert not Sag.objects.exists()


def test_changed_key_rows_correct_and_gone_ones_are_marked(tmp_path):
    koer([pakke(tmp_path)])
    nye = TABELLER | {
        "underretning": TABELLER["underretning"].replace("2025-01-08", "2025-01-09"),
        "indsats": TABELLER["indsats"].replace(";2025-11-01", ";"),
    }
    svar = koer([pakke(tmp_path, nye)])
    assert svar.rapport.skridt == {"uaendret": 11, "aendret": 1, "forsvundet": 1}


# -- zip files that mean harm ---------------------------------------------------------------------


def _afvist(sti, ord_):
    svar = koer([sti])
    assert svar.exit_kode == 1
    assert ord_ in svar.tekst()


def test_a_zip_that_leads_out_of_its_folder(tmp_path):
    sti = tmp_path / "x.zip"
    with zipfile.ZipFile(sti, "w") as z:
        z.writestr("manifest.json", "{}")
        z.writestr("../../ude.csv", "x")
    _afvist(sti, "uden for pakken")


def test_a_zip_with_a_million_files_is_refused_unread(tmp_path):
    ud = io.BytesIO()
    with zipfile.ZipFile(ud, "w") as z:
        z.writestr("a", "b")
    raa = bytearray(ud.getvalue())
    sted = raa.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", raa, sted + 8, 60_000, 60_000)
    _afvist(skriv(tmp_path, "x.zip", bytes(raa)), "60000 filer")


def test_a_zip_bomb(tmp_path):
    sti = tmp_path / "x.zip"
    with zipfile.ZipFile(sti, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("sag.csv", b"0" * (60 << 20))
    _afvist(sti, "fylder 60 MB udpakket")


def test_a_zip_without_manifest(tmp_path):
    sti = tmp_path / "x.zip"
    with zipfile.ZipFile(sti, "w") as z:
        z.writestr("sag.csv", "sag_id\nA\n")
    _afvist(sti, "ingen manifest.json")
