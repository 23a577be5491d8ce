"""The same 25 rules as a good pandas program would do them: merge_asof per rule, dates from tables, no loop over rows.

The rules are in `pandas_regler`, the steps in `tidslinje`. It is made for what `omhu.config.demo.land` makes and no
more: one measure a step, so that "the same measure" is equality and no union is gathered; nothing is started once a
case is closed, no child is sent home, no clock times are missing (`egnet` says whether a file is so). Four of the
rules have nothing in the country's columns that triggers them (the chairman's decisions, return home, complaints);
they are written all the same, but count nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from bench.pandas_regler import REGLER, Udfald
from bench.tidslinje import FJERN, Tidslinje
from omhu.kerne.kalender import dag_af, dagens_slutning, dagnr
from omhu.regler.evaluering import horisont
from omhu.regler.katalog import katalog
from omhu.regler.sprog import Regel, Status

STATUSSER = list(Status)
MED_TID = ("UNDERRETNING", "AKUTVURDERING")
MED_INDSATS = (
    *("AFGOERELSE", "IVAERKSAT", "FORANSTALTNING_OPHOERT", "OPFOELGNING", "BOERNESAMTALE"),
    *("HANDLEPLAN", "BARNETS_PLAN"),
)


def tael_med_pandas(
    fil: Path, regler: Sequence[Regel], pr: date, sammensat: bool = False
) -> dict[str, dict[Status, int]]:
    """Obligations per rule and status at the end of `pr`, of one municipality's file (`sammensat`: see Tidslinje)."""
    t = Tidslinje(fil, dagnr(horisont(pr)), sammensat)
    return {r.id: _tael(REGLER[r.id](t), dagnr(pr)) for r in regler}


def egnet(fil: Path) -> bool:
    """Does the file keep to what this program takes for granted (see the top)?"""
    df = pd.read_parquet(fil, columns=["sag", "art", "ind", "tlo", "thi"])
    ind, art = df["ind"].to_numpy(), df["art"].to_numpy()
    lukket = (df["art"] == katalog().arter["SAG_LUKKET"].nr).groupby(df["sag"]).cummax()
    startet = np.isin(art, [katalog().arter[k].nr for k in ("IVAERKSAT", "HJEMGIVET")])
    if np.any(startet & (lukket | (art == katalog().arter["HJEMGIVET"].nr))):
        return False
    if np.any(ind & (ind - 1)):
        return False
    med_indsats, med_tid = (
        np.isin(art, [katalog().arter[k].nr for k in koder]) for koder in (MED_INDSATS, MED_TID)
    )
    return bool(np.all(ind[med_indsats]) and np.all((df["tlo"] == df["thi"])[med_tid]))


def _tael(u: Udfald, pr: int) -> dict[Status, int]:
    tid = u.opfyldt.tlo if u.i_ms else u.opfyldt.dag
    i_tide = u.opfyldt.findes & (tid <= u.frist)
    sent = u.opfyldt.findes & ~i_tide & (u.opfyldt.dag <= u.taeller)
    opf = np.where(i_tide, u.opfyldt.tlo, FJERN)
    frav, bort = (
        np.where(f.dag <= np.minimum(u.frist, pr), f.tlo, FJERN) if f else opf
        for f in (u.fravalgt, u.bortfaldet)
    )
    nu = dagens_slutning(dag_af(pr)) if u.i_ms else pr
    koder = np.select(
        [
            np.broadcast_to(u.undtaget, len(opf)) | (bort < np.minimum(opf, frav)),
            frav < opf,
            i_tide,
            nu <= u.frist,
            ~np.broadcast_to(u.kan_vurderes, len(opf)),
            sent,
        ],
        [
            STATUSSER.index(s)
            for s in (
                Status.IKKE_RELEVANT,
                Status.FRAVALGT,
                Status.OVERHOLDT,
                Status.AFVENTER,
                Status.KAN_IKKE_VURDERES,
                Status.OVERSKREDET,
            )
        ],
        STATUSSER.index(u.udebliver),
    )
    antal = np.bincount(koder if u.med is None else koder[u.med], minlength=len(STATUSSER))
    return dict(zip(STATUSSER, antal.tolist(), strict=True))
