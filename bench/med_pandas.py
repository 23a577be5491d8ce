"""The simplest rules as a good pandas program would do them: one merge_asof per rule and version.

Only rules of the shape "a step of this kind; the next step of that kind in the case; within so long" fit; the
comparison is made on those alone, on both sides. Counts must agree.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from omhu.regler.katalog import katalog

ENKLE = ("klage-genvurdering", "underretning-kvittering", "underretning-24t", "screening", "bfu-barn-inddraget")
""
