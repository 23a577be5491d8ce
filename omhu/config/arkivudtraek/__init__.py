"""A sketch of an arkiveringsversion (BEK 128/2020) of what Omhu holds.

Written after public descriptions of the format; neither verified nor approved by Rigsarkivet. It shows what a delivery
would hold and that the data fit the layout; what is missing before one could be delivered is in the guide.
"""

from __future__ import annotations

from omhu.config.arkivudtraek.lav import AVID, Resultat, lav_arkivudtraek

__all__ = ["AVID", "Resultat", "lav_arkivudtraek"]
