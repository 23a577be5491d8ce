"""Changing keys: in portions, while others write, stopped and begun again, and no key is lost that is needed."""

import signal

import pytest
from django.db import connection

from omhu.kerne import krypto
from omhu.kerne.krypto import Formaal, Noeglefejl, Noeglering, brug, ringfil
from omhu.sager import noegler
from omhu.sager.models import Barn, Noegleversion
from omhu.sager.noegler import Kolonnebrug, klargoer

NUMRE = [f"7006{n:02d}4001" for n in range(10, 21)]


@pytest.fixture
def cpr():
    """The use that the command knows of."""
    return next(b for b in brug.alle() if b.navn == "CPR-numre")


@pytest.fixture
def boern(db, i_drift, monkeypatch):
    """Eleven children under version 1, and portions of three."""
    monkeypatch.setattr(noegler, "PORTION", 3)
    Noegleversion.objects.all().delete()
    klargoer()
    Barn.objects.create(navn="Ufødt barn")
    return Barn.objects.bulk_create(Barn(navn=n, cpr=n) for n in NUMRE)


def alle_laeses():
    return {b.navn: b.cpr for b in Barn.objects.exclude(cpr_indeks="")} == {n: n for n in NUMRE}


def test_all_is_moved_and_told_on_the_way(boern, cpr, ny_noegle):
    ny_noegle()
    fortalt = []
    assert cpr.versioner() == {1: 11}
    assert cpr.skift(lambda nu, af: fortalt.append((nu, af))) == 11
    assert fortalt == [(3, 11), (6, 11), (9, 11), (11, 11)]
    assert cpr.versioner() == {2: 11}
    assert alle_laeses()
    assert Barn.objects.med_cpr(NUMRE[0]).get().navn == NUMRE[0]


def test_stopped_half_way_it_goes_on(boern, cpr, ny_noegle):
    ny_noegle()

    def afbryd(nu, af):
        if nu >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cpr.skift(afbryd)
    assert cpr.versioner() == {1: 5, 2: 6}
    assert alle_laeses()
    assert all(Barn.objects.med_cpr(n).count() == 1 for n in NUMRE)
    assert cpr.skift(lambda nu, af: None) == 5
    assert cpr.versioner() == {2: 11}
    assert alle_laeses()


def test_a_number_corrected_meanwhile_is_not_overwritten(boern, cpr, ny_noegle, monkeypatch):
    """Another process writes between our reading of a portion and our writing of it."""
    ny_noegle()
    rigtig, rettet = Kolonnebrug._ny, []

    def ny(self, pk, chiffer):
        if not rettet:
            rettet.append(pk)
            barn = Barn.objects.get(pk=pk)
            barn.cpr = "6201220004"
            barn.save()
        return rigtig(self, pk, chiffer)

    monkeypatch.setattr(Kolonnebrug, "_ny", ny)
    cpr.skift(lambda nu, af: None)
    assert Barn.objects.get(pk=rettet[0]).cpr == "6201220004"
    assert Barn.objects.med_cpr("6201220004").get().pk == rettet[0]


def test_a_value_that_cannot_be_read_stops_the_change_and_is_left(boern, cpr, ny_noegle):
    ny_noegle()
    with connection.cursor() as c:
        c.execute("UPDATE sager_barn SET cpr = 'k001:AAAA' WHERE id = %s", [boern[4].pk])
    with pytest.raises(Noeglefejl):
        cpr.skift(lambda nu, af: None)
    assert cpr.versioner()[1] >= 1


# -- at start -------------------------------------------------------------------------------------


def test_a_new_database_gets_a_key_file_and_remembers_it(db, i_drift):
    Noegleversion.objects.all().delete()
    i_drift.unlink()
    krypto.indstil(i_drift)
    klargoer()
    assert krypto.ring().versioner == [1]
    assert list(Noegleversion.objects.values_list("version", flat=True)) == [1]


def test_a_missing_file_is_never_replaced_by_a_new_one(boern, i_drift):
    i_drift.unlink()
    krypto.indstil(i_drift)
    with pytest.raises(Noeglefejl, match="mangler, og databasen har data"):
        klargoer()
    assert not i_drift.exists()


