"""A decision for a child of eleven with two parents: three letters."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from omhu.sager.models import Person, Relation
from omhu.sagsarbejde.afgoerelse.actions import traef
from omhu.sagsarbejde.afgoerelse.valg import Valg

TEKST = {
    "formaal": "Emil får ro derhjemme.",
    "varighed": "Et år",
    "begrundelse": "Emil har brug for en voksen, der har tid.",
    "oplysninger": "Skolen har skrevet til os.",
    "barnets_syn": "Emil vil gerne have en kontaktperson.",
}


def lav(hold, dag: date | None = None, aar: int = 11):
    dag = dag or timezone.localdate()
    barn = hold.sag.barn
    barn.foedselsdato = dag - relativedelta(years=aar, days=3)
    barn.save()
    for navn, art in (("Line Holm", "MOR"), ("Per Holm", "FAR")):
        person = Person.objects.create(navn=navn)
        Relation.objects.create(
            barn=barn, person=person, art=art, foraeldremyndighed="DELT", fra=barn.foedselsdato
        )
    valg = Valg(dag, ("kontaktperson",), grundlag="bfu", plan="ja", samtykker={"p1": True})
    hold.sag.ansvarlig = hold.mette
    hold.sag.save()
    return hold.mette, hold.sag, traef(hold.sag, valg, TEKST, af=hold.mette)
