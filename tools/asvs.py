"""docs/asvs.yaml as a page (make docs): what of OWASP ASVS 5.0, level 1 and 2, is met, and how one can see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

ROD = Path(__file__).resolve().parent.parent
KILDE = ROD / "docs" / "asvs.yaml"
STATUS = {
    "opfyldt": "opfyldt",
    "delvis": "**delvis**",
    "mangler": "**mangler**",
    "ikke_relevant": "ikke relevant",
}
KAPITLER = {
    "V1": "Indkodning og rensning", "V2": "Validering og forretningsregler", "V3": "Browseren",
    "V4": "API og webtjeneste", "V5": "Filer", "V6": "Login", "V7": "Sessioner", "V8": "Adgang",
    "V9": "Selvstændige tokens", "V10": "OAuth og OIDC", "V11": "Kryptografi", "V12": "Kryptering undervejs",
    "V13": "Opsætning", "V14": "Data", "V15": "Kode og opbygning", "V16": "Log og fejl", "V17": "WebRTC",
}  # fmt: skip


@dataclass(frozen=True)
class Krav:
    """One requirement in our words, and where it stands."""

    niveau: int
    krav: str
    status: str
    proeve: tuple[str, ...] = ()
    grund: str = ""


def laes(fil: Path = KILDE) -> dict[str, Krav]:
    """Requirements by number. Raises ValueError (Danish) for a status that is none."""
    svar = {}
    for nummer, felter in yaml.safe_load(fil.read_text("utf-8"))["krav"].items():
        krav = Krav(**{**felter, "proeve": tuple(felter.get("proeve", ()))})
        if krav.status not in STATUS:
            raise ValueError(
                f"{nummer}: status »{krav.status}« findes ikke. Vælg mellem {', '.join(STATUS)}."
            )
        svar[nummer] = krav
    return svar


def side() -> str:
    """The page docs/asvs.md."""
    alle, om = laes(), yaml.safe_load(KILDE.read_text("utf-8"))
    linjer = [
        "# OWASP ASVS 5.0, niveau 1 og 2", "",
        "<!-- Dannet af `make docs`; ret docs/asvs.yaml, ikke denne side. -->", "",
        f"Efterset {om['efterset']}. Kravene er gengivet kort med vores egne ord; "
        "[standarden](https://owasp.org/www-project-application-security-verification-standard/) selv gælder. "
        "En prøve er et navn under `tests/`; `*` er hele filen. Niveau 3 er ikke gennemgået.", "",
        "| | Krav | Opfyldt | Delvis | Mangler | Ikke relevant |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for niveau in (1, 2):
        antal = Counter(k.status for k in alle.values() if k.niveau == niveau)
        tal = " | ".join(str(antal[s]) for s in STATUS)
        linjer.append(f"| Niveau {niveau} | {antal.total()} | {tal} |")
    linjer += ["", "## Det, der mangler", ""]
    linjer += [
        f"- **{nr}** {k.krav} {k.grund}"
        for nr, k in alle.items()
        if k.status in ("mangler", "delvis")
    ]
    for kapitel, navn in KAPITLER.items():
        linjer += [
            "",
            f"## {kapitel} {navn}",
            "",
            "| Krav | Niveau | Hvad | Status | Prøve eller grund |",
            "|---|---|---|---|---|",
        ]
        linjer += [_raekke(nr, k) for nr, k in alle.items() if nr.split(".")[0] == kapitel]
    return "\n".join(linjer) + "\n"


def _raekke(nummer: str, krav: Krav) -> str:
    hvordan = " ".join(
        filter(None, (krav.grund, ", ".join(f"`{p}`" for p in krav.proeve)))
    ).replace("|", "\\|")
    return f"| {nummer} | {krav.niveau} | {krav.krav} | {STATUS[krav.status]} | {hvordan} |"


if __name__ == "__main__":
    (ROD / "docs" / "asvs.md").write_text(side(), "utf-8")
    print("skrev docs/asvs.md")
