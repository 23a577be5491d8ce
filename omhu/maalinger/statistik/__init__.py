"""Numbers said honestly: shares, intervals, change, agreement, power, weights, draws and charts. No Django.

scipy and statsmodels do the arithmetic. They take seconds to load, so they are imported inside the functions that need
them, and `omhu` starts without them.
"""

from omhu.maalinger.statistik.aendring import (
    Aendring,
    aendring,
    holm,
    med_holm,
    overlap,
    overlap_tekst,
    vejet_aendring,
)
from omhu.maalinger.statistik.andele import (
    DAGE_PR_MAANED,
    IKKE_RELEVANT,
    MINDSTE_CELLE,
    MINDSTE_PROCENT,
    SKJULT,
    overskridelse,
    procent,
    skjul,
    ud_af,
    vis,
    vis_andel,
)
from omhu.maalinger.statistik.enheder import Enhedsproeve, sammenlign
from omhu.maalinger.statistik.enighed import Enighed, kappa
from omhu.maalinger.statistik.intervaller import (
    IKKE_TILFAELDIGT,
    Interval,
    hele_procent,
    interval,
)
from omhu.maalinger.statistik.styrke import (
    Relevans,
    Styrke,
    forventet_relevans,
    mindste_udslag,
    noedvendigt_n,
    styrke,
)
from omhu.maalinger.statistik.udtraek import (
    ALGORITME,
    Metode,
    Rammesag,
    Udtraek,
    Udtraeksfejl,
    Udtrukket,
    fast_liste,
    fordel,
    traek,
)
from omhu.maalinger.statistik.vaegte import Stratum, Vejet, designeffekt, vejet

__all__ = [
    "ALGORITME",
    "DAGE_PR_MAANED",
    "IKKE_RELEVANT",
    "IKKE_TILFAELDIGT",
    "MINDSTE_CELLE",
    "MINDSTE_PROCENT",
    "SKJULT",
    "Aendring",
    "Enhedsproeve",
    "Enighed",
    "Interval",
    "Metode",
    "Rammesag",
    "Relevans",
    "Stratum",
    "Styrke",
    "Udtraek",
    "Udtraeksfejl",
    "Udtrukket",
    "Vejet",
    "aendring",
    "designeffekt",
    "fast_liste",
    "fordel",
    "forventet_relevans",
    "hele_procent",
    "holm",
    "interval",
    "kappa",
    "med_holm",
    "mindste_udslag",
    "noedvendigt_n",
    "overlap",
    "overlap_tekst",
    "overskridelse",
    "procent",
    "sammenlign",
    "skjul",
    "styrke",
    "traek",
    "ud_af",
    "vejet",
    "vejet_aendring",
    "vis",
    "vis_andel",
]
