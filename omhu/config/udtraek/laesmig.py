"""The page that comes along and says what is in the folder."""

from __future__ import annotations

from omhu.config.udtraek.tabeller import UDELADTE_APPS, UDELADTE_TABELLER

SIDE = """# Udtræk af Omhu

Taget {taget}. Alt er ét øjebliks tilstand.

## Hvad der er her

| Sti | Indhold |
|---|---|
| `tabeller/*.csv` | alle tabeller; første række er kolonnernes navne |
| `tabeller/*.schema.json` | hver tabels kolonner, typer og nøgler (Table Schema) |
| `datapackage.json` | oversigt over tabellerne (Data Package) |
| `tidslinje/` | sagerne og de gældende hændelser i tidslinjeformatet |
| `personale/` | enheder og medarbejdere som en datapakke |
| `dokumenter/` | filerne på sagerne, i klartekst, kun med `--med-cpr`; navnet er filens id i `journal_dokument` |
| `regler/`, `maalinger/` | kommunens egne regler og koncepter, hvis der er nogen |
| `sha256sum.txt` | kontrolsummer; efterses med `sha256sum -c sha256sum.txt` |

CSV er UTF-8 med komma, linjeskift LF og anførselstegn efter RFC 4180. Datoer og tider er ISO 8601 med tidszone,
sandt og falsk er `true` og `false`, og et tomt felt er ingen værdi. Celler er gengivet, som de er. Begynder en celle
med `=`, `+`, `-` eller `@`, kan et regneark tro, at den er en formel; indlæs den som tekst.

{cpr}

## Læs det ind i en anden Omhu

    omhu indlaes personale
    omhu indlaes tidslinje/sager.csv tidslinje/haendelser.csv

Det giver de samme frister. Disse ting er ikke med i tidslinjeformatet, men ligger i `tabeller/`:

- rettede og tilbagetrukne skridt (`tidslinje_skridt`: `erstatter_id`, `tilbagetrukket`),
- hvem der registrerede, og tider finere end et tusindedel sekund,
- påmindelser og det, der er givet videre eller lagt væk (`frister_advis`),
- hvem der har adgang til hvad, og loggen (`sager_sagsadgang`, `log_logpost`),
- en lodret streg i en tekst; den er skrevet som `¦`.

## Rækker

| Tabel | Rækker |
|---|---|
{raekker}

## Det er ikke med

{udeladt}
"""
MED_CPR = "CPR-numre står i klartekst. Det er skrevet i loggen, at de er taget ud."
UDEN_CPR = (
    "CPR-numre er skjult: de sidste fire cifre er skrevet som prikker, og de er ikke i `tidslinje/`. "
    "Skal de med, så tag udtrækket med `--med-cpr`."
)


def laesmig(raekker: dict[str, int], med_cpr: bool, taget: str) -> str:
    """The page in Danish."""
    udeladt = UDELADTE_APPS | UDELADTE_TABELLER
    return SIDE.format(
        taget=taget,
        cpr=MED_CPR if med_cpr else UDEN_CPR,
        raekker="\n".join(f"| `{navn}` | {antal} |" for navn, antal in raekker.items()),
        udeladt="\n".join(f"- `{navn}`: {grund}" for navn, grund in udeladt.items())
        + "\n- adgangskoder, nøgler og andre hemmeligheder i de tabeller, der er med",
    )
