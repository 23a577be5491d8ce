"""Audits: concept, round, frame, draw, reading, finding, repair, feedback, theme."""

from omhu.tilsyn.models.gransker import Granskernotat, Granskning
from omhu.tilsyn.models.koncept import Koncept, Konceptudgave
from omhu.tilsyn.models.laering import Begivenhed, EksterntResultat, Tema, Tendens
from omhu.tilsyn.models.laesning import Blanket, Fund, Laesning, Svar
from omhu.tilsyn.models.runde import Ramme, Rammesag, Runde, Tilsynssag, Udtraek
from omhu.tilsyn.models.tilbagemelding import Genopretning, Tilbagemelding

__all__ = [
    "Begivenhed",
    "Blanket",
    "EksterntResultat",
    "Fund",
    "Genopretning",
    "Granskernotat",
    "Granskning",
    "Koncept",
    "Konceptudgave",
    "Laesning",
    "Ramme",
    "Rammesag",
    "Runde",
    "Svar",
    "Tema",
    "Tendens",
    "Tilbagemelding",
    "Tilsynssag",
    "Udtraek",
]
