"""The file of a copy: whatever is changed in it, anywhere, is found before a file is used."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omhu.config.kopi import Kopifejl, Laas, arkiv
from omhu.config.kopi import laas as laasmodul
from omhu.config.kopi.stroem import STYKKE, Aendret, Dekrypterer, Krypterer
from omhu.kerne import krypto
from omhu.kerne.krypto import Noeglering, ringfil

KODE = Laas(adgangskode="fire tilfældige ord her")


@pytest.fixture(scope="module")
def rum(tmp_path_factory):
    """A key ring of the module's own, and a packed copy of two files."""
    mappe = tmp_path_factory.mktemp("arkiv")
    foer = krypto.noeglefil()
    krypto.indstil(mappe / "noegler.json")
    ringfil.lav(mappe / "noegler.json")
    (mappe / "a").write_bytes(bytes(range(256)) * 4000)
    (mappe / "b").write_bytes(b"")
    arkiv.pak(mappe / "god.kopi", indhold(mappe), Laas())
    yield mappe
    krypto.indstil(foer)


def indhold(mappe: Path, **andet) -> arkiv.Indhold:
    return arkiv.Indhold(
        {"regler/a.yaml": mappe / "a", "regler/b.yaml": mappe / "b"}, {"noegler": [], **andet}
    )


def laes(fil: Path, til: Path, laas: Laas | None = None):
    return arkiv.pak_ud(fil, til, laas or Laas(), lambda _: None)


def test_what_was_packed_comes_out(rum, tmp_path):
    assert laes(rum / "god.kopi", tmp_path)["noegler"] == []
    assert (tmp_path / "regler/a.yaml").read_bytes() == (rum / "a").read_bytes()
    assert (tmp_path / "regler/b.yaml").read_bytes() == b""


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_changed_bit_anywhere_is_found(rum, tmp_path_factory, data):
    god = (rum / "god.kopi").read_bytes()
    plads = data.draw(st.one_of(st.integers(0, 700), st.integers(0, len(god) - 1)))
    bit = data.draw(st.integers(0, 7))
    til = tmp_path_factory.mktemp("u")
    raa = bytearray(god)
    raa[plads] ^= 1 << bit
    (til / "x.kopi").write_bytes(raa)
    with pytest.raises(Kopifejl):
        laes(til / "x.kopi", til)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(del_=st.floats(0, 1, exclude_max=True))
def test_a_file_that_is_cut_is_found(rum, tmp_path_factory, del_):
    god = (rum / "god.kopi").read_bytes()
    til = tmp_path_factory.mktemp("u")
    (til / "x.kopi").write_bytes(god[: int(len(god) * del_)])
    with pytest.raises(Kopifejl):
        laes(til / "x.kopi", til)


def test_a_file_with_something_after_its_end_is_found(rum, tmp_path):
    (tmp_path / "x.kopi").write_bytes((rum / "god.kopi").read_bytes() + b"x")
    with pytest.raises(Kopifejl, match="beskadiget"):
        laes(tmp_path / "x.kopi", tmp_path)


def test_whole_pieces_may_not_change_places_or_be_left_out():
    """Each piece in itself as it was written; only its place, or that it is the last, tells."""
    noegle, ud = os.urandom(32), BytesIO()
    skriver = Krypterer(ud, noegle)
    data = os.urandom(3 * STYKKE + 5)
    skriver.write(data)
    skriver.faerdig()
    raa, n = ud.getvalue(), STYKKE + 16
    stykker = [raa[i : i + n] for i in range(0, len(raa), n)]
    assert Dekrypterer(BytesIO(raa), noegle).read() == data
    for galt in ([1, 0, 2, 3], [0, 1, 2], [0, 1], [0, 2, 3], [0, 0, 1, 2, 3], [0, 1, 2, 3, 3], []):
        with pytest.raises(Aendret):
            Dekrypterer(BytesIO(b"".join(stykker[i] for i in galt)), noegle).read()


def test_a_forged_manifest_is_found_though_every_sum_is_right(rum, tmp_path, monkeypatch):
    """Someone who knows the passphrase of a copy, but not the ring, packs a file of his own."""
    with monkeypatch.context() as m:
        m.setattr(arkiv, "segl", lambda data, version=None: (1, "0" * 64))
        arkiv.pak(tmp_path / "x.kopi", indhold(rum), KODE)
    with pytest.raises(Kopifejl, match="ikke forseglet med jeres nøglering"):
        laes(tmp_path / "x.kopi", tmp_path / "ud", KODE)
    assert not (tmp_path / "ud").exists()


def test_a_version_of_the_ring_that_is_missing_is_named(rum, tmp_path):
    fil = rum / "noegler.json"
    foer = fil.read_bytes()
    try:
        ringfil.gem(fil, ringfil.laes(fil).med_ny())
        krypto.indstil(fil)
        arkiv.pak(tmp_path / "x.kopi", indhold(rum), Laas())
        fil.write_bytes(foer)
        krypto.indstil(fil)
        with pytest.raises(Kopifejl, match="Nøgle 2 mangler"):
            laes(tmp_path / "x.kopi", tmp_path / "ud")
    finally:
        fil.write_bytes(foer)
        krypto.indstil(fil)


