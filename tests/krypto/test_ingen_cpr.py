"""No CPR number lies in plain anywhere. Files with numbers in every column that can be thought of are loaded by the
command and by the pages, kept waiting, put in quarantine, copied; then every byte that Omhu has written is read."""

import json
import logging
import sys
import zipfile

import pytest

from omhu.config.web.serverlog import Linje
from omhu.indlaesning.fejl import Afvisning, Fund
from tests.krypto.conftest import FOERST

BARN = [f"70061{n}400{n}" for n in range(1, 8)]
"""Numbers of children, in the column where they belong."""
ANDRE = [f"71078{n}300{n}" for n in range(1, 8)]
"""Numbers of others, everywhere else."""
FORMER = (
    lambda n: n,
    lambda n: f"{n[:6]}-{n[6:]}",
    lambda n: f"{n[:6]} {n[6:]}",
)
KODER = ("utf-8", "utf-16-le", "utf-16-be")
MOENSTRE = [(n, form(n).encode(kode)) for n in (*BARN, *ANDRE) for form in FORMER for kode in KODER]


def rester(data):
    """The numbers that stand in plain in some bytes, in any form."""
    return sorted({n for n, moenster in MOENSTRE if moenster in data})


def i_mappen(mappe):
    """{file: numbers} of every file under a folder, and of what is inside zips."""
    fundne = {}
    for fil in mappe.rglob("*"):
        if fil.is_file():
            data = fil.read_bytes()
            fundne[fil.relative_to(mappe).as_posix()] = rester(data) + rester(fil.name.encode())
            if zipfile.is_zipfile(fil):
                with zipfile.ZipFile(fil) as z:
                    for navn in z.namelist():
                        fundne[f"{fil.name}:{navn}"] = rester(z.read(navn))
    return {f: n for f, n in fundne.items() if n}


# -- files with numbers everywhere ----------------------------------------------------------------

A = [f"{n[:6]}-{n[6:]}" for n in ANDRE]
SAGER = (
    "sag_id,foedselsdato,cpr,navn,barn_id,foraeldremyndighed,koen,husstand,enhed,sagstype,"
    "hovedforanstaltning,lovgrundlag,referencedato,mors_cpr,bemærkning\n"
    f"{ANDRE[0]},,{BARN[0]},Emil {A[1]},{ANDRE[1]},mor {A[2]},M,{ANDRE[2]},Team {A[3]},type {A[3]},"
    f"{ANDRE[4]},{A[4]},,{A[5]},Far er {ANDRE[6]} og mor {A[5]}\n"
    f"N-2,,{BARN[1]},Sofie Lund,,,,,,,,,,,\n"
)
HAENDELSER = (
    "nr,sag_id,haendelsestype,dato,attributter,registreret,grundlag,grundlag_note,kilde,fjerde\n"
    f"1,{ANDRE[0]},SAG_OPRETTET,2024-01-01,note=Ringet af {A[0]},,{A[1]},{ANDRE[2]},{A[3]},{ANDRE[4]}\n"
    f"2,{ANDRE[0]},UNDERRETNING,2024-02-01,afsender={ANDRE[1]}|id={A[2]}|vedroerer={ANDRE[3]},,,,,\n"
    f"{ANDRE[5]},{ANDRE[0]},JOURNALNOTAT,2024-02-02,emne={A[5]}|foranstaltning={ANDRE[6]},,,,,\n"
)
DAARLIGE = (
    f"3,{ANDRE[0]},HOPSA {A[1]},2024-02-01,note={A[2]},,,,,\n"
    f"4,N-2,JOURNALNOTAT,{ANDRE[3]},{A[4]},,,,,\n"
    f"5,{ANDRE[5]},JOURNALNOTAT,2024-03-01,,{A[6]},,,,\n"
)
UDTRAEK = (
    "Rapport;trukket\nSagsnr.;CPR-nr.;Ydelsestype;Paragraf;Startdato;Slutdato;Leverandør;Tilbud;Status;Sagstype;Afdeling;Noter\n"
    f"{ANDRE[0]};{BARN[2]};{A[2]};52.3.7;01-02-2024;;{ANDRE[3]};{A[4]} er far;Aktiv {A[5]};{ANDRE[6]};{A[1]};{A[0]}\n"
    f"S2;{BARN[3]};x;52.3.7;{ANDRE[5]};;;;;;;\n"
)
PAKKE = {
    "barn.csv": "barn_id;cpr;cpr_art;navn;foedselsdato;husstand_id;handlekommune\n"
    f"{ANDRE[0]};{BARN[4]};CPR;Liv {A[1]};;{ANDRE[2]};751\n",
    "sag.csv": "sag_id;barn_id;sagstype;aabnet;lukket;sagsnummer;kle;lovgrundlag\n"
    f"{ANDRE[3]};{ANDRE[0]};{A[4]};2024-01-01;;{ANDRE[5]};{A[6]};{A[1]}\n",
    "sagsskridt.csv": "skridt_id;sag_id;type_kode;startdato;status;udfoert_dato;udfoert_af;begrundelse\n"
    f"{ANDRE[6]};{ANDRE[3]};Børnesamtale;2024-02-01;;2024-02-02;{A[0]};Efter samtale med {A[1]}\n",
}