def test_a_file_without_a_version_that_the_database_has_used_is_refused(boern, i_drift, ny_noegle):
    gammel = krypto.ring()
    ny_noegle()
    klargoer()
    ringfil.gem(i_drift, gammel)
    krypto.indstil(i_drift)
    with pytest.raises(Noeglefejl, match="nøgleversion 2.*nyeste kopi"):
        klargoer()


def test_the_file_of_another_database_is_refused(boern, i_drift):
    ringfil.gem(i_drift, Noeglering.ny())
    krypto.indstil(i_drift)
    with pytest.raises(Noeglefejl, match="hører til en anden database"):
        klargoer()


# -- the command, as a process --------------------------------------------------------------------


def test_killed_half_way_and_continued(koer):
    assert koer("lav").returncode == 0
    assert "Version 2 er lavet" in koer("noegler", "ny").stdout
    assert koer("draeb").returncode == -signal.SIGKILL
    halvt = koer("noegler", "status").stdout
    assert "Version 2 (bruges til alt nyt). CPR-numre: 6" in halvt
    assert "Version 1 (gammel). CPR-numre: 5" in halvt
    assert koer("laes").stdout == "11\n"
    nej = koer("noegler", "fjern", "1")
    assert nej.returncode == 1
    assert "Version 1 bruges endnu (CPR-numre: 5). Flyt det først: omhu noegler skift" in nej.stderr
    assert "CPR-numre: 5 flyttet til version 2." in koer("noegler", "skift").stdout
    assert "Version 1 er fjernet." in koer("noegler", "fjern", "1").stdout
    assert koer("laes").stdout == "11\n"
    assert '"version": 1' not in koer.fil.read_text()


def test_the_key_in_use_and_unknown_ones_cannot_be_removed(koer):
    for version, hvad in (("1", "skrives med"), ("7", "ikke version 7")):
        svar = koer("noegler", "fjern", version)
        assert (svar.returncode, svar.stdout) == (1, "")
        assert hvad in svar.stderr


def test_every_command_refuses_a_key_file_that_is_wrong(koer):
    assert koer("noegler", "status").returncode == 0
    ring = koer.fil.read_bytes()
    for galt, oedelaeg in (
        ("mangler", lambda: koer.fil.unlink()),
        ("chmod 600", lambda: koer.fil.chmod(0o640)),
        ("beskadiget", lambda: koer.fil.write_bytes(ring[:-40])),
        ("anden database", lambda: ringfil.gem(koer.fil, Noeglering.ny())),
    ):
        oedelaeg()
        foer = koer.fil.read_bytes() if koer.fil.exists() else None
        for kommando in (["server"], ["frister"]):
            svar = koer(*kommando)
            assert (svar.returncode, svar.stdout) == (1, "")
            assert galt in svar.stderr
            assert len(svar.stderr.strip().splitlines()) == 1
        assert (koer.fil.read_bytes() if koer.fil.exists() else None) == foer
        koer.fil.unlink(missing_ok=True)
        koer.fil.touch(0o600)
        koer.fil.write_bytes(ring)
    assert koer("noegler", "status").returncode == 0


def test_the_file_may_lie_elsewhere(koer_forfra, tmp_path):
    andetsteds = tmp_path / "noegler" / "omhu.json"
    assert koer_forfra("noegler", "status", OMHU_NOEGLER=str(andetsteds)).returncode == 0
    assert andetsteds.exists()
    assert not koer_forfra.fil.exists()
    assert "mangler" in koer_forfra("noegler", "status").stderr


def test_another_server_that_loads_the_application_is_refused_too(koer):
    assert koer("noegler", "status").returncode == 0
    koer.fil.unlink()
    svar = koer("wsgi")
    assert svar.returncode == 1
    assert "mangler, og databasen har data" in svar.stderr


def test_a_purpose_of_another_room_is_counted_too(boern, ny_noegle):
    """`omhu noegler` asks all that have registered; a second one under the same name changes nothing."""
    antal = len(list(brug.alle()))
    brug.registrer(Kolonnebrug("CPR-numre", "x", "y", Formaal.CPR))
    assert len(list(brug.alle())) == antal
