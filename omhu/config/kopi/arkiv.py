"""The file of a copy: an open head (what it is, whose, and what locks it), then one encrypted, compressed tar whose
first member is the sealed manifest. It is written and read in one pass, in constant memory."""

from __future__ import annotations

import gzip
import hmac
import json
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone

from omhu import __version__
from omhu.config.kopi.fejl import Kopifejl, paa_dansk
from omhu.config.kopi.laas import Laas, aabn_laas, kraev_noegler, ny_laas, segl, stroemnoegle
from omhu.config.kopi.stroem import STYKKE, Aendret, Dekrypterer, Krypterer

FORMAT = 2
MAGI = b"OMHU-KOPI\n"
MANIFEST = "manifest.json"
STOERSTE_HOVED = 1 << 16
STOERSTE_MANIFEST = 1 << 24
BRUG_EN_ANDEN = "Brug en anden kopi."


@dataclass(frozen=True)
class Indhold:
    """Files of a copy by their name in it, and what the manifest says besides their sums."""

    filer: dict[str, Path]
    oplysninger: dict[str, Any]


# -- writing --------------------------------------------------------------------------------------


def pak(fil: Path, indhold: Indhold, laas: Laas) -> None:
    """Write the copy; it gets its name when all of it is on the disk. Raises Kopifejl."""
    hoved_laas, hemmelig = ny_laas(laas)
    hoved = _json(
        {
            "format": FORMAT,
            "omhu": __version__,
            "kommunekode": settings.OMHU.kommunekode,
            "kommune": settings.OMHU.kommune,
            "taget": timezone.now().isoformat(),
            "laas": hoved_laas,
        }
    )
    halvt = fil.with_name(f".{fil.name}.{os.getpid()}.delvis")
    with paa_dansk(f"Kopien {fil.name}"):
        try:
            with halvt.open("xb") as ud:
                ud.write(MAGI + len(hoved).to_bytes(4, "big") + hoved)
                noegle = stroemnoegle(hemmelig, hoved, hoved_laas["salt"])
                _skriv_indhold(ud, indhold, noegle)
                ud.flush()
                os.fsync(ud.fileno())
            _giv_navn(halvt, fil)
        finally:
            halvt.unlink(missing_ok=True)


def _giv_navn(halvt: Path, fil: Path) -> None:
    try:
        os.link(halvt, fil)  # unlike a rename it refuses what somebody else has put there meanwhile
    except FileExistsError as fejl:
        raise Kopifejl(f"{fil.name} findes allerede. Vælg et andet navn.") from fejl
    except OSError:  # a disk without links
        halvt.rename(fil)


def _skriv_indhold(ud: BinaryIO, indhold: Indhold, noegle: bytes) -> None:
    skjult = Krypterer(ud, noegle)
    with (
        gzip.GzipFile(fileobj=skjult, mode="wb", compresslevel=1, mtime=0) as smaa,
        tarfile.open(mode="w|", fileobj=smaa, bufsize=STYKKE, format=tarfile.PAX_FORMAT) as tar,
    ):
        manifest = _forseglet(indhold)
        tar.addfile(_post(MANIFEST, len(manifest)), BytesIO(manifest))
        for navn, sti in indhold.filer.items():
            with sti.open("rb") as f:
                tar.addfile(_post(navn, sti.stat().st_size), f)
    skjult.faerdig()


def _post(navn: str, stoerrelse: int) -> tarfile.TarInfo:
    post = tarfile.TarInfo(navn)
    post.size, post.mode = stoerrelse, 0o600
    return post


def _forseglet(indhold: Indhold) -> bytes:
    manifest = indhold.oplysninger | {
        "filer": {
            navn: {"sha256": sha256_af(sti), "bytes": sti.stat().st_size}
            for navn, sti in indhold.filer.items()
        }
    }
    data = _json(manifest)
    version, tegn = segl(data)
    return _json({"manifest": data.decode(), "segl": {"version": version, "hmac": tegn}})


def sha256_af(sti: Path) -> str:
    """The checksum of a file, read in pieces."""
    sum_ = sha256()
    with sti.open("rb") as f:
        while stykke := f.read(STYKKE):
            sum_.update(stykke)
    return sum_.hexdigest()


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()


# -- reading --------------------------------------------------------------------------------------


def pak_ud(fil: Path, mappe: Path, laas: Laas, godkend: Any) -> dict[str, Any]:
    """Unpack a copy into an empty folder and return its manifest. `godkend(manifest)` may refuse it before any file is
    written. Raises Kopifejl for whatever is not as it was written."""
    with _aabnet(fil, laas) as (tar, smaa, skjult):
        manifest = _laes_manifest(tar)
        godkend(manifest)
        _laes_filer(tar, manifest["filer"], mappe)
        while smaa.read(STYKKE):
            pass
        skjult.til_ende()
    return manifest


def laes_manifest(fil: Path, laas: Laas) -> dict[str, Any]:
    """Only the sealed manifest of a copy, which is its first piece. Raises Kopifejl."""
    with _aabnet(fil, laas) as (tar, _, _):
        return _laes_manifest(tar)


