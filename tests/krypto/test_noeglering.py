"""The key ring: what it encrypts with, what it refuses, and how its file is kept."""

import json
import os
import stat
import threading

import pytest

from omhu.kerne import krypto
from omhu.kerne.krypto import Formaal, Noeglefejl, Noeglering, i_brug, ringfil

NUMMER = "7006174001"
STED = "sager_barn.cpr"


@pytest.fixture
def fil(tmp_path):
    return tmp_path / "noegler.json"


# -- encryption -----------------------------------------------------------------------------------


def test_what_was_encrypted_can_be_read_and_shows_its_version():
    ring = Noeglering.ny()
    chiffer = ring.krypter(Formaal.CPR, NUMMER, STED)
    assert chiffer.startswith("k001:")
    assert NUMMER not in chiffer
    assert ring.dekrypter(Formaal.CPR, chiffer, STED) == NUMMER


def test_the_same_text_never_looks_the_same():
    ring = Noeglering.ny()
    assert len({ring.krypter(Formaal.CPR, NUMMER, STED) for _ in range(50)}) == 50


def test_a_value_moved_to_another_column_is_refused():
    ring = Noeglering.ny()
    chiffer = ring.krypter(Formaal.CPR, NUMMER, STED)
    with pytest.raises(Noeglefejl, match="flyttet"):
        ring.dekrypter(Formaal.CPR, chiffer, "sager_barn.navn")


def test_a_value_for_one_purpose_is_refused_for_another():
    ring = Noeglering.ny()
    with pytest.raises(Noeglefejl):
        ring.dekrypter(Formaal.TOTP, ring.krypter(Formaal.CPR, NUMMER))


@pytest.mark.parametrize("sted", [5, 20, -1])
def test_one_changed_character_is_refused(sted):
    ring = Noeglering.ny()
    chiffer = list(ring.krypter(Formaal.CPR, NUMMER, STED))
    chiffer[sted] = "A" if chiffer[sted] != "A" else "Q"
    with pytest.raises(Noeglefejl, match="ændret"):
        ring.dekrypter(Formaal.CPR, "".join(chiffer), STED)


@pytest.mark.parametrize("tekst", ["", NUMMER, "k001", "k0x1:abc", "k²01:abc"])
def test_what_is_not_encrypted_is_refused_and_not_shown(tekst):
    with pytest.raises(Noeglefejl) as fejl:
        Noeglering.ny().dekrypter(Formaal.CPR, tekst, STED)
    assert NUMMER not in str(fejl.value)


def test_another_ring_with_the_same_version_is_told_from_ours():
    chiffer = Noeglering.ny().krypter(Formaal.CPR, NUMMER, STED)
    with pytest.raises(Noeglefejl, match="nøglefil"):
        Noeglering.ny().dekrypter(Formaal.CPR, chiffer, STED)


def test_each_purpose_and_version_has_its_own_key():
    ring = Noeglering.ny().med_ny()
    noegler = {ring.noegle_til(f, v) for f in Formaal for v in ring.versioner}
    assert len(noegler) == len(Formaal) * 2
    assert {len(n) for n in noegler} == {32}


def test_subkeys_stay_what_they_are():
    """A changed derivation would make every database unreadable."""
    ring = Noeglering({1: bytes(range(32))}, 1)
    assert ring.noegle_til(Formaal.CPR).hex() == (
        "18775bff95e84c2005a5fbef70b54edcd354868a36eb342f7a45e02eed403ccd"
    )
    assert ring.indeks(Formaal.CPR_INDEKS, NUMMER) == "k001:xz24A8wzvDdlb6ngHx6Zuw"


def test_a_ring_does_not_print_its_keys():
    ring = Noeglering({1: b"hemmelig" * 4}, 1, b"fast" * 8)
    assert "hemmelig" not in repr(ring)
    assert "fastfast" not in repr(ring)


def test_a_pseudonym_stays_when_keys_are_changed_and_differs_between_rings(fil):
    ring = Noeglering.ny()
    skiftet = ring.med_ny().uden(1)
    assert skiftet.pseudonym(NUMMER) == ring.pseudonym(NUMMER)
    ringfil.gem(fil, skiftet)
    assert ringfil.laes(fil).pseudonym(NUMMER) == ring.pseudonym(NUMMER)
    assert Noeglering.ny().pseudonym(NUMMER) != ring.pseudonym(NUMMER)


# -- fingerprints ---------------------------------------------------------------------------------


def test_equal_texts_have_equal_fingerprints_and_others_do_not():
    ring = Noeglering.ny()
    assert ring.indeks(Formaal.CPR_INDEKS, NUMMER) == ring.indeks(Formaal.CPR_INDEKS, NUMMER)
    assert ring.indeks(Formaal.CPR_INDEKS, NUMMER) != ring.indeks(Formaal.CPR_INDEKS, "7006174002")
    assert ring.indeks(Formaal.CPR_INDEKS, NUMMER) != Noeglering.ny().indeks(
        Formaal.CPR_INDEKS, NUMMER
    )


def test_while_keys_are_changed_all_versions_are_searched():
    gammel = Noeglering.ny()
    ny = gammel.med_ny()
    assert gammel.indeks(Formaal.CPR_INDEKS, NUMMER) in ny.indekser(Formaal.CPR_INDEKS, NUMMER)
    assert ny.indeks(Formaal.CPR_INDEKS, NUMMER).startswith("k002:")


# -- versions -------------------------------------------------------------------------------------


