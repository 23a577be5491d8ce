"""Why a case is closed. Local codes, no law: they stand on the step as text; add, never rename."""

from __future__ import annotations

AARSAGER: tuple[tuple[str, str], ...] = (
    ("ophoert", "Behovet for støtte er ophørt"),
    ("ingen_indsats", "Undersøgt eller vurderet: ingen indsats"),
    ("henvist", "Henvist til almindelige tilbud eller rådgivning"),
    ("fraflyttet", "Flyttet til en anden kommune"),
    ("fyldt_18", "Fyldt 18 år, uden ungestøtte"),
    ("ungestoette_slut", "Ungestøtten er slut"),
    ("voksen", "Overgået til voksenområdet"),
    ("samtykke", "Familien har ikke ønsket støtte, og der er ikke grundlag for mere"),
    ("fejloprettet", "Oprettet ved en fejl"),
    ("doed", "Barnet er død"),
    ("andet", "Andet"),
)
"""Code -> words, in the order of the list."""
