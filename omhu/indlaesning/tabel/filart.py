"""What a file is, by its content; its name is only believed when the two agree."""

from __future__ import annotations

from pathlib import Path

from omhu.indlaesning.fejl import Afvisning, sikkert_navn
from omhu.indlaesning.tabel.zipfil import aabn_zip

CSV, REGNEARK, PAKKE, MAPPE, ANDET = "csv", "regneark", "pakke", "mappe", "andet"
TEKST_ENDELSER = {".csv", ".txt", ".tsv", ".tab"}
ARK_ENDELSER = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RET_FIL = "Gem den igen som CSV (UTF-8) eller som Excel-projektmappe, og indlæs den nye fil."


def filart(sti: Path) -> str:
    """`csv`, `regneark`, `pakke` (zip) or `mappe`. Raises Afvisning for all else."""
    navn = sikkert_navn(sti.name)
    if sti.is_dir():
        return MAPPE
    if not sti.is_file():
        raise Afvisning("Filen findes ikke.", "Se efter, om stien er skrevet rigtigt.", fil=navn)
    with sti.open("rb") as fil:
        start = fil.read(65_536)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Afvisning("Filen er tom.", "Lav udtrækket igen, og se, at det har rækker.", fil=navn)
    art = _af_indhold(sti, start)
    endelse = sti.suffix.lower()
    ventet = {CSV: TEKST_ENDELSER, REGNEARK: ARK_ENDELSER, PAKKE: {".zip"}}
    if art == ANDET or (endelse in set().union(*ventet.values()) and endelse not in ventet[art]):
        er = {
            CSV: "en tekstfil",
            REGNEARK: "et regneark",
            PAKKE: "en zip-fil",
            ANDET: "noget andet",
        }
        raise Afvisning(
            f"Filen er ikke det, den hedder: »{endelse or 'uden endelse'}«, men indholdet er {er[art]}.",
            RET_FIL,
            fil=navn,
        )
    return art


def _af_indhold(sti: Path, start: bytes) -> str:
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(sti)
    if start.startswith(OLE):
        return REGNEARK
    return CSV if _er_tekst(start) else ANDET


def _zip(sti: Path) -> str:
    with aabn_zip(sti) as zip_:
        navne = set(zip_.namelist())
    if "[Content_Types].xml" in navne:
        return REGNEARK if any(n.startswith("xl/") for n in navne) else ANDET
    return REGNEARK if "content.xml" in navne and "mimetype" in navne else PAKKE


def _er_tekst(start: bytes) -> bool:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if start.startswith((b"%PDF", b"{\\rtf", b"\x1f\x8b", b"\x89PNG")):
        return False
    if start.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return False
    styretegn = sum(c < 32 and c not in (9, 10, 12, 13) for c in start)
    return b"\x00" not in start and styretegn < len(start) / 100
