"""YAML that people write: read with line marks, refused with line and remedy. Shared by rules, measures and audits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

LAESER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DYBEST = 30
"""Levels within each other; the shipped files have 12 at most. Readers go down them by recursion, the one in C on the
stack of the process: a file of nothing but brackets would end it."""
STOERST = 200_000
"""Parts in all, those that a reference (`*navn`) repeats counted each time; the largest shipped file has 3,000."""
FOR_DYBT = "Der er for mange niveauer inden i hinanden. Se efter parenteser, indrykning og henvisninger med *."


@dataclass(eq=False)
class Filfejl(Exception):
    """A file that cannot be used: which file, which line, what is wrong and what to do."""

    fil: str
    linje: int
    tekst: str
    sted: tuple[Any, ...] = ()
    """The part of the file, from the top: `("spoergsmaal", 3, "skala")`."""

    def __str__(self) -> str:
        return f"{self.fil}, linje {self.linje}: {self.tekst}"


def parse(
    tekst: str, fil: str, tom: str, fejl: type[Filfejl] = Filfejl
) -> tuple[yaml.Node, dict[str, Any]]:
    """The file as nodes (for lines) and as values. `tom` says what a file without any should begin with. Raises `fejl`
    (Danish), also for what could exhaust the program: depth, and parts repeated by reference."""
    node = None
    try:
        _refuse_depth(tekst, fil, fejl)
        node = yaml.compose(tekst, Loader=LAESER)
        if node is not None and _measure(node, {}, fil, fejl)[0] > STOERST:
            raise fejl(fil, 1, "Filen er for stor, når det, den henviser til med *, skrives ud.")
        raa = _values(tekst)
    except yaml.YAMLError as aarsag:
        mark = getattr(aarsag, "problem_mark", None)
        besked = "Linjen er ikke gyldig YAML. Se efter indrykning, kolon og anførselstegn."
        raise fejl(fil, _line(mark), besked) from aarsag
    except ValueError as aarsag:  # YAML takes 2024-13-01 for a day and then cannot make it
        besked = "Datoen findes ikke. Skriv den som 2024-01-31."
        raise fejl(fil, _impossible_day(node), besked) from aarsag
    if node is None or not isinstance(raa, dict):
        raise fejl(fil, 1, tom)
    _refuse_duplicates(fil, node, fejl)
    return node, raa


def _values(tekst: str) -> Any:
    laeser = LAESER(tekst)
    try:
        return laeser.get_single_data()
    finally:
        laeser.dispose()


def _line(mark: Any) -> int:
    return int(mark.line) + 1 if mark else 1


def _refuse_depth(tekst: str, fil: str, fejl: type[Filfejl]) -> None:
    dybde = 0
    for led in yaml.parse(tekst, Loader=LAESER):
        if isinstance(led, yaml.CollectionStartEvent):
            dybde += 1
        elif isinstance(led, yaml.CollectionEndEvent):
            dybde -= 1
        if dybde > DYBEST:
            raise fejl(fil, _line(led.start_mark), FOR_DYBT)


def _measure(
    node: yaml.Node, kendte: dict[int, tuple[int, int]], fil: str, fejl: type[Filfejl]
) -> tuple[int, int]:
    """Parts and levels of a node. References point backwards in the file, so what they point at is known already."""
    if id(node) not in kendte:
        kendte[id(node)] = (
            1,
            DYBEST + 1,
        )  # until it is measured: one that refers to itself has no end
        boern = node.value if isinstance(node, yaml.CollectionNode) else []
        maal = [
            _measure(del_, kendte, fil, fejl)
            for barn in boern
            for del_ in (barn if isinstance(barn, tuple) else (barn,))
        ]
        dybde = 1 + max((d for _, d in maal), default=0)
        if dybde > DYBEST:
            raise fejl(fil, _line(node.start_mark), FOR_DYBT)
        kendte[id(node)] = (1 + sum(n for n, _ in maal), dybde)
    return kendte[id(node)]


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


def _refuse_duplicates(fil: str, node: yaml.Node, fejl: type[Filfejl]) -> None:
    """YAML keeps the last of two equal keys and says nothing; here the second is refused."""
    if isinstance(node, yaml.MappingNode):
        set_ = set()
        for k, v in node.value:
            if k.value in set_:
                besked = f"»{k.value}« står to gange. Slet den ene."
                raise fejl(fil, k.start_mark.line + 1, besked)
            set_.add(k.value)
            _refuse_duplicates(fil, v, fejl)
    elif isinstance(node, yaml.SequenceNode):
        for v in node.value:
            _refuse_duplicates(fil, v, fejl)


def child(node: yaml.Node, led: Any) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value of one part of a mapping or list."""
    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == led), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(led, int) and led < len(node.value):
        return node.value[led], node.value[led]
    return None
