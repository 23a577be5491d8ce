"""Everything Omhu holds in open formats, so that a municipality can leave: CSV in UTF-8 with a schema for each table
(Table Schema, gathered in a datapackage.json), and the timeline in the tidslinjeformat, which another Omhu can read.

All of it is one moment's state; rows are streamed, and the folder appears whole or not at all.
"""

from __future__ import annotations

from omhu.config.udtraek.lav import Resultat, lav_udtraek

__all__ = ["Resultat", "lav_udtraek"]