@pytest.fixture
def filer(tmp_path):
    """The files, written outside Omhu's own folder."""
    mappe = tmp_path / "udtraek"
    mappe.mkdir()
    for navn, tekst in {
        "sager.csv": SAGER,
        "haendelser.csv": HAENDELSER,
        "daarlige.csv": HAENDELSER + DAARLIGE,
        "ydelser.csv": UDTRAEK,
    }.items():
        (mappe / navn).write_text(tekst, "utf-8")
    (mappe / "utf16.csv").write_text(UDTRAEK, "utf-16")
    manifest = {"format_version": 1, "kildesystem": "KMD", "tabeller": [{"fil": n} for n in PAKKE]}
    with zipfile.ZipFile(mappe / "pakke.zip", "w") as z:
        z.writestr("manifest.json", json.dumps(manifest))
        for navn, tekst in PAKKE.items():
            z.writestr(navn, tekst)
    return mappe


SIDER = (
    FOERST
    + """
import sys
from pathlib import Path
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from omhu.adgang.models import Bruger
from omhu.indlaesning import lager
settings.ALLOWED_HOSTS = ["testserver"]
mappe = Path(sys.argv[1])
bruger, _ = Bruger.objects.get_or_create(username="sl", rolle=Bruger.Rolle.SUPERBRUGER)
client = Client()
client.force_login(bruger)

def fil(navn):
    return SimpleUploadedFile(f"71078130{navn}", (mappe / navn).read_bytes())

for navne in (
    ["sager.csv", "haendelser.csv"], ["sager.csv", "daarlige.csv"], ["ydelser.csv"], ["pakke.zip"], ["utf16.csv"]
):
    svar = client.post("/indlaesning/ny/", {"filer": [fil(n) for n in navne]}, follow=True)
    print(svar.status_code, svar.redirect_chain, svar.headers, svar.content.decode())
    for sti in [s for s, _ in svar.redirect_chain]:
        hentet = client.get(sti + "karantaene.csv", follow=True)
        print(hentet.status_code, hentet.headers, b"".join(hentet).decode())
svar = client.post("/indlaesning/profiler/ny/", {"fil": fil("ydelser.csv"), "maal": "indsats"}, follow=True)
print(svar.status_code, svar.redirect_chain, svar.content.decode())
print(sorted(f.name for f in (settings.OMHU.rod() / "indlaesning").rglob("*")))
"""
)
RAEKKER = (
    FOERST
    + """
from django.apps import apps
from omhu.adgang.raekkesikkerhed import som_system
with som_system(), connection.cursor() as c:
    for tabel in connection.introspection.table_names():
        c.execute(f'SELECT * FROM "{tabel}"')
        for raekke in c.fetchall():
            print(tabel, raekke)
"""
)


def test_nothing_that_was_loaded_leaves_a_number_in_plain(koer, filer):
    sagt = []

    def omhu(*ord_, kode=0):
        svar = koer(*ord_, OMHU_UDEN_TOTP="SUPERBRUGER")
        assert svar.returncode == kode, (ord_, svar.stdout, svar.stderr)
        sagt.append(svar.stdout + svar.stderr)
        return svar

    omhu("indlaes", filer / "sager.csv", filer / "haendelser.csv")
    omhu("indlaes", filer / "pakke.zip")
    omhu("indlaes", filer / "sager.csv", filer / "daarlige.csv", kode=1)
    omhu("indlaes", filer / "sager.csv", filer / "daarlige.csv", "--uden-fejlraekker")
    omhu(
        "indlaes", filer / "ydelser.csv", "--uden-fejlraekker", "--profil", "dubu-foranstaltninger"
    )
    omhu("indlaes", filer / "utf16.csv", "--profil", "dubu-foranstaltninger", "--proev", kode=1)
    sider = omhu(SIDER, filer).stdout
    assert sider.count("200 [('/indlaesning/") == 6  # five loads and a profile: none was refused
    assert sider.count("attachment; filename=") >= 3
    assert sider.count("'.lager.sqlite3'") == 5
    assert "k001:" in sider
    omhu("frister")
    omhu("sikkerhedskopi")
    alt = "".join(sagt)
    assert rester(alt.encode()) == []
    assert i_mappen(koer.fil.parent) == {}
    raekker = omhu(RAEKKER).stdout
    assert rester(raekker.encode()) == []
    assert raekker.count("sager_barn (") >= 4
    assert "k001:" in raekker


# -- the last net ------------------------------------------------------------------------------------


def rester_af(nummer, data):
    """Is this number in plain in some bytes, in any form?"""
    return [form(nummer) for form in FORMER for kode in KODER if form(nummer).encode(kode) in data]


def test_the_serverlog_masks_what_a_line_was_made_of():
    """The last net: whoever wrote the message, and whatever an exception says."""
    try:
        raise ValueError("7006174001 findes to gange")
    except ValueError:
        post = logging.LogRecord(
            "omhu.x",
            logging.ERROR,
            "7006174001.py",
            1,
            "barn %s, %s",
            ("700617-4001", 7006174001),
            sys.exc_info(),
        )
    linje = Linje().format(post)
    assert rester_af("7006174001", linje.encode()) == []
    assert "barn 700617-••••, 700617-••••" in linje


def test_what_is_said_of_a_row_never_repeats_a_number():
    """Also when a reader quotes a cell that nobody cleaned."""
    fund = Fund(
        "700617-4001.csv", 2, "7006174001", "»700617 4001« kan ikke læses.", "Ret 7006174001."
    )
    assert rester_af("7006174001", repr(fund).encode()) == []
    assert str(Afvisning("»7006174001« er galt.", "Ret den.")) == "»700617-••••« er galt. Ret den."
