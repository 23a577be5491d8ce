"""docs/regler.md: the law as Omhu reckons it, generated from the rules and their examples.

`python -m omhu.regler.side` writes the page; a test compares it with what stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

from omhu.kerne.ord_om_tid import dato
from omhu.regler import ord as o
from omhu.regler.filer import regelsaet
from omhu.regler.sprog import Moenster, Regel, Version

ROD = Path(__file__).parents[2]
SIDE = ROD / "docs" / "regler.md"
EKSEMPLER = ROD / "tests" / "regler" / "spec"
IKKE_BEREGNET = Path(__file__).parent / "ikke_beregnet.yaml"

GRUPPER = {
    "underretning": "Underretning",
    "undersoegelse": "Undersøgelse",
    "samtale": "Samtale med barnet",
    "afgoerelse": "Afgørelse",
    "plan": "Plan",
    "opfoelgning": "Opfølgning",
    "tilsyn": "Tilsyn",
    "overgang": "Overgang til voksenlivet",
    "klage": "Klage og aktindsigt",
}
INDLEDNING = """\
# Reglerne

Siden er skabt af reglerne i `omhu/regler/lov` og `omhu/regler/lokal` og af eksemplerne i `tests/regler/spec`.
Ret dem, ikke siden, og kør `python -m omhu.regler.side`.

**Det er ikke juridisk rådgivning, og ingen jurist har endnu efterset reglerne.** »Verificeret« betyder, at loven,
en vejledning eller en myndigheds side er læst; kilden står ved siden af. »Ikke verificeret« betyder, at det ikke er
sket. »Servicemål« er kommunens eget mål: det vises for sig og er aldrig et lovbrud.

Sådan læses et eksempel: hver linje er et skridt i sagen på en dag. `svaret` er det skridt, der skal til. En linje med
`svar` og en dag siger, hvordan det ender, når svaret kommer den dag; en linje med kun en dag siger, hvordan det står
ved slutningen af dagen, når svaret ikke er kommet. `fra` er versionen af loven. Alle eksempler afprøves hver gang.
"""


def side() -> str:
    """The whole page."""
    regler = regelsaet()
    dele = [INDLEDNING, _oversigt(regler)]
    for gruppe, navn in GRUPPER.items():
        dele.append(f"## {navn}\n")
        dele += [_regel(r) for r in regler if r.gruppe == gruppe]
    return "\n".join([*dele, _ikke_beregnet()])


def _oversigt(regler: Iterable[Regel]) -> str:
    raekker = [
        f"| [{r.navn}](#{r.id}) | {'lov' if r.art == 'lov' else 'servicemål'} | {_hjemmel(r.versioner[-1])} "
        f"| {_opremset(o.frist_tekst(m.frist) for m in r.versioner[-1].tilfaelde)} |"
        for r in regler
    ]
    hoved = "| Krav | Art | Hjemmel i den nyeste version | Frist |\n|---|---|---|---|\n"
    return f"## Oversigt\n\n{len(raekker)} regler.\n\n{hoved}" + "\n".join(raekker) + "\n"


def _hjemmel(version: Version) -> str:
    til = f", til {dato(version.til)}" if version.til else ""
    return (
        f"{version.hjemmel}{til}{' (ikke verificeret)' if version.status != 'verificeret' else ''}"
    )


def _opremset(tekster: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(tekster))


def _regel(regel: Regel) -> str:
    art = "Lov" if regel.art == "lov" else "Servicemål"
    dele = [
        f'<a id="{regel.id}"></a>\n\n### {regel.navn}\n',
        f"{regel.krav}\n",
        f"{art} · `{regel.id}` · efterset {dato(regel.efterset)}\n",
        _versioner(regel),
        _moenstre(regel),
        f"{regel.note}\n" if regel.note else "",
        _eksempler(regel),
    ]
    return "\n".join(d for d in dele if d)


def _versioner(regel: Regel) -> str:
    raekker = [
        f"| {_periode(v)} | {v.hjemmel} | {v.status} | {v.kilde or '–'} | {v.note or '–'} |"
        for v in regel.versioner
    ]
    hoved = "| Gælder | Hjemmel | Status | Kilde | Bemærkning |\n|---|---|---|---|---|\n"
    valg = "\nVersionen vælges efter fristens dag.\n" if _efter_frist(regel) else ""
    return hoved + "\n".join(raekker) + "\n" + valg


def _efter_frist(regel: Regel) -> bool:
    return regel.versioner[0].tilfaelde[0].version_efter == "frist"


def _periode(version: Version) -> str:
    return f"fra {dato(version.fra)}" + (f" til {dato(version.til)}" if version.til else "")


def _moenstre(regel: Regel) -> str:
    """The pattern: once when all versions agree but for the law's words, else for each version."""
    if len({_version(v, "") for v in regel.versioner}) == 1:
        return _version(regel.versioner[0], "")
    return "\n".join(f"*{v.hjemmel}*\n\n{_version(v, v.lov)}" for v in regel.versioner)


