"""Files from outside: believed for what they hold and not for what they are called, bounded, and kept apart."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from omhu.indlaesning import arbejdsmappe
from omhu.indlaesning.fejl import Afvisning
from omhu.indlaesning.tabel import zipfil
from omhu.indlaesning.tabel.filart import filart
from omhu.indlaesning.tabel.tabel import aabn
from omhu.kerne import pakket


def zip_med(sti: Path, **medlemmer: bytes) -> Path:
    with zipfile.ZipFile(sti, "w", zipfile.ZIP_DEFLATED) as z:
        for navn, indhold in medlemmer.items():
            z.writestr(navn, indhold)
    return sti


@pytest.mark.parametrize(
    ("navn", "indhold"),
    [
        ("virus.csv", b"MZ\x90\x00" + b"\x00" * 200),
        ("elf.csv", b"\x7fELF\x02\x01\x01" + b"\x00" * 200),
        ("billede.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
        ("side.csv", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("tegning.csv", b"<?xml version='1.0'?><svg onload='alert(1)'/>"),
        ("brev.csv", b"%PDF-1.7 ..."),
        ("tabel.xlsx", b"a;b;c\n1;2;3\n"),
    ],
)
def test_a_file_is_what_it_holds(navn, indhold, tmp_path):
    fil = tmp_path / navn
    fil.write_bytes(indhold)
    with pytest.raises(Afvisning, match="Filen er ikke det, den hedder"):
        filart(fil)


def test_a_bomb_is_refused_by_what_it_says_of_itself(tmp_path):
    bombe = zip_med(tmp_path / "bombe.zip", **{"tal.csv": b"0" * (60 << 20)})
    assert bombe.stat().st_size < 1 << 20
    with pytest.raises(Afvisning, match="fylder 60 MB udpakket"):
        zipfil.udpak(bombe, tmp_path)


def test_a_bomb_that_lies_is_stopped_while_it_unpacks(tmp_path):
    bombe = zip_med(tmp_path / "bombe.zip", **{"tal.csv": b"0" * (8 << 20)})
    raa = bytearray(bombe.read_bytes())
    for maerke, felt in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", raa, raa.index(maerke) + felt, 1000)
    bombe.write_bytes(raa)
    (tmp_path / "ud").mkdir()
    with pytest.raises(Afvisning):
        zipfil.udpak(bombe, tmp_path / "ud")
    assert sum(f.stat().st_size for f in (tmp_path / "ud").iterdir()) <= 1000


def test_a_workbook_that_is_a_bomb_is_refused_before_it_is_read(tmp_path):
    bog = zip_med(
        tmp_path / "bog.xlsx",
        **{
            "[Content_Types].xml": b"<x/>",
            "xl/workbook.xml": b"<x/>",
            "xl/worksheets/sheet1.xml": b"0" * (60 << 20),
        },
    )
    with pytest.raises(Afvisning, match="MB udpakket"):
        aabn(bog)


def test_too_many_members_are_refused_unread(tmp_path):
    mange = zip_med(tmp_path / "m.zip", **{f"{n}.csv": b"" for n in range(pakket.MEDLEMMER + 1)})
    with pytest.raises(Afvisning, match="højst 2000"):
        zipfil.udpak(mange, tmp_path)


@pytest.mark.parametrize(
    "navn", ["../ud.csv", "/etc/ud.csv", "a/../../ud.csv", "..\\ud.csv", "C:ud.csv", "a/b/ud.csv"]
)
def test_no_member_is_written_outside_the_folder(navn, tmp_path):
    (tmp_path / "ud").mkdir()
    with pytest.raises(Afvisning, match="uden for pakken"):
        zipfil.udpak(zip_med(tmp_path / "z.zip", **{navn: b"x"}), tmp_path / "ud")
    assert list((tmp_path / "ud").iterdir()) == []


def test_a_link_in_a_zip_becomes_no_link(tmp_path):
    sti = tmp_path / "z.zip"
    with zipfile.ZipFile(sti, "w") as z:
        medlem = zipfile.ZipInfo("tal.csv")
        medlem.external_attr = 0o120777 << 16
        z.writestr(medlem, "/etc/passwd")
    (tmp_path / "ud").mkdir()
    zipfil.udpak(sti, tmp_path / "ud")
    ud = tmp_path / "ud" / "tal.csv"
    assert not ud.is_symlink()
    assert ud.read_text() == "/etc/passwd"


@pytest.mark.parametrize(
    "navn",
    [
        "../../../tmp/ud.csv", "/etc/passwd", "a\x00b.csv", "..", ".profil.json", ".lager.sqlite3", "CON.csv",
        "æøå " * 60, "a\r\nX: 1.csv",
    ],
)  # fmt: skip
def test_a_file_name_of_a_user_is_no_path(navn, settings, tmp_path):
    from uuid import uuid4

    settings.OMHU = settings.OMHU.model_copy(update={"mappe": tmp_path})
    fil = SimpleUploadedFile("x", b"indhold")
    vars(fil)["_name"] = navn  # as it came; Django's own cleaning is passed by
    nummer = uuid4()
    stier = arbejdsmappe.gem_filer(nummer, [fil, SimpleUploadedFile("to.csv", b"to")])
    mappe = arbejdsmappe.mappe(nummer).resolve()
    for sti in stier:
        assert sti.resolve().parent == mappe
        assert sti.name.isprintable()
        assert not sti.name.startswith(".")
        assert sti.stat().st_mode & 0o777 == 0o600
    assert len({s.name for s in stier}) == 2


def test_uploads_wait_on_the_guarded_disk_closed_to_others():
    mappe = Path(django_settings.FILE_UPLOAD_TEMP_DIR)
    assert mappe.parent == django_settings.OMHU.rod()
    assert mappe.stat().st_mode & 0o077 == 0


def test_what_a_broken_upload_left_is_removed_after_a_day(settings, tmp_path):
    import os

    settings.OMHU = settings.OMHU.model_copy(update={"mappe": tmp_path})
    (tmp_path / "midlertidig").mkdir()
    gammel, ny = tmp_path / "midlertidig" / "gl.upload", tmp_path / "midlertidig" / "ny.upload"
    for fil in (gammel, ny):
        fil.write_text("x")
    os.utime(gammel, (0, 0))
    arbejdsmappe.ryd_op()
    assert (gammel.exists(), ny.exists()) == (False, True)


def test_no_uploaded_file_has_an_address():
    from tests.sikkerhed.adresser import navne

    assert not django_settings.MEDIA_URL.startswith(("http", "/media"))
    assert not [n for n in navne() if n and n.startswith(("media", "filer"))]
    assert Path(django_settings.FILE_UPLOAD_TEMP_DIR) not in map(
        Path, django_settings.STATICFILES_DIRS
    )


def test_more_files_than_asked_for_are_refused(hold, client):
    client.force_login(hold.super)
    filer = [SimpleUploadedFile(f"{n}.csv", b"a;b\n1;2\n") for n in range(11)]
    svar = client.post("/indlaesning/ny/", {"filer": filer})
    assert (svar.status_code, "højst 10 filer" in svar.content.decode()) == (422, True)


def test_a_huge_number_of_fields_is_refused(hold, client):
    client.force_login(hold.super)
    krop = "&".join(f"f{n}=1" for n in range(2000))
    svar = client.post("/soeg/", krop, content_type="application/x-www-form-urlencoded")
    assert svar.status_code == 400


def test_the_refusal_shows_the_name_without_running_it(hold, client):
    client.force_login(hold.super)
    fil = SimpleUploadedFile("<img src=x onerror=alert(1)>.csv", b"%PDF-1.7")
    html = client.post("/indlaesning/ny/", {"filer": [fil]}).content.decode()
    assert "<img src=x" not in html


def test_zip_files_are_opened_in_one_place_only():
    """Every other opening would be without the bounds. What we write ourselves is no matter."""
    rod = Path(django_settings.PAKKE)
    fundne = {
        str(fil.relative_to(rod))
        for fil in rod.rglob("*.py")
        for linje in fil.read_text("utf-8").splitlines()
        if "ZipFile(" in linje and '"w"' not in linje and "/kopi/" not in fil.as_posix()
    }
    assert fundne == {"kerne/pakket.py"}
