"""The pages: upload, preview, accept, reject, quarantine, profiles, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from omhu.indlaesning import arbejdsmappe, forms
from omhu.indlaesning.models import Indlaesning, Profil
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt
from tests.indlaesning.stoette import HAENDELSER, TO_SAGER

GODE = HAENDELSER + "1,A,SAG_OPRETTET,2024-01-01,\n2,A,JOURNALNOTAT,2024-02-01,emne=x\n"
DAARLIGE = GODE + "3,A,HOPSA,2024-03-01,note\n"


@pytest.fixture
def superbruger(client, hold):
    client.force_login(hold.super)
    return client


def upload(client, haendelser=GODE, sager=TO_SAGER, **felter):
    filer = [
        SimpleUploadedFile("sager.csv", sager.encode()),
        SimpleUploadedFile("haendelser.csv", haendelser.encode()),
    ]
    return client.post(reverse("indlaesning_ny"), {"filer": filer, **felter})


def test_upload_preview_accept(superbruger, hold):
    svar = upload(superbruger)
    indlaesning = Indlaesning.objects.get()
    assert svar["Location"] == reverse("indlaesning_vis", args=[indlaesning.pk])
    assert (indlaesning.tilstand, indlaesning.af) == ("klar", hold.super)
    assert not Skridt.objects.exists()
    side = superbruger.get(svar["Location"]).content.decode()
    assert "Afstemning: 4 rækker læst = 4 brugt + 0 i karantæne." in side
    superbruger.post(reverse("indlaesning_godkend", args=[indlaesning.pk]))
    indlaesning.refresh_from_db()
    assert (indlaesning.tilstand, indlaesning.afgjort_af, Skridt.objects.count()) == (
        "indlaest",
        hold.super,
        2,
    )
    assert Skridt.objects.first().registreret_af == hold.super
    assert not arbejdsmappe.mappe(indlaesning.pk).exists()
    assert "2 nye skridt" in superbruger.get(svar["Location"]).content.decode()
    superbruger.post(reverse("indlaesning_godkend", args=[indlaesning.pk]))
    assert Skridt.objects.count() == 2


def test_the_files_themselves_are_gone_after_reading(superbruger):
    upload(superbruger)
    mappe = arbejdsmappe.mappe(Indlaesning.objects.get().pk)
    assert [f.name for f in mappe.iterdir()] == [".lager.sqlite3"]
    assert mappe.stat().st_mode & 0o077 == 0


def test_quarantine_is_shown_fetched_and_left_out(superbruger):
    side = superbruger.get(upload(superbruger, DAARLIGE)["Location"]).content.decode()
    indlaesning = Indlaesning.objects.get()
    assert indlaesning.tilstand == "karantaene"
    assert "1 række, vi ikke kan læse" in side
    assert "Hændelsestypen »HOPSA« kendes ikke." in side
    fil = superbruger.get(reverse("indlaesning_karantaene", args=[indlaesning.pk]))
    assert "3;A;HOPSA;2024-03-01;note;Række 4." in fil.content.decode("utf-8-sig")
    superbruger.post(reverse("indlaesning_godkend", args=[indlaesning.pk]))
    assert Skridt.objects.count() == 2


def test_reject(superbruger):
    upload(superbruger)
    indlaesning = Indlaesning.objects.get()
    superbruger.post(reverse("indlaesning_forkast", args=[indlaesning.pk]))
    indlaesning.refresh_from_db()
    assert indlaesning.tilstand == "forkastet"
    assert not arbejdsmappe.mappe(indlaesning.pk).exists()
    superbruger.post(reverse("indlaesning_godkend", args=[indlaesning.pk]))
    assert not Sag.objects.filter(nummer="A").exists()


def test_a_refused_file_says_why_on_the_form(superbruger):
    svar = superbruger.post(
        reverse("indlaesning_ny"), {"filer": [SimpleUploadedFile("x.csv", b"%PDF-1.7")]}
    )
    assert svar.status_code == 422
    assert "ikke det, den hedder" in svar.content.decode()
    assert not Indlaesning.objects.exists()


def test_an_empty_file_and_no_file(superbruger):
    svar = superbruger.post(
        reverse("indlaesning_ny"), {"filer": [SimpleUploadedFile("x.csv", b"")]}
    )
    assert "Filen er tom" in svar.content.decode()
    assert (
        "Vælg en eller flere filer." in superbruger.post(reverse("indlaesning_ny")).content.decode()
    )


def test_too_large_and_too_long_files_go_by_the_command_line(superbruger, settings, monkeypatch):
    monkeypatch.setattr(settings.OMHU, "max_upload_mb", 0)
    assert "omhu indlaes" in upload(superbruger).content.decode()
    monkeypatch.undo()
    monkeypatch.setattr("omhu.indlaesning.sider.MEST_I_BROWSEREN", 3)
    svar = upload(superbruger).content.decode()
    assert "browseren tager højst 3" in svar
    assert not Indlaesning.objects.exists()
    assert forms.MEST_I_BROWSEREN == 20_000


@pytest.mark.parametrize(
    "navn", ["indlaesning", "indlaesning_ny", "indlaesning_profiler", "indlaesning_ny_profil"]
)
@pytest.mark.parametrize(
    ("rolle", "ser"), [("mette", set()), ("leder_nord", {"indlaesning"}), ("super", "alt")]
)
def test_who_may(client, hold, navn, rolle, ser):
    client.force_login(getattr(hold, rolle))
    assert client.get(reverse(navn)).status_code == (200 if ser == "alt" or navn in ser else 403)


def test_a_leader_sees_counts_but_no_rows(superbruger, client, hold):
    sted = upload(superbruger, DAARLIGE)["Location"]
    pk = Indlaesning.objects.get().pk
    client.force_login(hold.leder_nord)
    side = client.get(sted).content.decode()
    assert "Afstemning" in side
    assert "HOPSA" not in side
    assert client.get(reverse("indlaesning_karantaene", args=[pk])).status_code == 403
    assert client.post(reverse("indlaesning_godkend", args=[pk])).status_code == 403


def test_the_list_takes_few_queries_at_any_size(superbruger, django_assert_max_num_queries):
    Indlaesning.objects.bulk_create(
        Indlaesning(kilde="x", format="y", tilstand="indlaest") for _ in range(120)
    )
    with django_assert_max_num_queries(10):
        assert "Side 1 af 3" in superbruger.get(reverse("indlaesning")).content.decode()


def test_a_profile_is_made_saved_and_used(superbruger):
    udtraek = "Barnets nr.;Hvad;Fra;Indtil\n610512-4111;Kontaktperson;01-02-2025;\n".encode(
        "cp1252"
    )
    svar = superbruger.post(
        reverse("indlaesning_ny_profil"),
        {"fil": SimpleUploadedFile("x.csv", udtraek), "maal": "indsats"},
    )
    side = superbruger.get(svar["Location"]).content.decode()
    assert "••••••-••••" in side
    assert "610512" not in side
    valg = {"navn": "mit-udtraek", "kilde": "mit", "k0": "cpr", "k1": "type_kode"}
    fejl = superbruger.post(svar["Location"], valg)
    assert fejl.status_code == 422
    assert "Vælg den kolonne, der er »Startdato«." in fejl.content.decode()
    igen = superbruger.post(svar["Location"], {**valg, "k2": "start", "k3": "slut"})
    profil = Profil.objects.get()
    assert profil.felter == {
        "cpr": "Barnets nr.",
        "type_kode": "Hvad",
        "start": "Fra",
        "slut": "Indtil",
    }
    superbruger.post(reverse("indlaesning_godkend", args=[igen["Location"].split("/")[-2]]))
    assert Skridt.objects.get().indsatser == "kontaktperson"
