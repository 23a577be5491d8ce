"""Figures out: aligned text, CSV, JSON and xlsx, each with period, convention and how the cases were chosen."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from omhu.kerne.ord_om_tid import antal, dato
from omhu.maalinger.sag import Resultat
from omhu.maalinger.statistik import MINDSTE_CELLE, SKJULT, skjul
from omhu.regler.love import NAVNE, fra_og_med

BREDDE = 68
KOLONNER = (
    "raekke tabel gruppe tekst taeller naevner vist_som sager naevnerregel hjemmel konvention fra til advarsler "
    "version udvaelgelse"
).split()


def tabel(resultater: Sequence[Resultat]) -> str:
    """Aligned text for a terminal. Under every percentage: its basis; under a figure: its warnings."""
    linjer: list[str] = []
    overskrift = None
    for r in resultater:
        if (r.tabel, r.gruppe) != overskrift:
            overskrift = (r.tabel, r.gruppe)
            linjer += ["", " · ".join(filter(None, (r.gruppe, r.tabel)))]
        linjer.append(_row(r))
        if r.procent:
            linjer.append(f"{'':10}{basis(r)}")
        linjer += [f"{'':10}OBS: {a}" for a in r.advarsler]
    return "\n".join([*linjer, "", *fodnoter(resultater)]).lstrip("\n") + "\n"


def _row(r: Resultat) -> str:
    tekst = r.tekst if len(r.tekst) <= BREDDE else f"{r.tekst[: BREDDE - 1]}…"
    return f"{r.raekke:<10}{tekst:<{BREDDE}}  {r.vist_som}"


def basis(r: Resultat) -> str:
    """The line under a percentage: counts where it does not hold them, period, convention, law and version of the
    rule, how the cases were chosen."""
    periode = f"{dato(r.fra)} til {dato(r.til)}" if r.fra and r.til else ""
    tal = "" if "ud af" in r.vist_som or not r.naevner else f"{r.taeller} ud af {r.naevner}"
    regel = ", ".join(filter(None, (r.hjemmel, f"version {version(r)}" if version(r) else "")))
    udvalgt = r.udvaelgelse.split(". ")[0].rstrip(".")
    return " · ".join(filter(None, (tal, periode, r.konvention_tekst, regel, udvalgt)))


def version(r: Resultat) -> str:
    """The first day of the laws that judged, as rules name their versions; empty where no law did."""
    return " / ".join(fra_og_med(lov).isoformat() for lov in r.lov if lov in NAVNE and r.hjemmel)


def fodnoter(resultater: Sequence[Resultat]) -> list[str]:
    """What stands under a table: period, conventions, how the cases were chosen."""
    if not resultater:
        return []
    r = resultater[0]
    konventioner = dict.fromkeys(x.konvention_tekst for x in resultater if not x.procent)
    periode = (
        [f"Periode: {dato(r.fra)} til {dato(r.til)}, begge dage med."] if r.fra and r.til else []
    )
    return [
        *periode,
        *(f"{k}." for k in konventioner if k),
        *([r.udvaelgelse] if r.udvaelgelse else []),
    ]


def som_json(resultater: Sequence[Resultat]) -> str:
    """The contract of `omhu maaling --format json`: a list, one object per row."""
    return json.dumps([_object(r) for r in resultater], ensure_ascii=False, indent=2) + "\n"


def _object(r: Resultat) -> dict[str, Any]:
    return {
        "raekke": r.raekke,
        "tekst": r.tekst,
        "taeller": r.taeller,
        "naevner": r.naevner,
        "vist_som": r.vist_som,
        "sager": list(r.sager),
        "grunde": r.grunde,
        "naevner_sager": list(r.naevner_sager),
        "udeladt": r.udeladt,
        "hjemmel": r.hjemmel,
        "version": version(r),
        "konvention": r.konvention,
        "fra": r.fra.isoformat() if r.fra else None,
        "til": r.til.isoformat() if r.til else None,
        "advarsler": list(r.advarsler),
        "udvaelgelse": r.udvaelgelse,
    }


def som_csv(resultater: Sequence[Resultat]) -> str:
    """One line per row; several cases or warnings are joined by ` ` and ` | `."""
    ud = io.StringIO()
    skriver = csv.DictWriter(ud, KOLONNER, lineterminator="\n")
    skriver.writeheader()
    for r in resultater:
        skriver.writerow({k: _cell(r, k) for k in KOLONNER})
    return ud.getvalue()


def _cell(r: Resultat, kolonne: str) -> Any:
    vaerdi = version(r) if kolonne == "version" else getattr(r, kolonne)
    if kolonne == "sager":
        return " ".join(vaerdi)
    if kolonne == "advarsler":
        return " | ".join(vaerdi)
    return vaerdi.isoformat() if hasattr(vaerdi, "isoformat") else vaerdi


def som_xlsx(resultater: Sequence[Resultat], fil: Path | io.BytesIO, titel: str = "Måling") -> None:
    """A workbook: the figures, and on a second sheet each counted or omitted case with its reason."""
    import xlsxwriter

    with xlsxwriter.Workbook(fil, {"in_memory": True, "strings_to_formulas": False}) as bog:
        fed = bog.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        tekst = bog.add_format({"text_wrap": True, "valign": "top"})
        _sheet(
            bog.add_worksheet("Tal"),
            _figures(resultater, titel),
            fed,
            tekst,
            (10, 18, 48, 9, 9, 22, 60),
        )
        _sheet(bog.add_worksheet("Sager"), _cases(resultater), fed, tekst, (10, 48, 16, 14, 90))


def _figures(resultater: Sequence[Resultat], titel: str) -> list[list[Any]]:
    hoved = ["Række", "Gruppe", "Tekst", "Tæller", "Nævner", "Vist som", "Læs med"]
    linjer: list[list[Any]] = [hoved]
    for r in resultater:
        med = ". ".join(filter(None, (basis(r) if r.procent else "", r.naevnerregel, *r.advarsler)))
        linjer.append([r.raekke, r.gruppe, r.tekst, r.taeller, r.naevner, r.vist_som, med])
    return [*linjer, [], [titel], *([linje] for linje in fodnoter(resultater))]


def _cases(resultater: Sequence[Resultat]) -> list[list[Any]]:
    linjer: list[list[Any]] = [["Række", "Tekst", "Sag", "Stilling", "Grund"]]
    for r in resultater:
        linjer += [[r.raekke, r.tekst, sag, "talt", grund] for sag, grund in r.grunde.items()]
        linjer += [[r.raekke, r.tekst, sag, "ude", grund] for sag, grund in r.udeladt.items()]
    return linjer


def _sheet(
    ark: Any, linjer: list[list[Any]], fed: Any, tekst: Any, bredder: tuple[int, ...]
) -> None:
    for kolonne, bredde in enumerate(bredder):
        ark.set_column(kolonne, kolonne, bredde)
    for nr, linje in enumerate(linjer):
        for kolonne, vaerdi in enumerate(linje):
            ark.write(nr, kolonne, "" if vaerdi is None else vaerdi, fed if nr == 0 else tekst)
    ark.freeze_panes(1, 0)


def udadtil(r: Resultat, mindste_celle: int = MINDSTE_CELLE) -> tuple[str, str]:
    """Text and figure for readers outside the house, small numbers kept back."""
    return r.tekst, SKJULT if skjul(r.taeller, r.naevner, mindste_celle) else r.vist_som


def resume(resultater: Sequence[Resultat]) -> str:
    """`54 rækker, 3 med forbehold`: for the last line of a command."""
    med = sum(bool(r.advarsler) for r in resultater)
    return f"{antal(len(resultater), 'række', 'rækker')}, {med} med forbehold"


FORMATER = {"tabel": tabel, "csv": som_csv, "json": som_json}
"""The forms that are text; xlsx is written to a file by `som_xlsx`."""
