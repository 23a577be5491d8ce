"""The quarantine list as a file: the rows as they were, with what is wrong and how to mend it.

Mended rows can be loaded from the same file: its two last columns tell that it holds only those. CPR numbers are not
in it: a cell that is one is locked (`k001:…`) and opened when the file comes back, others are masked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby

from omhu.indlaesning.fejl import KARANTAENE, Fund
from omhu.indlaesning.lager import Lager
from omhu.kerne import krypto
from omhu.kerne.celler import uskadelig
from omhu.kerne.cpr import LIGNER, uden_cpr
from omhu.kerne.krypto import Formaal, Noeglefejl

STED = "karantaene"
FEJL, RET = "fejl", "saadan_retter_du"


def laas(celle: str) -> str:
    """A cell without a CPR number in plain."""
    if LIGNER.fullmatch(celle.strip()):
        return krypto.krypter(Formaal.FILER, celle, STED)
    return uden_cpr(celle)


def laas_op(celle: str) -> str:
    """Undo `laas` of a whole cell; what is no locked cell of this ring stays as it is."""
    if not krypto.er_krypteret(celle):
        return celle
    try:
        return krypto.dekrypter(Formaal.FILER, celle, STED)
    except Noeglefejl:
        return celle


def karantaene_csv(lager: Lager, kolonner: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """(file, CSV text with BOM and semicolons) for each file that has rows in quarantine."""
    for fil, fundne in groupby(lager.fundne(KARANTAENE), key=lambda f: f.fil):
        yield fil, _en_fil(fundne, kolonner.get(fil, []))


def _en_fil(fundne: Iterable[Fund], kolonner: list[str]) -> str:
    ud = io.StringIO()
    skriver = csv.writer(ud, delimiter=";", lineterminator="\r\n")
    skriver.writerow([*kolonner, FEJL, RET])
    for _, gruppe in groupby(fundne, key=lambda f: f.raekke):
        fejl = list(gruppe)
        celler = next((f.original for f in fejl if f.original), ("",) * len(kolonner))
        hvad = " ".join(f"{f.kolonne}: {f.hvad}" if f.kolonne else f.hvad for f in fejl)
        ret = " ".join(dict.fromkeys(f.ret for f in fejl))
        alle = (*celler, f"Række {fejl[0].raekke}. {hvad}", ret)
        skriver.writerow([uskadelig(laas(c), tal_er_tal=True) for c in alle])
    return "\ufeff" + ud.getvalue()
