"""What becomes of files beside the pages: they leave with the exit, go with the case, and lie in plain nowhere."""

import csv
from contextlib import nullcontext
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from omhu.config.kopi.fejl import Kopifejl
from omhu.config.udtraek import lav
from omhu.config.udtraek.dokumenter import skriv_dokumenter
from omhu.sagsarbejde.journal.models import Dokument, Dokumentdel
from omhu.sagsarbejde.soegning.models import Soegetekst
from tests.bord.stoette import for_dage_siden
from tests.journal.stoette import CPR, lav_pdf, sendt
from tests.krypto.test_ingen_cpr import rester

TABELLER = (
    "journal_dokument",
    "journal_dokumentdel",
    "soegning_soegetekst",
    "tekster_udgave",
    "tidslinje_skridt",
)
FORM = f"{CPR[:6]}-{CPR[6:]}"


def laeg(client, sag, data, navn="a.txt"):
    felter = {
        "dag": for_dage_siden(1).isoformat(),
        "retning": "ind",
        "titel": "Brev",
        "fil": sendt(navn, data),
    }
    assert client.post(reverse("nyt_dokument", args=[sag.pk]), felter).status_code == 302


@pytest.mark.django_db
def test_the_files_leave_in_plain_when_cpr_may_and_else_stay(hold, client, tmp_path):
    client.force_login(hold.mette)
    data = {"a.txt": f"Om {FORM}".encode() * 50_000, "b.pdf": lav_pdf("Udtalelse")}
    for navn, indhold in data.items():
        laeg(client, hold.sag, indhold, navn)
    skriv_dokumenter(tmp_path / "dokumenter", "default")
    filer = {f.name: f.read_bytes() for f in (tmp_path / "dokumenter").iterdir()}
    assert filer == {
        f"{d.pk}.{d.filtype}": data[navn]
        for d, navn in zip(Dokument.objects.order_by("nr"), data, strict=True)
    }


@pytest.mark.django_db
def test_a_file_that_is_not_the_one_put_on_the_case_stops_the_exit(hold, client, tmp_path):
    client.force_login(hold.mette)
    laeg(client, hold.sag, b"Det rigtige")
    Dokument.objects.update(sha256=sha256(b"noget andet").hexdigest())
    with pytest.raises(Kopifejl, match="er ikke den"):
        skriv_dokumenter(tmp_path / "dokumenter", "default")


@pytest.mark.django_db
@pytest.mark.parametrize("med_cpr", [False, True])
def test_the_exit_has_files_only_with_cpr_and_no_number_in_its_tables_without(
    hold, client, tmp_path, med_cpr, monkeypatch
):
    client.force_login(hold.mette)
    laeg(client, hold.sag, f"Om {FORM}".encode())
    monkeypatch.setattr(
        lav, "oejeblik", nullcontext
    )  # another connection does not see a test's rows
    lav.lav_udtraek(tmp_path / "ud", med_cpr=med_cpr)
    dok = Dokument.objects.get()
    assert (tmp_path / "ud" / "dokumenter" / f"{dok.pk}.txt").exists() is med_cpr
    assert not (tmp_path / "ud" / "tabeller" / "journal_dokumentdel.csv").exists()
    [raekke] = csv.DictReader(
        (tmp_path / "ud" / "tabeller" / "journal_dokument.csv").open(encoding="utf-8")
    )
    assert raekke["sha256"] == dok.sha256
    assert CPR[6:] not in raekke["tekst"]
    summer = (tmp_path / "ud" / "sha256sum.txt").read_text("utf-8")
    assert (f"{dok.sha256}  dokumenter/{dok.pk}.txt" in summer) is med_cpr


@pytest.mark.django_db
def test_no_byte_of_the_folder_or_the_tables_holds_the_number(hold, client):
    client.force_login(hold.mette)
    laeg(client, hold.sag, f"Barnet {FORM} og {CPR} og {CPR[:6]} {CPR[6:]}".encode())
    laeg(client, hold.sag, lav_pdf(f"Barnet {FORM}"), "b.pdf")
    client.post(reverse("soeg"), {"q": FORM})
    client.post(reverse("sagens_journal", args=[hold.sag.pk]), {"q": CPR})
    fundne = {f.name: rester(f.read_bytes()) for f in settings.OMHU.rod().rglob("*") if f.is_file()}
    assert [f for f, numre in fundne.items() if CPR in numre] == []
    with connection.cursor() as c:
        for tabel in TABELLER:
            c.execute(f"SELECT * FROM {tabel}")
            alt = "".join(
                str(v if not isinstance(v, memoryview) else bytes(v))
                for r in c.fetchall()
                for v in r
            )
            assert CPR not in alt
            assert FORM not in alt
    assert Soegetekst.objects.count() == 4


@pytest.mark.django_db
def test_every_table_of_the_journal_goes_with_its_case(hold, client):
    from omhu.config.sletning.udfoer import _slet_hold
    from omhu.sager.vaern import uden_vaern

    client.force_login(hold.mette)
    laeg(client, hold.sag, b"abc")
    with uden_vaern(connection):
        _slet_hold([hold.sag.pk])
    assert not any(m.objects.exists() for m in (Dokument, Dokumentdel, Soegetekst))


@pytest.mark.django_db
def test_the_model_and_its_tables_agree():
    call_command("makemigrations", "journal", "soegning", check=True, dry_run=True, verbosity=0)
