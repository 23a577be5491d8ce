"""Concepts in YAML, of measures and of audits: read and refused as rules are (`regler.yamlfil`), in their own words."""

from __future__ import annotations

from typing import Any

import yaml

from omhu.regler import yamlfil
from omhu.regler.filer import FEJLTEKSTER
from omhu.regler.yamlfil import Filfejl, child

EGNE_FEJLTEKSTER = {
    "string_too_long": "»{felt}« er for langt: højst {max_length} tegn.",
    "string_type": "»{felt}« skal være en tekst. Skriv den, eller sæt den i anførselstegn.",
    "list_type": "»{felt}« skal være en liste: hvert led på sin egen linje efter en bindestreg.",
    "dict_type": "»{felt}« skal have felter med navn og kolon.",
    "model_type": "»{felt}« skal have felter med navn og kolon.",
    "int_type": "»{felt}« skal være et helt tal.",
}


class Konceptfejl(Filfejl):
    """A concept file that cannot be used."""


def parse(tekst: str, fil: str, begynd: str) -> tuple[yaml.Node, dict[str, Any]]:
    """The file as nodes (for lines) and as values. `begynd` is the key a concept begins with. Raises Konceptfejl."""
    tom = f"Filen er tom eller ikke et koncept. Begynd med »{begynd}:«."
    return yamlfil.parse(tekst, fil, tom, Konceptfejl)


def find_line(node: yaml.Node, loc: list[Any]) -> int:
    """Line of the deepest part of `loc` that stands in the file."""
    linje = node.start_mark.line + 1
    for led in loc:
        funden = child(node, led)
        if funden is None:
            break
        linje, node = funden[0].start_mark.line + 1, funden[1]
    return int(linje)


def depth(node: yaml.Node, loc: list[Any]) -> int:
    """How much of `loc` stands in the file."""
    for dybde, led in enumerate(loc):
        funden = child(node, led)
        if funden is None:
            return dybde
        node = funden[1]
    return len(loc)


def danish(fejl: Any, laes: str) -> str:
    """A fault of the schema as a Danish sentence with the remedy; `laes` says where the language is described."""
    if fejl["type"] == "value_error":
        return str(fejl["ctx"]["error"])
    felt = next((str(t) for t in reversed(fejl["loc"]) if isinstance(t, str)), "konceptet")
    if fejl["type"] == "extra_forbidden":
        return f"»{felt}« er ikke et ord i konceptsproget her. {laes}, eller ret stavemåden."
    skabelon = (FEJLTEKSTER | EGNE_FEJLTEKSTER).get(
        fejl["type"], f"»{{felt}}« kan ikke læses. {laes}."
    )
    ctx = {k: v for k, v in (fejl.get("ctx") or {}).items() if k != "error"}
    if "expected" in ctx:
        ctx["expected"] = str(ctx["expected"]).replace(" or ", " eller ").replace("'", "")
    return skabelon.format(felt=felt, vaerdi=fejl.get("input"), **ctx)
