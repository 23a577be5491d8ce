"""What a file is, read from its content. What it is called, and what the sender says it is, only has to agree."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import puremagic

from omhu.kerne import pakket

HOVED = 1 << 16


@dataclass(frozen=True)
class Filtype:
    """A kind of file that a case may hold. `vises`: the browser may show it, for nothing in it can act."""

    kode: str
    navn: str
    endelser: tuple[str, ...]
    mime: str = "application/octet-stream"
    vises: bool = False


_ALLE = (
    Filtype("pdf", "en PDF-fil", ("pdf",), "application/pdf", True),
    Filtype("png", "et PNG-billede", ("png",), "image/png", True),
    Filtype("jpg", "et JPEG-billede", ("jpg", "jpeg"), "image/jpeg", True),
    Filtype("txt", "en tekstfil", ("txt", "csv", "md", "log"), "text/plain; charset=utf-8", True),
    Filtype("eml", "en e-mail", ("eml", "txt")),
    Filtype("docx", "et Word-dokument", ("docx",)),
    Filtype("xlsx", "et Excel-ark", ("xlsx",)),
    Filtype("pptx", "en PowerPoint-fil", ("pptx",)),
    Filtype("odt", "et OpenDocument-dokument", ("odt",)),
    Filtype("ods", "et OpenDocument-ark", ("ods",)),
    Filtype("doc", "et ældre Word-dokument", ("doc",)),
    Filtype("xls", "et ældre Excel-ark", ("xls",)),
    Filtype("msg", "en Outlook-mail", ("msg",)),
    Filtype("rtf", "et RTF-dokument", ("rtf",)),
    Filtype("gif", "et GIF-billede", ("gif",)),
    Filtype("tif", "et TIFF-billede", ("tif", "tiff")),
    Filtype("heic", "et HEIC-billede", ("heic", "heif")),
    Filtype("webp", "et WebP-billede", ("webp",)),
    Filtype("mp3", "en lydfil", ("mp3",)),
    Filtype("wav", "en lydfil", ("wav",)),
    Filtype("m4a", "en lydfil", ("m4a",)),
    Filtype("mp4", "en film", ("mp4", "mov", "m4v")),
)
FILTYPER = {t.kode: t for t in _ALLE}
ENDELSER = {e: t for t in _ALLE for e in t.endelser}
VAELG = ",".join(f".{e}" for e in ENDELSER)
"""For the browser's file dialog."""

MAGI = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"{\\rtf", "rtf"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
)
FARLIGE = (
    (re.compile(rb"MZ|\x7fELF|#!"), "et program"),
    (
        re.compile(
            rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<!?(?:doctype\s+html|html|head|body|script|iframe)",
            re.I | re.S,
        ),
        "en webside",
    ),
    (re.compile(rb"\s*(?:<\?xml.*?)?<svg", re.I | re.S), "en SVG-tegning"),
)
I_ZIP = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
)
I_OLE = (("WordDocument", "doc"), ("Workbook", "xls"), ("__substg1.0_", "msg"))
UGYLDIG_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
FTYP = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"M4A ": "m4a"}


class Filfejl(ValueError):
    """The file cannot be taken. The text is Danish, says what it is and what to do, and holds nothing of it."""


def laes_type(fil: IO[bytes], navn: str) -> Filtype:
    """The type of a file whose name must not say another. Raises Filfejl."""
    fil.seek(0)
    hoved = fil.read(HOVED)
    if not hoved:
        raise Filfejl("Filen er tom (0 byte). Åbn den og se efter, og vælg den så igen.")
    fundet = _kend(fil, hoved)
    endelse = PurePath(navn).suffix.lower().lstrip(".")
    if endelse not in fundet.endelser:
        raise Filfejl(_lyver(fundet, endelse))
    return fundet


