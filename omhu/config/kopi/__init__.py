"""A copy of everything Omhu holds, taken while it is in use, and its way back.

The copy is one file, locked with the installation's key ring unless another lock is chosen: the databases, the
municipality's own rules, concepts and undecided loads, and a sealed manifest with the sums and figures that a restore
must reach again. The keys themselves are never in it.
"""

from __future__ import annotations

from omhu.config.kopi.fejl import Kopifejl
from omhu.config.kopi.genskab import genskab
from omhu.config.kopi.kontrol import Kontrol
from omhu.config.kopi.laas import Laas
from omhu.config.kopi.tag import tag_kopi

__all__ = ["Kontrol", "Kopifejl", "Laas", "genskab", "tag_kopi"]
