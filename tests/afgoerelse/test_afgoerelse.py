"""Deciding measures on the page: the gate per law, consent by age, deciding all the same, and what follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.frister.models import Pligt
from omhu.sagsarbejde.afgoerelse import queries
from omhu.sagsarbejde.afgoerelse.actions import marker_set
from omhu.sagsarbejde.afgoerelse.models import Afvigelse
from omhu.sagsarbejde.tekster import actions as tekster
from omhu.sagsarbejde.tekster import kladder
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from tests.afgoerelse.conftest import BL_DAG, SEL_DAG
from tests.bord.stoette import tekst

pytestmark = pytest.mark.django_db
TEKST = {
    "formaal": "Emil får ro derhjemme",
    "varighed": "Et år",
    "hoering": "kendt",
    "bisidder": "ja",
    "barnets_syn": "Emil vil gerne",
}
FULD = {**TEKST, "begrundelse": "Fordi", "oplysninger": "Udtalelse fra skolen"}


@pytest.fixture
def send(hold, client):
    """Post the form of a new decision as the rådgiver; gives the answer."""
    client.force_login(hold.mette)

    def post(dag=BL_DAG, **felter):
        sti = reverse("ny_afgoerelse", args=[hold.sag.pk])
        felter = {
            "dag": dag.isoformat(),
            **felter,
            "tilbage": reverse("sagens_afgoerelser", args=[hold.sag.pk]),
        }
        return client.post(sti, felter)

    return post


def punkter(svar) -> dict[str, str]:
    return {p.kode: str(p.status) for p in svar.context["port"].punkter}


def mangler(svar) -> set[str]:
    return {p.kode for p in svar.context["port"].mangler}


def folk(svar) -> dict[str, str]:
    """Whose consent is asked: name -> key."""
    return {navn: noegle for noegle, navn in svar.context["form"].fields["samtykker"].choices}


def afgoerelser(sag):
    return Skridt.objects.filter(sag=sag, art="AFGOERELSE")


def pligter(sag) -> dict[str, str]:
    return {p.regel: p.lukket for p in Pligt.objects.filter(sag=sag, udloest_art="AFGOERELSE")}


# -- the gate ---------------------------------------------------------------------------------------


def test_serviceloven_asks_for_undersoegelse_handleplan_talk_and_consent(familie, send):
    familie(9, SEL_DAG)
    svar = send(SEL_DAG, indsatser="kontaktperson", se="1")
    assert mangler(svar) >= {
        "bfu-foer-afgoerelse",
        "handleplan-foer-afgoerelse",
        "boernesamtale-foer-afgoerelse",
        "partshoering",
        "bisidder",
    }
    assert {"SEL § 140, stk. 1", "SEL § 48, stk. 1"} <= {
        p.hjemmel for p in svar.context["port"].mangler
    }
    assert "Serviceloven" in tekst(svar)
    assert "Hvad bygger afgørelsen på?" not in tekst(svar)


def test_barnets_lov_asks_neither_for_undersoegelse_nor_plan_before_support(familie, send):
    familie(9)
    svar = send(indsatser="kontaktperson", se="1")
    assert not {"bfu-foer-afgoerelse", "bfu-foer-anbringelse", "handleplan-foer-afgoerelse"} & set(
        punkter(svar)
    )
    assert {"boernesamtale-foer-afgoerelse", "barnets-plan-stillingtagen"} <= mangler(svar)
    assert "bfu-foer-anbringelse" in mangler(send(indsatser="anbringelse", se="1"))


def test_the_gate_tells_a_talk_that_does_not_count_and_the_way_to_mend_it(familie, send):
    sag = familie(9)
    registrer(sag, "BOERNESAMTALE", BL_DAG - timedelta(days=3), indsatser="familiebehandling")
    svar = send(indsatser="kontaktperson", se="1")
    assert "tæller ikke: den angik familiebehandling, ikke fast kontaktperson" in tekst(svar)
    assert reverse("hold_samtale", args=[sag.pk]) in svar.content.decode()


def test_asking_what_is_missing_decides_nothing(familie, send):
    sag = familie(9)
    send(indsatser="kontaktperson", se="1", **FULD)
    assert not afgoerelser(sag).exists()


# -- consent ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aar", "indsats", "ventet"),
    [
        (9, "kontaktperson", {"Line Holm", "Per Holm"}),
        (11, "anbringelse", {"Line Holm", "Per Holm"}),
        (14, "anbringelse", {"Line Holm", "Per Holm"}),
        (15, "kontaktperson", {"Line Holm", "Per Holm"}),
        (15, "anbringelse", {"Emil Holm", "Line Holm", "Per Holm"}),
        (15, "ungepaalaeg", set()),
    ],
)
def test_age_custody_and_measure_decide_who_consents(familie, send, aar, indsats, ventet):
    familie(aar)
    assert set(folk(send(indsatser=indsats, se="1"))) == ventet


def test_one_parents_consent_is_not_both_parents(familie, send):
    familie(9)
    alle = folk(send(indsatser="kontaktperson", se="1"))
    svar = send(indsatser="kontaktperson", se="1", samtykker=[alle["Line Holm"]])
    assert [p.navn for p in svar.context["port"].mangler if "samtykke" in p.kode] == [
        "Samtykke fra Per Holm"
    ]


def test_consents_are_registered_with_the_decision_and_count_for_a_youth_of_15(familie, send):
    sag = familie(15)
    alle = folk(send(indsatser="anbringelse", se="1"))
    registrer(sag, "BFU_AFSLUTTET", BL_DAG - timedelta(days=9))
    registrer(sag, "BOERNESAMTALE", BL_DAG - timedelta(days=3), indsatser="anbringelse")
    svar = send(
        indsatser="anbringelse", samtykker=list(alle.values()), grundlag="bfu", plan="ja", **TEKST
    )
    assert svar.status_code == 302, mangler(svar)
    fra = {s.data["fra"] for s in Skridt.objects.filter(sag=sag, art="SAMTYKKE")}
    assert fra == {"barnet", "Line Holm", "Per Holm"}
    assert pligter(sag)["samtykke-anbringelse"] == "overholdt"
    assert folk(send(indsatser="anbringelse", se="1")) == {}


# -- deciding ---------------------------------------------------------------------------------------


def klar(sag, dag=BL_DAG, indsats="kontaktperson"):
    registrer(sag, "BOERNESAMTALE", dag - timedelta(days=3), indsatser=indsats)


def test_with_everything_there_it_is_decided_at_once_and_the_duties_begin(familie, send, client):
    sag = familie(9)
    klar(sag)
    alle = folk(send(indsatser="kontaktperson", se="1"))
    svar = send(
        indsatser="kontaktperson",
        samtykker=list(alle.values()),
        grundlag="screening",
        plan="ja",
        **TEKST,
    )
    assert svar.url == reverse("sagens_afgoerelser", args=[sag.pk])
    [skridt] = afgoerelser(sag)
    assert skridt.data == {
        "foranstaltninger": "kontaktperson",
        "samtykke": "ja",
        "barnets_plan": "ja",
        "grundlag": "screening",
    }
    assert pligter(sag) == {
        "boernesamtale-foer-afgoerelse": "overholdt",
        "barnets-plan-stillingtagen": "overholdt",
        "samtykke-indsats": "overholdt",
        "partshoering": "",
        "barnets-plan-3mdr": "",
        "klagefrist": "",
    }
    assert not Afvigelse.objects.exists()
    side = tekst(client.get(svar.url))
    assert "Emil får ro derhjemme" in side
    assert "Ikke begyndt" in side


def test_a_decision_can_hold_several_measures(familie, send):
    sag = familie(9)
    registrer(sag, "BOERNESAMTALE", BL_DAG, indsatser="kontaktperson+familiebehandling")
    koder = ["kontaktperson", "familiebehandling"]
    alle = folk(send(indsatser=koder, se="1"))
    send(indsatser=koder, samtykker=list(alle.values()), grundlag="bfu", plan="ja", **TEKST)
    assert set(afgoerelser(sag).get().indsatser.split("+")) == set(koder)


def test_under_serviceloven_it_is_decided_with_undersoegelse_and_handleplan(familie, send):
    sag = familie(9, SEL_DAG)
    klar(sag, SEL_DAG)
    registrer(sag, "BFU_AFSLUTTET", SEL_DAG - timedelta(days=9))
    registrer(sag, "HANDLEPLAN", SEL_DAG, indsatser="kontaktperson")
    alle = folk(send(SEL_DAG, indsatser="kontaktperson", se="1"))
    svar = send(SEL_DAG, indsatser="kontaktperson", samtykker=list(alle.values()), **TEKST)
    assert svar.status_code == 302, mangler(svar)
    stande = pligter(sag)
    assert {
        stande[r] for r in ("bfu-foer-afgoerelse", "handleplan-foer-afgoerelse", "samtykke-indsats")
    } == {"overholdt"}
    assert "barnets-plan-3mdr" not in stande


def test_without_consent_the_reasons_are_asked_for(familie, send):
    familie(9)
    svar = send(indsatser="ungepaalaeg", se="1", **TEKST)
    assert {"indhold-begrundelse", "indhold-oplysninger"} <= mangler(svar)


# -- all the same ------------------------------------------------------------------------------------


def alligevel(sag, send):
    """Decide with a reason for each thing that is missing."""
    svar = send(indsatser="kontaktperson", grundlag="screening", plan="ja", **TEKST)
    assert svar.status_code == 422
    assert not afgoerelser(sag).exists()
    grunde = {f"trods_{k}": "Familien rejser i morgen tidlig" for k in mangler(svar)}
    return svar, send(indsatser="kontaktperson", grundlag="screening", plan="ja", **TEKST, **grunde)


def test_what_is_missing_needs_its_reason_and_nothing_typed_is_lost(familie, send):
    sag = familie(9)
    svar, _ = alligevel(sag, send)
    assert "skriv, hvorfor I træffer afgørelsen alligevel" in tekst(svar)
    assert "BL § 5, stk. 3" in tekst(svar)
    assert svar.context["form"]["formaal"].value() == TEKST["formaal"]


def test_the_reasons_stand_on_the_step_and_in_the_text_and_the_duty_is_a_breach(
    familie, send, client, hold
):
    sag = familie(9)
    _, svar = alligevel(sag, send)
    assert svar.status_code == 302
    [skridt] = afgoerelser(sag)
    assert "boernesamtale-foer-afgoerelse" in skridt.data["trods"]
    [a] = queries.oversigt(sag).afgoerelser
    assert {t["begrundelse"] for t in a.trods} == {"Familien rejser i morgen tidlig"}
    assert pligter(sag)["boernesamtale-foer-afgoerelse"] == ""
    side = tekst(client.get(reverse("afgoerelse", args=[skridt.pk])))
    assert "Familien rejser i morgen tidlig" in side
    assert "Lederen har ikke set det endnu" in side


def test_the_leader_sees_it_once_and_says_so(familie, send, client, hold):
    sag = familie(9)
    alligevel(sag, send)
    sti = reverse("afgoerelser_trods")
    assert client.get(sti).status_code == 403
    assert queries.antal_usete(hold.leder_syd) == 0
    client.force_login(hold.leder_nord)
    assert "Familien rejser i morgen tidlig" in tekst(client.get(sti))
    afvigelse = Afvigelse.objects.get()
    svar = client.post(
        reverse("afgoerelse_set", args=[afvigelse.pk]), {"note": "Tal med barnet nu"}, follow=True
    )
    assert "Ingen afgørelser venter" in tekst(svar)
    assert queries.antal_usete(hold.leder_nord) == 0
    with pytest.raises(ValidationError, match="allerede set"):
        marker_set(afvigelse, af=hold.leder_nord)
    with pytest.raises(PermissionDenied):
        marker_set(afvigelse, af=hold.leder_syd)


def test_a_withdrawn_decision_leaves_the_leaders_list(familie, send, hold):
    from omhu.tidslinje.actions import traek_tilbage

    sag = familie(9)
    alligevel(sag, send)
    traek_tilbage(afgoerelser(sag).get(), af=hold.mette, begrundelse="Forkert sag")
    assert queries.antal_usete(hold.leder_nord) == 0


# -- bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("felter", "svar"),
    [
        ({"dag": timezone.localdate() + timedelta(days=2)}, "ligger i fremtiden"),
        ({"dag": BL_DAG.replace(year=2010)}, "før barnet blev født"),
        ({"indsatser": "findes_ikke"}, "Vælg igen"),
        ({"indsatser": []}, "Vælg mindst en indsats"),
        ({"grundlag": ""}, "Vælg, hvad afgørelsen bygger på"),
        ({"plan": "nej"}, "hvorfor der ikke laves en plan"),
        ({"formaal": "Se 700617-4001"}, "CPR-nummer"),
    ],
)
def test_what_cannot_be_is_told_at_the_field(familie, send, felter, svar):
    sag = familie(9)
    klar(sag)
    data = {"indsatser": "kontaktperson", "grundlag": "bfu", "plan": "ja", **FULD, **felter}
    side = send(**data)
    assert svar in tekst(side)
    assert side.context["form"]["varighed"].value() == "Et år"
    assert not afgoerelser(sag).exists()


def test_a_measure_that_the_law_of_the_day_does_not_have_cannot_be_chosen(familie, send):
    sag = familie(9, SEL_DAG)
    svar = send(SEL_DAG, indsatser="stofmisbrugsbehandling", **FULD)
    assert "findes ikke i loven, der gælder den dag" in tekst(svar)
    assert not afgoerelser(sag).exists()


def test_nothing_is_decided_after_the_case_is_closed(familie, send):
    sag = familie(9)
    registrer(sag, "SAG_LUKKET", BL_DAG - timedelta(days=2))
    sag.lukket = BL_DAG - timedelta(days=2)
    sag.save()
    svar = send(
        indsatser="ungepaalaeg",
        grundlag="bfu",
        plan="ja",
        **FULD,
        **{"trods_boernesamtale-foer-afgoerelse": "Uden samtale"},
    )
    assert "genåbn sagen først" in tekst(svar)


def test_a_talk_held_while_the_form_waited_is_proposed_though_the_draft_is_older(
    familie, hold, client
):
    sag = familie(9, timezone.localdate())
    sti = reverse("ny_afgoerelse", args=[sag.pk])
    client.force_login(hold.mette)
    kladder.gem(hold.mette, sti, [("formaal", ["Ro"]), ("indsatser", ["kontaktperson"])])
    skridt = registrer(sag, "BOERNESAMTALE", timezone.localdate(), indsatser="kontaktperson")
    felter = {"barnets_ord": "Jeg vil gerne have Bo."}
    tekster.opret(sag, "samtale", felter, af=hold.mette, skridt_rod=skridt.rod)
    form = client.get(sti).context["form"]
    assert (form["formaal"].value(), form["barnets_syn"].value()) == (
        "Ro",
        "Jeg vil gerne have Bo.",
    )
    kladder.gem(hold.mette, sti, [("formaal", ["Ro"]), ("indsatser", ["kontaktperson"])])
    assert not client.get(sti).context["form"]["barnets_syn"].value()


def test_the_gate_shows_the_way_to_write_who_has_custody(hold, client):
    client.force_login(hold.mette)
    sti = reverse("ny_afgoerelse", args=[hold.sag.pk])
    html = client.get(f"{sti}?indsatser=kontaktperson").content.decode()
    assert f'href="{reverse("ny_person", args=[hold.sag.pk])}"' in html
