"""Which versions of the key ring the data of a copy need, and whether the ring here holds those very keys."""

from __future__ import annotations

from omhu.config.kopi.fejl import Kopifejl
from omhu.config.kopi.kontrol import Forbindelse
from omhu.kerne import krypto
from omhu.kerne.krypto import Noeglefejl, brug
from omhu.sager import noegler


def versioner_i_brug(con: Forbindelse, tabeller: list[str]) -> list[int]:
    """Every version that a row of the data is encrypted with, and those the database has noted."""
    fundne = set(_proever(con))
    for b in brug.alle():
        if isinstance(b, noegler.Kolonnebrug) and b.tabel in tabeller:
            sql = f'SELECT DISTINCT substr("{b.kolonne}", 1, 5) FROM "{b.tabel}"'  # noqa: S608 - our own names
            fundne |= {krypto.version_af(m) for (m,) in con.execute(sql) if krypto.er_krypteret(m)}
    return sorted(fundne)


def kontroller_ring(con: Forbindelse) -> None:
    """Raises Kopifejl unless the ring can read what the database keeps to try it with."""
    try:
        noegler.kontroller(_proever(con), krypto.ring())
    except Noeglefejl as fejl:
        raise Kopifejl(str(fejl)) from fejl


def _proever(con: Forbindelse) -> dict[int, str]:
    return dict(con.execute(f"SELECT version, proeve FROM {noegler.TABEL}").fetchall())  # noqa: S608 - our own name
