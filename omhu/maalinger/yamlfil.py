"""YAML that people write: read with line marks, refused with line and remedy. Shared by measures and audits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from omhu.regler.filer import FEJLTEKSTER, LAESER

EGNE_FEJLTEKSTER = {
    "string_too_long": "»{felt}« er for langt: højst {max_length} tegn.",
    "string_type": "»{felt}« skal være en tekst. Skriv den, eller sæt den i anførselstegn.",
    "list_type": "»{felt}« skal være en liste: hvert led på sin egen linje efter en bindestreg.",
    "dict_type": "»{felt}« skal have felter med navn og kolon.",
    "model_type": "»{felt}« skal have felter med navn og kolon.",
    "int_type": "»{felt}« skal være et helt tal.",
}


@dataclass(eq=False)
class Konceptfejl(Exception):
    """A concept file that cannot be used: which file, which line, what is wrong and what to do."""

    fil: str
    linje: int
    tekst: str
    sted: tuple[Any, ...] = ()
    """The part of the file, from the top: `("spoergsmaal", 3, "skala")`."""

    def __str__(self) -> str:
        return f"{self.fil}, linje {self.linje}: {self.tekst}"


def parse(tekst: str, fil: str, begynd: str) -> tuple[yaml.Node, dict[str, Any]]:
    """The file as nodes (for lines) and as values. `begynd` is the key a concept begins with. Raises Konceptfejl."""
    node = None
    try:
        node = yaml.compose(tekst, Loader=LAESER)
        raa = yaml.load(tekst, Loader=LAESER)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as fejl:
        mark = getattr(fejl, "problem_mark", None)
        besked = "Linjen er ikke gyldig YAML. Se efter indrykning, kolon og anførselstegn."
        raise Konceptfejl(fil, mark.line + 1 if mark else 1, besked) from fejl
    except ValueError as fejl:  # YAML takes 2024-13-01 for a day and then cannot make it
        raise Konceptfejl(
            fil, _impossible_day(node), "Datoen findes ikke. Skriv den som 2024-01-31."
        ) from fejl
    if node is None or not isinstance(raa, dict):
        raise Konceptfejl(fil, 1, f"Filen er tom eller ikke et koncept. Begynd med »{begynd}:«.")
    refuse_duplicates(fil, node)
    return node, raa


def _impossible_day(node: yaml.Node | None) -> int:
    """Line of the first scalar that YAML takes for a day that does not exist."""
    if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":timestamp"):
        try:
            date.fromisoformat(node.value)
        except ValueError:
            return int(node.start_mark.line) + 1
    boern = getattr(node, "value", [])
    for barn in boern if isinstance(boern, list) else []:
        for del_ in barn if isinstance(barn, tuple) else [barn]:
            if linje := _impossible_day(del_):
                return linje
    return 0


def refuse_duplicates(fil: str, node: yaml.Node) -> None:
    """YAML keeps the last of two equal keys and says nothing; here the second is refused."""
    if isinstance(node, yaml.MappingNode):
        set_ = set()
        for k, v in node.value:
            if k.value in set_:
                tekst = f"»{k.value}« står to gange. Slet den ene."
                raise Konceptfejl(fil, k.start_mark.line + 1, tekst)
            set_.add(k.value)
            refuse_duplicates(fil, v)
    elif isinstance(node, yaml.SequenceNode):
        for v in node.value:
            refuse_duplicates(fil, v)


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


def child(node: yaml.Node, led: Any) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value of one part of a mapping or list."""
    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == led), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(led, int) and led < len(node.value):
        return node.value[led], node.value[led]
    return None


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