def test_keys_of_the_data_that_are_missing_are_named_before_a_file_is_written(rum):
    with pytest.raises(Kopifejl, match="Nøgle 2 og nøgle 3 mangler"):
        laasmodul.kraev_noegler([1, 2, 3])


@pytest.mark.parametrize("fremmed", ["regler/c.yaml", "../ude.txt", "/tmp/ude.txt"])
def test_a_file_that_the_manifest_does_not_name_is_refused(rum, tmp_path, monkeypatch, fremmed):
    oprindelig = arkiv._post
    monkeypatch.setattr(
        arkiv, "_post", lambda n, s: oprindelig(n if n == arkiv.MANIFEST else fremmed, s)
    )
    arkiv.pak(tmp_path / "x.kopi", indhold(rum), Laas())
    with pytest.raises(Kopifejl, match="kan ikke læses"):
        laes(tmp_path / "x.kopi", tmp_path / "ud")
    assert not (tmp_path / "ude.txt").exists()


def test_a_newer_format_is_named(rum, tmp_path, monkeypatch):
    with monkeypatch.context() as m:
        m.setattr(arkiv, "FORMAT", 99)
        arkiv.pak(tmp_path / "x.kopi", indhold(rum), Laas())
    with pytest.raises(Kopifejl, match="fra en anden udgave af Omhu"):
        laes(tmp_path / "x.kopi", tmp_path / "ud")


def test_a_disk_that_is_full_leaves_nothing(rum, tmp_path, monkeypatch):
    import errno

    def fuld(_fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fuld)
    with pytest.raises(Kopifejl, match="disken fuld"):
        arkiv.pak(tmp_path / "x.kopi", indhold(rum), Laas())
    assert list(tmp_path.iterdir()) == []


# -- other locks ----------------------------------------------------------------------------------


@pytest.fixture
def noeglefil(tmp_path):
    (tmp_path / "noegle.bin").write_bytes(bytes(range(64)))
    return Laas(noeglefil=tmp_path / "noegle.bin")


def test_a_key_file_or_a_passphrase_opens_what_it_locked(rum, tmp_path, noeglefil):
    for nr, laas in enumerate((noeglefil, KODE)):
        arkiv.pak(tmp_path / f"{nr}.kopi", indhold(rum), laas)
        assert laes(tmp_path / f"{nr}.kopi", tmp_path / str(nr), laas)["noegler"] == []


@pytest.mark.parametrize(
    ("laas", "besked"),
    [
        (Laas(), "låst med en adgangskode"),
        (Laas(adgangskode="fire andre ord end dem"), "Adgangskoden er ikke den"),
    ],
)
def test_the_wrong_key_to_the_lock_is_called_so(rum, tmp_path, laas, besked):
    arkiv.pak(tmp_path / "x.kopi", indhold(rum), KODE)
    with pytest.raises(Kopifejl, match=besked):
        laes(tmp_path / "x.kopi", tmp_path / "ud", laas)


def test_a_poor_lock_is_refused(rum, tmp_path):
    (tmp_path / "kort").write_bytes(b"kort")
    for laas, besked in ((Laas(adgangskode="kort"), "for kort"),
                         (Laas(noeglefil=tmp_path / "kort"), "mindst|mellem"),
                         (Laas(noeglefil=tmp_path / "ingen"), "kan ikke læses")):  # fmt: skip
        with pytest.raises(Kopifejl, match=besked):
            arkiv.pak(tmp_path / "x.kopi", indhold(rum), laas)
    assert not list(tmp_path.glob("*.kopi"))


def test_two_copies_of_the_same_have_no_piece_in_common(rum, tmp_path):
    """A key per copy: nobody can see what has not changed, and no nonce is used twice under a key."""
    arkiv.pak(tmp_path / "x.kopi", indhold(rum), Laas())
    en, to = (rum / "god.kopi").read_bytes()[-4096:], (tmp_path / "x.kopi").read_bytes()[-4096:]
    assert sum(a == b for a, b in zip(en, to, strict=True)) < 100


def test_the_head_says_whose_it_is_and_nothing_secret(rum):
    raa = (rum / "god.kopi").read_bytes()[len(arkiv.MAGI) :]
    hoved = json.loads(raa[4 : 4 + int.from_bytes(raa[:4], "big")])
    assert set(hoved) == {"format", "omhu", "kommunekode", "kommune", "taget", "laas"}
    assert set(hoved["laas"]) == {"slags", "salt", "version", "kende"}
    ring = ringfil.laes(rum / "noegler.json")
    assert isinstance(ring, Noeglering)
    assert ring.raa(1).hex() not in json.dumps(hoved)
