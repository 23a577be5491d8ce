"""A key ring of the test's own, in place of the run's; and `omhu` as a process on a folder of its own."""

import os

import pytest

from omhu.kerne import krypto
from omhu.kerne.krypto import ringfil
from tests import proces
from tests.miljoe import klar, ny_database


@pytest.fixture
def i_drift(tmp_path):
    """A key file that is the installation's for a while."""
    foer, fil = krypto.noeglefil(), tmp_path / "noegler.json"
    ringfil.lav(fil)
    krypto.indstil(fil)
    yield fil
    krypto.indstil(foer)


@pytest.fixture
def ny_noegle(i_drift):
    """A function that makes the next version, as `omhu noegler ny` does."""

    def lav():
        ringfil.gem(i_drift, krypto.ring().med_ny())
        krypto.indstil(i_drift)
        return krypto.ring().aktiv

    return lav


START = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "omhu.config.settings"
import django
django.setup()
from hashlib import sha256
from django.core.management import call_command
from django.db import connection
from importlib import import_module
krypter_cpr = import_module("omhu.sager.migrations.0005_krypter_cpr")

def migrer(til):
    call_command("migrate", "sager", til, verbosity=0)

def doe():
    os.kill(os.getpid(), 9)

def gammel(n):
    return "p" + sha256(f"omhu-barn-7006{n:02d}4001".encode()).hexdigest()[:24]
"""
FOERST = (
    START
    + """
from omhu.config.kommandoer.faelles import klargoer
klargoer()
from omhu.kerne.krypto import brug
from omhu.sager import noegler
from omhu.sager.models import Barn
noegler.PORTION = 3
"""
)
PROGRAMMER = {
    "wsgi": "import omhu.config.wsgi",
    "lav": FOERST
    + """
Barn.objects.bulk_create(Barn(navn=str(n), cpr=f"7006{n:02d}4001") for n in range(10, 21))
""",
    "laes": FOERST
    + """
assert all(b.cpr == f"7006{b.navn}4001" for b in Barn.objects.all())
assert all(Barn.objects.med_cpr(b.cpr).get() == b for b in Barn.objects.all())
from omhu.indlaesning.models import Kildepost
from omhu.kerne.krypto import pseudonym
for post in Kildepost.objects.all():
    barn = Barn.objects.get(kilde_id=post.noegle)
    assert (post.cpr, post.vaerdier) == (barn.cpr, {"navn": "x"})
    assert post.noegle == "p" + pseudonym(f"barn {barn.cpr}")
print(Barn.objects.count())
""",
    "draeb": FOERST
    + """
for b in brug.alle():
    b.skift(lambda nu, af: doe() if nu >= 6 else None)
""",
    "foer": START
    + """
migrer("0003")
call_command("migrate", "indlaesning", "0001", verbosity=0)
with connection.cursor() as c:
    for n in range(10, 21):
        c.execute(
            "INSERT INTO sager_barn (navn, cpr, koen, husstand, foraeldremyndighed, kilde, kilde_id) "
            "VALUES (%s, %s, '', '', '', 'x', %s)", [str(n), f"7006{n:02d}4001", gammel(n)]
        )
        c.execute(
            "INSERT INTO indlaesning_kildepost (kilde, tabel, noegle, vaerdier) VALUES ('x', 'barn', %s, %s)",
            [gammel(n), '{"navn": "x", "cpr": "7006%02d4001"}' % n],
        )
""",
    "draeb_migreringen": START
    + """
krypter_cpr.PORTION, rigtig, gange = 4, krypter_cpr._batch, []
def batch(forbindelse):
    gange.append(1)
    return rigtig(forbindelse) if len(gange) < 3 else doe()
krypter_cpr._batch = batch
migrer("0005")
""",
}
"""Small programs for the things that only happen in another process."""


@pytest.fixture
def koer(tmp_path):
    """Run `omhu …`, or one of PROGRAMMER, with a folder and a database of its own, without rows."""
    return koerer(tmp_path / "var", klar(tmp_path / "var"))


@pytest.fixture
def koer_forfra(tmp_path):
    """The same where there is neither folder nor tables yet."""
    return koerer(tmp_path / "var", ny_database())


def koerer(mappe, database):
    miljoe = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
    miljoe |= {"OMHU_MAPPE": str(mappe), **database}

    def kald(*ord_, **ekstra):
        program = PROGRAMMER.get(ord_[0]) or (ord_[0] if "\n" in str(ord_[0]) else None)
        if program:
            return proces.python(program, miljoe | ekstra, ord_[1:])
        return proces.omhu(ord_, miljoe | ekstra)

    kald.fil = mappe / "noegler.json"
    return kald
