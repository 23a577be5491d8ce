"""Barn.cpr: digits in Python, ciphertext in the row, found by its fingerprint, and never silently not found."""

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from omhu.kerne import krypto
from omhu.kerne.krypto import Noeglefejl
from omhu.sager.models import Barn, Sag
from omhu.sagsarbejde.tekster.models import Kladde

EMIL, SOFIE = "7006174001", "6201220004"
pytestmark = pytest.mark.django_db


def raekke(barn):
    """What the database really holds: (cpr, cpr_indeks)."""
    with connection.cursor() as c:
        c.execute("SELECT cpr, cpr_indeks FROM sager_barn WHERE id = %s", [barn.pk])
        return c.fetchone()


def saet_raat(barn, **felter):
    with connection.cursor() as c:
        for navn, vaerdi in felter.items():
            c.execute(f"UPDATE sager_barn SET {navn} = %s WHERE id = %s", [vaerdi, barn.pk])


@pytest.fixture
def emil(i_drift):
    return Barn.objects.create(navn="Emil Holm", cpr=EMIL)


def igen(barn):
    return Barn.objects.get(pk=barn.pk)


# -- writing and reading --------------------------------------------------------------------------


def test_the_row_is_encrypted_and_the_object_is_not(emil):
    cpr, indeks = raekke(emil)
    assert cpr.startswith("k001:")
    assert indeks.startswith("k001:")
    assert EMIL not in cpr + indeks
    assert EMIL[:6] not in cpr + indeks
    assert igen(emil).cpr == EMIL
    assert Barn.objects.values_list("cpr", flat=True).get() == EMIL
    assert Barn.objects.values("cpr").get() == {"cpr": EMIL}


def test_a_child_without_a_number_has_nothing_to_encrypt(i_drift):
    assert raekke(Barn.objects.create(navn="Ufødt barn")) == ("", "")


def test_it_is_read_through_the_case_too(emil, hold):
    Sag.objects.create(barn=emil, nummer="N-2", enhed=hold.nord)
    assert Sag.objects.select_related("barn").get(nummer="N-2").barn.cpr == EMIL


def _gem(barn):
    barn.save()


def _gem_kun_cpr(barn):
    barn.save(update_fields=["cpr"])


def _samlet(barn):
    Barn.objects.bulk_update([barn], ["cpr"])


def _samlet_med_andre(barn):
    Barn.objects.bulk_update([barn], ["navn", "cpr", "koen"], batch_size=1)


def _som_grundlag(barn):
    Barn._base_manager.bulk_update([barn], ["cpr"])


def _kun_det_laeste(barn):
    laest = Barn.objects.only("cpr").get(pk=barn.pk)
    laest.cpr = barn.cpr
    laest.save()


def _eller_opret(barn):
    Barn.objects.update_or_create(pk=barn.pk, defaults={"cpr": barn.cpr})


def _samlet_konflikt(barn):
    Barn.objects.bulk_create(
        [barn], update_conflicts=True, update_fields=["cpr"], unique_fields=["id"]
    )


@pytest.mark.parametrize(
    "skriv",
    [
        _gem,
        _gem_kun_cpr,
        _samlet,
        _samlet_med_andre,
        _som_grundlag,
        _kun_det_laeste,
        _eller_opret,
        _samlet_konflikt,
    ],
)
def test_every_way_to_write_keeps_number_and_fingerprint_together(emil, skriv):
    emil.cpr = SOFIE
    skriv(emil)
    assert igen(emil).cpr == SOFIE
    assert list(Barn.objects.med_cpr(SOFIE)) == [emil]
    assert list(Barn.objects.med_cpr(EMIL)) == []


def test_a_number_can_be_taken_away(emil):
    emil.cpr = ""
    emil.save()
    assert raekke(emil) == ("", "")


def test_many_at_once(i_drift):
    numre = [f"70061{n:05d}" for n in range(50)]
    Barn.objects.bulk_create(Barn(navn=n, cpr=n) for n in numre)
    assert [Barn.objects.med_cpr(n).get().navn for n in numre] == numre


def test_saving_something_else_leaves_the_number_alone(emil):
    foer = raekke(emil)
    emil.navn = "Emil Holm Dahl"
    emil.save(update_fields=["navn"])
    laest = Barn.objects.only("navn").get(pk=emil.pk)
    laest.navn = "Emil Dahl"
    laest.save()
    assert raekke(emil) == foer


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "opslag", ["cpr", "cpr__in", "cpr__contains", "cpr__startswith", "cpr__gt", "cpr__isnull"]
)
def test_comparing_the_column_is_an_error_and_not_an_empty_list(emil, opslag):
    vaerdi = [EMIL] if opslag.endswith("in") else EMIL
    with pytest.raises(FieldError, match="med_cpr"):
        Barn.objects.filter(**{opslag: vaerdi})
    with pytest.raises(FieldError, match="med_cpr"):
        Barn.objects.exclude(**{opslag: vaerdi})
    with pytest.raises(FieldError, match="med_cpr"):
        Sag.objects.filter(**{f"barn__{opslag}": vaerdi})


@pytest.mark.parametrize(
    "felter",
    [
        {"cpr": SOFIE},
        {"cpr_indeks": ""},
        {"cpr": SOFIE, "cpr_indeks": "k001:x"},
        {"cpr": F("navn"), "cpr_indeks": F("navn")},
    ],
)
def test_update_is_refused(emil, felter):
    with pytest.raises(FieldError, match="bulk_update"):
        Barn.objects.update(**felter)
    with pytest.raises(FieldError, match="bulk_update"):
        Barn._base_manager.filter(pk=emil.pk).update(**felter)
    assert igen(emil).cpr == EMIL


@pytest.mark.parametrize("felter", [{"cpr": EMIL}, {"cpr": ""}, {"cpr_indeks": ""}])
def test_the_database_refuses_a_number_in_plain_or_without_fingerprint(emil, felter):
    with pytest.raises(IntegrityError), transaction.atomic():
        saet_raat(emil, **felter)


def test_a_ciphertext_moved_from_another_column_is_refused(emil):
    with transaction.atomic():
        saet_raat(emil, cpr=krypto.krypter(krypto.Formaal.CPR, EMIL, "sager_barn.navn"))
    with pytest.raises(Noeglefejl, match="flyttet"):
        igen(emil)


# -- searching ------------------------------------------------------------------------------------


def test_it_is_found_under_old_and_new_key(emil, ny_noegle):
    ny_noegle()
    sofie = Barn.objects.create(navn="Sofie Lund", cpr=SOFIE)
    assert raekke(emil)[0][:4] == "k001"
    assert raekke(sofie)[0][:4] == "k002"
    assert Barn.objects.med_cpr(EMIL).get() == emil
    assert Barn.objects.med_cpr(SOFIE).get() == sofie


def test_searching_for_nothing_finds_nobody(emil):
    Barn.objects.create(navn="Ufødt barn")
    assert not Barn.objects.med_cpr("").exists()


def test_many_texts_are_rewritten_at_once_each_with_its_own(i_drift, hold):
    kladder = [Kladde.objects.create(bruger=hold.mette, sti=f"/{n}", felter="før") for n in "ab"]
    for k in kladder:
        k.felter = f"ny {k.sti}"
    Kladde.objects.bulk_update(kladder, ["felter"])
    assert list(Kladde.objects.order_by("sti").values_list("felter", flat=True)) == [
        "ny /a",
        "ny /b",
    ]
    with connection.cursor() as c:
        c.execute("SELECT felter FROM tekster_kladde")
        assert all(raa.startswith("k001:") for (raa,) in c.fetchall())
