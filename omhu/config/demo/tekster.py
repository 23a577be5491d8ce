"""Short invented sentences: why the department is concerned. Neutral, about nobody."""

from __future__ import annotations

from random import Random

BEKYMRINGER = {
    "skolefravaer": [
        "Meget fravær fra skolen siden sommerferien. Familien har svært ved at få morgenen til at lykkes.",
        "Går i skole to-tre dage om ugen. Skolen og forældrene er enige om, at der er brug for hjælp.",
        "Har ikke været i skole i seks uger og er mest på sit værelse.",
    ],
    "omsorgssvigt": [
        "Kommer ofte sulten i institution og uden tøj til vejret. Personalet har talt med forældrene flere gange.",
        "Er tit alene hjemme om aftenen. Naboer har henvendt sig.",
        "Forældrene har svært ved at se barnets behov, når de selv er pressede.",
    ],
    "konflikt": [
        "Højt konfliktniveau mellem forældrene efter bruddet. Barnet står midt imellem.",
        "Voldsomme skænderier i hjemmet. Politiet har været der to gange i år.",
    ],
    "misbrug": [
        "Bekymring for fars forbrug af alkohol. Barnet fortæller, at det passer på sin lillebror.",
        "Mor er i behandling for misbrug og ønsker selv støtte til hverdagen.",
    ],
    "adfaerd": [
        "Kommer i mange konflikter i skolen og har få venner. Forældrene beder om hjælp til grænser.",
        "Er ofte ude om natten og ses med ældre unge. Forældrene har mistet kontakten.",
    ],
    "sundhed": [
        "Er meget trist og trækker sig fra familien. Egen læge har henvist til udredning.",
        "Spiser og sover dårligt. Skolen har bemærket selvskade.",
    ],
    "funktionsnedsaettelse": [
        "Har autisme og bliver let overvældet. Forældrene er slidte og beder om aflastning.",
        "Diagnose på vej. Familien har brug for støtte til struktur i hverdagen.",
    ],
    "foraeldres_sygdom": [
        "Mor er sygemeldt med depression. Der mangler voksne omkring børnene.",
        "Far er alvorligt syg. Barnet tager et stort ansvar hjemme.",
    ],
    "overgreb": ["Har fortalt en voksen på skolen om at være blevet slået hjemme."],
    "kriminalitet": [
        "Er sigtet for butikstyveri sammen med to jævnaldrende. Familien vil gerne samarbejde."
    ],
    "bolig": ["Familien bor midlertidigt hos bekendte, fem personer på to værelser."],
}
UFOEDT = (
    "Kommende forældre, som har brug for støtte fra fødslen. Svangreambulatoriet har underrettet."
)
AARSAGER = [a for a in BEKYMRINGER if a != "overgreb"]


def bekymring(r: Random, aarsag: str) -> str:
    """One sentence or two on the concern."""
    return r.choice(BEKYMRINGER[aarsag])