def _version(version: Version, lov: str) -> str:
    """What all cases share, then what each has of its own."""
    punkter = [_punkter(m, lov) for m in version.tilfaelde]
    faelles = [p for p in punkter[0] if all(p in andre for andre in punkter)]
    dele = [_liste(faelles)]
    for nr, (m, egne) in enumerate(zip(version.tilfaelde, punkter, strict=True), 1):
        if len(punkter) > 1:
            naar = _tilfaelde(m, sidste=nr == len(punkter))
            dele.append(
                f"Tilfælde {nr}, {naar}:\n\n{_liste([p for p in egne if p not in faelles])}"
            )
    if len(punkter) > 1 and version.tilfaelde[-1].naar.hvis:
        dele.append("I andre tilfælde stilles kravet ikke.\n")
    return "\n".join(dele)


def _tilfaelde(m: Moenster, *, sidste: bool) -> str:
    if sidste and not m.naar.hvis:
        return "ellers"
    return o.kendetegn_tekst(m.naar.hvis, m.naar.ikke)


Punkt = tuple[str, str]


def _liste(punkter: Iterable[Punkt]) -> str:
    return "".join(f"- **{navn}:** {tekst}\n" for navn, tekst in punkter)


def _punkter(m: Moenster, lov: str) -> list[Punkt]:
    punkter = [
        ("Udløses af", [o.match_tekst(x, lov) for x in m.udloest_af]),
        ("Frist", [o.frist_tekst(m.frist, _fra(m, lov))]),
        ("Regnes fra", _ankre(m, lov)),
        ("Opfyldes af", _svar(m, lov)),
        ("Gælder ikke", [f"{o.kendetegn_tekst(u.hvis, u.ikke)}: {u.grund}" for u in m.undtaget]),
        ("Kan fravælges med", o.fravalg_tekster(m.fravalg, lov)),
        ("Bortfalder ved", [o.bortfald_tekst(b, lov) for b in m.bortfalder]),
        ("Dog senest ved", [o.fremskyndelse_tekst(d, lov) for d in m.dog_senest_ved]),
        ("Fristen kan flyttes af", [o.art_navn(u.skridt, lov) for u in m.udskydes_af]),
        ("Særligt", _saerligt(m)),
    ]
    return [(navn, "; ".join(t)) for navn, t in punkter if t]


def _fra(m: Moenster, lov: str) -> str:
    """What the window is counted from, as a short name, when it is the trigger itself."""
    if m.regnes_fra != ["udloesende"]:
        return "den dag, der regnes fra"
    arter = [k for x in m.udloest_af for k in x.skridt]
    return f"»{o.art_navn(arter[0], lov)}«" if len(set(arter)) == 1 else "det udløsende skridt"


def _ankre(m: Moenster, lov: str) -> list[str]:
    if m.regnes_fra == ["udloesende"]:
        return []
    return [
        "det første, der findes: " + ", ellers ".join(o.anker_tekst(a, lov) for a in m.regnes_fra)
    ]


def _svar(m: Moenster, lov: str) -> list[str]:
    tekster = [o.match_tekst(x, lov) for x in m.opfyldt_af]
    tillaeg = [f"{m.antal} gange"] if m.antal > 1 else []
    tillaeg += [o.SAMME[m.samme]] if m.samme != "sag" else []
    tillaeg += ["en senere dag"] if m.efter == "senere_dag" else []
    return [*tekster, *tillaeg]


UDEN_INDSATS = {
    "taeller": "Et svar, der ikke nævner en indsats, gælder dem alle.",
    "taeller_ikke": "Et svar, der ikke nævner en indsats, tæller ikke.",
    "uvist": "Et svar, der ikke nævner en indsats, kan ikke vurderes.",
}


def _saerligt(m: Moenster) -> list[str]:
    tekster = []
    if m.samme == "indsats":
        tekster.append(UDEN_INDSATS[m.uden_indsats])
    if m.taeller_indtil:
        tekster.append(
            f"Et svar mere end {o.varighed_tekst(m.taeller_indtil)} for sent tæller som manglende."
        )
    if m.en_pr_anker:
        tekster.append("Kravet stilles kun én gang for hver dag, der regnes fra.")
    if m.ved_udeblivelse == "ikke_relevant":
        tekster.append("Kommer svaret ikke, er kravet ikke relevant.")
    if not m.vurderes:
        tekster.append(f"Er det ikke opfyldt til tiden, kan det ikke vurderes: {m.grund}")
    return [" ".join(tekster)] if tekster else []


def _eksempler(regel: Regel) -> str:
    tekst = (EKSEMPLER / f"{regel.id}.md").read_text("utf-8").strip()
    antal = tekst.count("### ")
    tekst = tekst.replace("### ", "#### ")
    return f"<details><summary>{antal} eksempler</summary>\n\n{tekst}\n\n</details>\n"


def _ikke_beregnet() -> str:
    """What no rule reckons, from ikke_beregnet.yaml."""
    raekker = [
        f"| {x['pligt']} | {x['hjemmel']} | {x['hvorfor']} | {x.get('udvidelse', '–')} |"
        for x in yaml.safe_load(IKKE_BEREGNET.read_text("utf-8"))
    ]
    return (
        "## Ikke beregnet\n\nOm disse pligter siger Omhu ikke noget af sig selv. At de ikke ses på en liste, betyder "
        "ikke, at de er overholdt.\n\n| Pligt | Hjemmel | Hvorfor ikke | Hvad der skal til |\n|---|---|---|---|\n"
        + "\n".join(raekker)
        + "\n"
    )


def main() -> None:
    """Write the page."""
    SIDE.write_text(side(), "utf-8")


if __name__ == "__main__":
    main()
