"""Every rate of the demo in one place, with the figure it imitates.

BSB = Ankestyrelsen's Børnesagsbarometer 2019-2024, S1 = KLK's note on Albertslund 2016, S3 = KL's »Myndighed
med momentum« 2014-15, S4 = Task Force in Stevns 2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BARNETS_LOV = date(2024, 1, 1)
AAR_TILBAGE = 5
"""Closed cases are those closed within these years."""
AAR_OPLOEB = 8
"""Cases may have begun this long ago, so that the department is in balance from the first day shown."""
BOERN_I_KOMMUNEN = 16_500
"""Children (0-17) of the assumed municipality at scale 1: a town of about 75,000 people."""
AABNE_SAGER, LUKKEDE_SAGER, RAADGIVERE, TEAMS = 800, 6000, 25, 4


@dataclass(frozen=True)
class Tal:
    """Shares are of 1; durations in days unless named otherwise."""

    # Underretning
    ved_underretning: float = 0.90
    """Cases that begin with an underretning; the rest with an application or the department's own wish."""
    anonym: float = 0.06
    overgreb: float = 0.035
    aeresrelateret: float = 0.01
    loebende_underretninger_pr_aar: float = 0.55
    vurderet_24t: float = 0.945  # BSB 2020-23: 92-96 %
    vurderet_uden_klokkeslaet: float = 0.006
    kvittering: float = 0.93
    efterunderretning: float = 0.9
    screening_14_dage: float = 0.90
    genvurdering: float = 0.88
    # What an underretning leads to; S3: one in five to a BFU
    til_bfu: float = 0.16
    til_afdaekning: float = 0.11
    """Only under Barnets Lov."""
    til_tilbud: float = 0.12
    genvurdering_til_bfu: float = 0.11
    # Undersøgelse
    bfu_4mdr: float = 0.57  # BSB 2021-24: 34-60 %
    foreloebig_vurdering: float = 0.8
    samtale_i_bfu: float = 0.955  # BSB 2020-22: 95 %
    soeskende: float = 0.88
    bfu_til_stoette: float = 0.70
    afdaekning_til_stoette: float = 0.55
    # Afgørelse
    samtale_foer: float = 0.60  # BSB 2021-24: 61-65 % with reasoned waivers
    samtale_fravalgt: float = 0.055
    fravalg_underkendt: float = 0.2
    plan: float = 0.80  # BSB: 77-79 %
    samtykke: float = 0.96
    partshoering: float = 0.85
    akut: float = 0.05
    andel_anbringelse: float = 0.17
    uden_samtykke: float = 0.07  # BSB 2020-22: 50 of 956 placements
    formandsbeslutning: float = 0.35
    """Of the coercive ones."""
    # Opfølgning og tilsyn
    foerste_opfoelgning_sel: float = 0.56  # BSB 2020-22: 50 %
    foerste_opfoelgning_bl: float = 0.74  # BSB 2024: 75 %
    senere_opfoelgning: float = 0.76
    rytme_besluttet: float = 0.96
    tilsyn: float = 0.88
    aldrig: float = 0.14
    """Of what is not done in time, this part is never done."""
    indhentet: float = 0.93
    """In a case that is open today, that part of what was never done has been caught up."""
    # The rest of life
    genaabnet: float = 0.07
    klage: float = 0.03
    aktindsigt_pr_sag: float = 0.05
    rettelse: float = 0.008
    tilbagetraekning: float = 0.002
    omsaetning_pr_aar: float = (
        0.27  # about a quarter leave each year; S1: 15-25 %, at worst far more
    )


TAL = Tal()
