"""Encrypted files: read and written as ordinary ones, and nothing of them can be read, moved or cut."""

import zipfile
from io import SEEK_END
from pathlib import Path

import pytest

from omhu.kerne.krypto import Noeglefejl
from omhu.kerne.krypto.filer import HOVED, STYKKE, TAG, KrypteretSti

TEKST = "sag_id;cpr\r\nN-1;700617-4001\r\n"


@pytest.fixture
def sti(i_drift, tmp_path):
    return KrypteretSti(tmp_path / "fil.csv")


def raa(sti):
    """What lies on the disk."""
    return Path(str(sti)).read_bytes()


def skriv_raa(sti, data):
    Path(str(sti)).write_bytes(data)


@pytest.mark.parametrize(
    "laengde", [0, 1, 100, STYKKE - 1, STYKKE, STYKKE + 1, 2 * STYKKE, 3 * STYKKE + 7]
)
def test_what_was_written_is_read_and_has_its_size(sti, laengde):
    data = bytes(i % 251 for i in range(laengde))
    with sti.open("xb") as ud:
        for fra in range(0, laengde, 10_007):
            ud.write(data[fra : fra + 10_007])
    assert sti.read_bytes() == data
    assert sti.stat().st_size == laengde
    assert data == b"" or data[:40] not in raa(sti) or laengde < 8


def test_text_lines_and_encodings(sti):
    with sti.open("wb") as ud:
        ud.write(TEKST.encode("utf-16"))
    with sti.open(encoding="utf-16", newline="") as ind:
        assert list(ind) == ["sag_id;cpr\r\n", "N-1;700617-4001\r\n"]
    assert b"700617" not in raa(sti)
    assert "700617".encode("utf-16-le") not in raa(sti)


def test_reading_may_jump(sti):
    data = bytes(i % 251 for i in range(3 * STYKKE))
    sti.write_bytes(data)
    with sti.open("rb") as fil:
        for sted in (2 * STYKKE + 5, 0, STYKKE - 2, 3 * STYKKE - 1):
            fil.seek(sted)
            assert fil.read(9) == data[sted : sted + 9]
        fil.seek(-10, SEEK_END)
        assert fil.read() == data[-10:]


def test_a_zip_can_be_read_inside(sti):
    with sti.open("wb") as ud, zipfile.ZipFile(ud, "w") as z:
        z.writestr("a.csv", TEKST)
    with sti.open("rb") as ind, zipfile.ZipFile(ind) as z:
        assert z.read("a.csv").decode() == TEKST


def test_a_file_that_is_there_is_not_overwritten_by_x(sti):
    sti.write_bytes(b"en")
    with pytest.raises(FileExistsError):
        sti.open("xb")
    assert sti.read_bytes() == b"en"


def test_it_is_closed_to_others(sti):
    sti.write_bytes(b"en")
    assert sti.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "aendr",
    [
        lambda d: d[:-1],
        lambda d: d[: HOVED.size + STYKKE + TAG],
        lambda d: d[: HOVED.size],
        lambda d: d[:5],
        lambda d: b"",
        lambda d: b"noget andet" * 9,
        lambda d: d + b"\0",
        lambda d: d[:-20] + bytes([d[-20] ^ 1]) + d[-19:],
        lambda d: d[:12] + bytes([d[12] ^ 1]) + d[13:],
        # the first two pieces have changed places
        lambda d: (
            d[: HOVED.size]
            + d[HOVED.size + STYKKE + TAG : HOVED.size + 2 * (STYKKE + TAG)]
            + d[HOVED.size : HOVED.size + STYKKE + TAG]
            + d[HOVED.size + 2 * (STYKKE + TAG) :]
        ),
    ],
)
def test_a_file_that_was_changed_is_refused(sti, aendr):
    sti.write_bytes(bytes(i % 251 for i in range(3 * STYKKE)))
    skriv_raa(sti, aendr(raa(sti)))
    with pytest.raises(Noeglefejl, match="beskadiget"):
        sti.read_bytes()


def test_paths_beside_it_are_encrypted_too(i_drift, tmp_path):
    sti = KrypteretSti(tmp_path) / "under.csv"
    sti.write_text(TEKST)
    assert b"N-1" not in raa(sti)
    assert sti.is_file()
    assert sti.parent.is_dir()
    assert sti.version() == 1
