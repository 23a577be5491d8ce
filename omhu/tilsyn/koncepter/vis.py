"""The rows of the form made ready for the template: names, ids, what is chosen, what is wrong, what stands open."""

from __future__ import annotations

from typing import Any

from omhu.tilsyn.koncepter.skema import Felt, Raekke, Raekker, Sektion, sektioner

Fejl = dict[tuple[str, int, str], str]


def vist(raekker: Raekker, fejl: Fejl, aaben: tuple[str, int] | None) -> list[dict[str, Any]]:
    """Every section with its rows; the row that a button or a fault points at is open."""
    return [
        {
            "s": s,
            "raekker": [_row(s, nr, r, fejl, aaben) for nr, r in enumerate(raekker[s.navn])],
            "aaben": s.fast
            or bool(aaben and aaben[0] == s.navn)
            or any(f[0] == s.navn for f in fejl),
        }
        for s in sektioner(raekker)
    ]


def _row(
    s: Sektion, nr: int, r: Raekke, fejl: Fejl, aaben: tuple[str, int] | None
) -> dict[str, Any]:
    egne = {
        felt: tekst for (sektion, n, felt), tekst in fejl.items() if (sektion, n) == (s.navn, nr)
    }
    kendte = {f.navn for f in s.felter}
    return {
        "nr": nr,
        "titel": _title(r),
        "aaben": s.fast or aaben == (s.navn, nr) or bool(egne),
        "fejl": [t for felt, t in egne.items() if felt not in kendte],
        "felter": [_field(s, nr, f, r.get(f.navn, ""), egne.get(f.navn, "")) for f in s.felter],
    }


def _title(r: Raekke) -> str:
    kode, navn = r.get("id") or r.get("kode", ""), r.get("tekst") or r.get("navn", "")
    return " ".join(filter(None, (kode, navn))) or "Ny, ikke udfyldt"


def _field(s: Sektion, nr: int, f: Felt, vaerdi: str, fejl: str) -> dict[str, Any]:
    navn = f"{s.navn}.{nr}.{f.navn}"
    valgte = [v.strip() for v in vaerdi.split(",")] if f.slags == "flere" else [vaerdi]
    muligheder = [(v, t, v in valgte) for v, t in f.valg]
    # What is typed is never lost: a value that may no longer be chosen is shown as such.
    if f.slags == "valg" and vaerdi and vaerdi not in [v for v, _ in f.valg]:
        muligheder = [(vaerdi, f"{vaerdi} (findes ikke)", True), *muligheder]
    return {
        "f": f,
        "navn": navn,
        "id": navn.replace(".", "-"),
        "vaerdi": vaerdi,
        "muligheder": muligheder,
        "fejl": fejl,
    }
