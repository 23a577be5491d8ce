"""Words that everybody in the house would think of, and that a password may not lean on."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

ORD = (
    "omhu", "kommune", "adgangskode", "kodeord", "password", "barnet", "familie", "forvaltning", "raadgiver",
    "rådgiver", "socialraadgiver", "socialrådgiver", "teamleder", "superbruger", "administrator", "velkommen",
    "sommer", "vinter",
)  # fmt: skip
"""Besides: the municipality's name and the user's own names. docs/sikkerhed.md lists them."""
REST = 8
"""Signs that must be left when such words are taken away."""


class Kendteord:
    """Refuses a password that is little more than known words: `Omhu2026Omhu!`, not a sentence that has one."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.casefold()
        for ord_ in sorted(_kendte(user), key=len, reverse=True):
            rest = rest.replace(ord_, "")
        if len(rest) < len(password) and len(rest) < REST:
            raise ValidationError(self.get_help_text(), code="kendt_ord")

    def get_help_text(self) -> str:
        return "Adgangskoden bygger på et ord, som andre kan gætte. Vælg en sætning, der ikke handler om arbejdet."


def _kendte(user: Any) -> set[str]:
    egne = " ".join(
        str(getattr(user, f, "") or "") for f in ("username", "first_name", "last_name")
    )
    dele = re.split(r"\W+", f"{settings.OMHU.kommune} {egne}".casefold())
    return {*ORD, *(d for d in dele if len(d) > 3)}