def test_a_new_version_writes_and_the_old_still_reads():
    gammel = Noeglering.ny()
    chiffer = gammel.krypter(Formaal.CPR, NUMMER, STED)
    ny = gammel.med_ny()
    assert ny.krypter(Formaal.CPR, NUMMER, STED).startswith("k002:")
    assert ny.dekrypter(Formaal.CPR, chiffer, STED) == NUMMER


def test_a_version_that_the_ring_lacks_is_named():
    ring = Noeglering.ny().med_ny()
    chiffer = ring.krypter(Formaal.CPR, NUMMER, STED)
    uden = Noeglering({1: ring.noegler[1]}, 1)
    with pytest.raises(Noeglefejl, match="ikke version 2"):
        uden.dekrypter(Formaal.CPR, chiffer, STED)


def test_the_key_in_use_cannot_be_taken_out():
    ring = Noeglering.ny().med_ny()
    with pytest.raises(Noeglefejl, match="skrives med"):
        ring.uden(2)
    assert ring.uden(1).versioner == [2]


# -- the file -------------------------------------------------------------------------------------


def test_the_file_is_made_closed_and_gives_the_same_ring_again(fil):
    ring = ringfil.lav(fil)
    assert stat.S_IMODE(fil.stat().st_mode) == 0o600
    assert ringfil.laes(fil) == ring
    assert [f.name for f in fil.parent.iterdir()] == ["noegler.json"]


def test_making_it_twice_keeps_the_first(fil):
    assert ringfil.lav(fil) == ringfil.lav(fil)


def test_many_at_once_make_one_ring(fil):
    """The workers of a server start together."""
    ringe = []
    traade = [threading.Thread(target=lambda: ringe.append(ringfil.lav(fil))) for _ in range(8)]
    for t in traade:
        t.start()
    for t in traade:
        t.join()
    assert len(ringe) == 8
    assert all(r == ringe[0] for r in ringe)


def test_a_missing_file_is_told(fil):
    with pytest.raises(Noeglefejl, match="mangler. Læg nøglefilen tilbage"):
        ringfil.laes(fil)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_file_open_to_others_is_refused(fil, mode):
    ringfil.lav(fil)
    fil.chmod(mode)
    with pytest.raises(Noeglefejl, match="chmod 600"):
        ringfil.laes(fil)


def _med(**aendringer):
    return lambda d: d | aendringer


def _foerste_noegle(**aendringer):
    return lambda d: d | {"noegler": [d["noegler"][0] | aendringer]}


@pytest.mark.parametrize(
    "oedelaeg",
    [
        _med(format=2),
        _med(aktiv=7),
        _med(fast={"noegle": "A" * 43 + "=", "kontrol": "x"}),
        _med(fast="x"),
        _med(noegler=[]),
        _med(noegler="ingen"),
        lambda d: d | {"noegler": d["noegler"] * 2},
        lambda d: [],
        _foerste_noegle(noegle="AAAA"),
        _foerste_noegle(noegle="A" * 43 + "="),
        _foerste_noegle(noegle="æ"),
        _foerste_noegle(version="1"),
        _foerste_noegle(version=True),
        _foerste_noegle(version=0),
    ],
)
def test_a_damaged_file_is_refused_without_showing_keys(fil, oedelaeg):
    ringfil.lav(fil)
    data = json.loads(fil.read_text())
    fil.write_text(json.dumps(oedelaeg(data)))
    with pytest.raises(Noeglefejl, match="beskadiget. Læg nøglefilen tilbage") as fejl:
        ringfil.laes(fil)
    assert data["noegler"][0]["noegle"] not in str(fejl.value)


@pytest.mark.parametrize("raa", [b"", b"\x00\xff\xfe", b'{"format": 1, "ak'])
def test_a_cut_file_is_refused(fil, raa):
    ringfil.lav(fil)
    fil.write_bytes(raa)
    with pytest.raises(Noeglefejl, match="beskadiget"):
        ringfil.laes(fil)


def test_a_full_disk_is_told_and_leaves_nothing_behind(fil, monkeypatch):
    def fuld(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fuld)
    with pytest.raises(Noeglefejl, match="kan ikke skrives"):
        ringfil.lav(fil)
    assert list(fil.parent.iterdir()) == []


# -- in use ---------------------------------------------------------------------------------------


def test_a_running_program_follows_a_change_of_the_file(i_drift, monkeypatch):
    foer = krypto.krypter(Formaal.CPR, NUMMER)
    ringfil.gem(i_drift, krypto.ring().med_ny())
    monkeypatch.setattr(i_brug, "SE_EFTER", 0.0)
    assert krypto.krypter(Formaal.CPR, NUMMER).startswith("k002:")
    assert krypto.dekrypter(Formaal.CPR, foer) == NUMMER


def test_a_version_made_elsewhere_is_looked_for_at_once(i_drift):
    """Another process has made version 2 and written with it within the second."""
    ny = krypto.ring().med_ny()
    ringfil.gem(i_drift, ny)
    assert krypto.dekrypter(Formaal.CPR, ny.krypter(Formaal.CPR, NUMMER)) == NUMMER


def test_a_file_that_goes_bad_while_running_stops_the_next_reading(i_drift, monkeypatch):
    krypto.ring()
    i_drift.chmod(0o644)
    monkeypatch.setattr(i_brug, "SE_EFTER", 0.0)
    with pytest.raises(Noeglefejl, match="chmod 600"):
        krypto.krypter(Formaal.CPR, NUMMER)
