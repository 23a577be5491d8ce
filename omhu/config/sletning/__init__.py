"""Deletion by the municipality's KLE rules: what would go and why the rest stays (`plan`), and the deletion itself
(`udfoer`), which takes exactly what was shown."""

from __future__ import annotations

from omhu.config.sletning.plan import Grund, Plan, lav_plan

__all__ = ["Grund", "Plan", "lav_plan"]