@contextmanager
def _aabnet(fil: Path, laas: Laas) -> Iterator[tuple[tarfile.TarFile, Any, Dekrypterer]]:
    """A copy unlocked for reading from its beginning."""
    if not fil.is_file():
        raise Kopifejl(f"{fil.name} findes ikke. Se efter, om stien er skrevet rigtigt.")
    with paa_dansk(f"Kopien {fil.name}"), _aendret(fil), fil.open("rb") as ind:
        hoved_raa, hoved = _hoved(ind, fil)
        hemmelig = aabn_laas(laas, hoved["laas"])
        skjult = Dekrypterer(ind, stroemnoegle(hemmelig, hoved_raa, hoved["laas"]["salt"]))
        with (
            gzip.GzipFile(fileobj=BufferedReader(skjult, STYKKE), mode="rb") as smaa,
            tarfile.open(mode="r|", fileobj=smaa, bufsize=STYKKE) as tar,
        ):
            yield tar, smaa, skjult


@contextmanager
def _aendret(fil: Path) -> Iterator[None]:
    try:
        yield
    except (Aendret, tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as fejl:
        raise Kopifejl(
            f"{fil.name} er beskadiget, skåret over eller ændret, siden den blev taget. {BRUG_EN_ANDEN}"
        ) from fejl
    except (KeyError, ValueError, TypeError, AttributeError) as fejl:
        raise Kopifejl(f"{fil.name} kan ikke læses som en kopi. {BRUG_EN_ANDEN}") from fejl


def _hoved(ind: BinaryIO, fil: Path) -> tuple[bytes, dict[str, Any]]:
    if ind.read(len(MAGI)) != MAGI:
        raise ValueError("magi")
    laengde = int.from_bytes(ind.read(4), "big")
    if not 0 < laengde <= STOERSTE_HOVED:
        raise ValueError("hoved")
    raa = ind.read(laengde)
    hoved = json.loads(raa)
    if hoved["format"] != FORMAT:
        raise Kopifejl(
            f"{fil.name} er fra en anden udgave af Omhu ({str(hoved.get('omhu', 'ukendt'))[:20]}). "
            "Brug den udgave, kopien er taget med."
        )
    if hoved["kommunekode"] != settings.OMHU.kommunekode:
        raise Kopifejl(
            f"Kopien er fra kommune {str(hoved['kommunekode'])[:3]}, men OMHU_KOMMUNEKODE er "
            f"{settings.OMHU.kommunekode}. Brug jeres egen kopi, eller sæt den rigtige kode."
        )
    return raa, hoved


def _laes_manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    foerste = tar.next()
    if foerste is None or foerste.name != MANIFEST or foerste.size > STOERSTE_MANIFEST:
        raise ValueError("manifest")
    svoeb = json.loads(_aabn(tar, foerste).read())
    data, ventet = svoeb["manifest"].encode(), svoeb["segl"]
    kraev_noegler([int(ventet["version"])])
    if not hmac.compare_digest(segl(data, int(ventet["version"]))[1], str(ventet["hmac"])):
        raise Kopifejl(
            "Kopiens manifest er ikke forseglet med jeres nøglering. Kopien er ændret, eller den er en andens. "
            + BRUG_EN_ANDEN
        )
    return dict(json.loads(data))


def _laes_filer(tar: tarfile.TarFile, ventede: dict[str, Any], mappe: Path) -> None:
    mangler = dict(ventede)
    while post := tar.next():  # iterating would begin with the manifest again
        ventet = mangler.pop(post.name, None)
        if ventet is None or not post.isreg() or post.size != ventet["bytes"]:
            raise ValueError("fil")
        if _skriv_fil(_aabn(tar, post), mappe / post.name) != ventet["sha256"]:
            raise Aendret
    if mangler:
        raise Aendret


def _skriv_fil(fra: Any, til: Path) -> str:
    sum_ = sha256()
    til.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with til.open("xb") as ud:
        til.chmod(0o600)
        while stykke := fra.read(STYKKE):
            sum_.update(stykke)
            ud.write(stykke)
        ud.flush()
        os.fsync(ud.fileno())
    return sum_.hexdigest()


def _aabn(tar: tarfile.TarFile, post: tarfile.TarInfo) -> Any:
    indhold = tar.extractfile(post)
    if indhold is None:
        raise ValueError("fil")
    return indhold


# -- what a killed run left -----------------------------------------------------------------------


def ryd_op(mappe: Path, moenster: str) -> None:
    """Remove what runs that are no longer alive have left half done. `moenster` holds `*.PID.*` or `*-PID-*`."""
    for sti in mappe.glob(moenster):
        pid = re.search(r"[.-](\d+)[.-][^.-]*$", sti.name)
        if pid and not _lever(int(pid[1])):
            if sti.is_dir():
                shutil.rmtree(sti, ignore_errors=True)
            else:
                with suppress(OSError):
                    sti.unlink()


def _lever(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
