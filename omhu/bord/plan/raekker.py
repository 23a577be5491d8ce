"""Rows within rows: part-goals are added to a goal, and go when it goes, without a script."""

from __future__ import annotations

from django.http import HttpRequest

from omhu.bord import tekstside

DELMAAL = "delmaal:"
"""What the button that adds a part-goal sends before the goal's number."""


def tilpas_delmaal(request: HttpRequest) -> None:
    """A part-goal is added to its goal (`tilfoej=delmaal:3`), and goes when its goal goes (`fjern=maal.3`)."""
    if request.method != "POST":
        return
    kopi = request.POST.copy()
    til, vaek = kopi.get(tekstside.TILFOEJ, ""), kopi.get(tekstside.FJERN, "")
    if til.startswith(DELMAAL):
        numre = [int(n.split(".")[1]) for n in kopi if _er_delmaal(n)]
        nr = max(numre, default=0) + 1
        kopi[f"delmaal.{nr}.maal"] = til.removeprefix(DELMAAL)
        kopi[tekstside.TILFOEJ] = DELMAAL
    if vaek.startswith("maal."):
        under = [n for n in kopi if n.endswith(".maal") and kopi[n] == vaek.removeprefix("maal.")]
        for navn in [n for n in kopi if f"{n.rpartition('.')[0]}.maal" in under]:
            del kopi[navn]
    request.POST = kopi  # type: ignore[assignment]  # Django lets it be set


def _er_delmaal(navn: str) -> bool:
    dele = navn.split(".")
    return len(dele) == 3 and dele[0] == "delmaal" and dele[1].isdecimal()