def _lyver(fundet: Filtype, endelse: str) -> str:
    kaldt = f"Filen hedder .{endelse[:8]}" if endelse else "Filens navn har ingen endelse"
    return (
        f"{kaldt}, men den er {fundet.navn}. Har du fået den af andre, så spørg dem, hvad den er. "
        f"Ellers giv den navnet .{fundet.endelser[0]}, eller gem den som PDF, og vælg den igen."
    )


def _kend(fil: IO[bytes], hoved: bytes) -> Filtype:
    for moenster, hvad in FARLIGE:
        if moenster.match(hoved.removeprefix(b"\xef\xbb\xbf")):
            raise Filfejl(
                f"Filen er {hvad}, og det kan ikke ligge på en sag. Gem den som PDF, og vælg den."
            )
    for magi, kode in MAGI:
        if hoved.startswith(magi):
            return FILTYPER[kode]
    if hoved.startswith(b"PK\x03\x04"):
        return _zip(fil)
    if hoved.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole(fil)
    if hoved[4:8] == b"ftyp":
        return FILTYPER[FTYP.get(hoved[8:12], "mp4")]
    if hoved.startswith(b"RIFF") and hoved[8:12] in (b"WAVE", b"WEBP"):
        return FILTYPER["wav" if hoved[8:12] == b"WAVE" else "webp"]
    return _tekst(hoved)


def _zip(fil: IO[bytes]) -> Filtype:
    fil.seek(0)
    try:
        with pakket.aabn(fil) as z:
            navne = set(z.namelist())
            aaben = _begyndelse(z, "mimetype") if "mimetype" in navne else ""
    except pakket.ForMange as fejl:
        raise Filfejl(
            f"Filen er en pakket fil med {fejl.antal} dele, og det er for mange. Gem den som PDF, og vælg den."
        ) from fejl
    except UGYLDIG_ZIP as fejl:
        raise Filfejl(
            "Filen er en pakket fil, som ikke kan åbnes. Bed om at få den sendt igen."
        ) from fejl
    if any(n.endswith("vbaProject.bin") for n in navne):
        raise Filfejl(
            "Filen har makroer, og dem tager Omhu ikke ind. Gem den som PDF, og vælg den."
        )
    for sti, kode in I_ZIP:
        if sti in navne:
            return FILTYPER[kode]
    if "opendocument.text" in aaben:
        return FILTYPER["odt"]
    if "opendocument.spreadsheet" in aaben:
        return FILTYPER["ods"]
    raise Filfejl("Filen er en pakket fil (zip). Pak den ud, og læg filerne på sagen hver for sig.")


def _begyndelse(z: zipfile.ZipFile, navn: str) -> str:
    """The first of a member; the rest is never unpacked."""
    with z.open(navn) as medlem:
        return medlem.read(80).decode("ascii", "replace")


def _ole(fil: IO[bytes]) -> Filtype:
    fil.seek(0)
    alt = fil.read()
    for navn, kode in I_OLE:
        if navn.encode("utf-16-le") in alt:
            return FILTYPER[kode]
    raise Filfejl(
        "Filen er fra et ældre Office-program, som vi ikke kender. Gem den som PDF, og vælg den."
    )


def _tekst(hoved: bytes) -> Filtype:
    if b"\0" not in hoved and not re.search(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", hoved):
        er_mail = re.match(rb"(?:[A-Za-z-]+: .*\r?\n(?:[ \t].*\r?\n)*){3}", hoved)
        har_fra = re.search(rb"^(?:From|Received): ", hoved, re.M)
        return FILTYPER["eml" if er_mail and har_fra else "txt"]
    raise Filfejl(
        f"Vi kan ikke bruge den slags fil{_gaet(hoved)}. Gem den som PDF, billede, Word eller tekst, og vælg den igen."
    )


def _gaet(hoved: bytes) -> str:
    """What it looks like, for those who did not expect it."""
    try:
        endelse = puremagic.from_string(hoved)
    except (puremagic.PureError, ValueError):
        return ""
    return f" ({endelse})" if re.fullmatch(r"\.\w{1,8}", endelse or "") else ""
