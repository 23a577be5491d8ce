"""Statements, the text, the law's checklist, the end and the update."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from omhu.frister.models import Pligt
from omhu.frister.pligter import status
from omhu.sagsarbejde.undersoegelse import actions, queries
from omhu.sagsarbejde.undersoegelse.tjekliste import mangler
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import tekst
from tests.undersoegelse.stoette import begynd, igen, sti

pytestmark = pytest.mark.django_db
I_DAG = timezone.localdate


def for_(dage):
    return I_DAG() - timedelta(days=dage)


@pytest.fixture
def mette(hold, client):
    client.force_login(hold.mette)
    return client


@pytest.fixture
def u(hold):
    return begynd(hold.sag, for_(30))


def udsagn(client, u, **felter):
    data = {"tekst": "Sover dårligt", "slags": "bekymring", "dimension": "r-sundhed", "kilde": "Mor",
            "dato": for_(1).isoformat()}  # fmt: skip
    return client.post(sti(u, "udsagn"), data | felter)


def udsagnene(u):
    return [(x.nr, x.slags, x.kilde, x.tekst) for x in queries.udsagn(igen(u).felter("udsagn"))]


# -- statements ------------------------------------------------------------------------------------


def test_the_next_line_begins_with_the_source_of_the_last(mette, u):
    udsagn(mette, u)
    side = mette.get(sti(u, "udsagn")).content.decode()
    assert 'value="Mor"' in side
    assert f'value="{for_(1).isoformat()}"' in side
    udsagn(mette, u, tekst="Har en god ven", slags="ressource", dimension="r-fritid")
    assert udsagnene(u) == [
        ("1", "bekymring", "Mor", "Sover dårligt"),
        ("2", "ressource", "Mor", "Har en god ven"),
    ]


@pytest.mark.parametrize(
    ("felter", "ord_"),
    [
        ({"tekst": ""}, "Skriv udsagnet"),
        ({"slags": ""}, "ressource, en bekymring eller uafklaret"),
        ({"dimension": ""}, "Vælg, hvad det handler om"),
        ({"kilde": ""}, "hvem det kommer fra"),
        ({"dato": "2100-01-01"}, "ligger i fremtiden"),
        ({"dato": "2001-01-01"}, "før barnet blev født"),
        ({"tekst": "Ring 0101601233"}, "ligner et CPR-nummer"),
        ({"tekst": "a" * 1_000_000}, "her er plads til 4000"),
    ],
)
def test_a_statement_that_lacks_something_is_told_at_its_field(mette, u, felter, ord_):
    assert ord_ in tekst(udsagn(mette, u, **felter))
    assert udsagnene(u) == []


def test_links_of_the_drawing_narrow_the_list(mette, u):
    udsagn(mette, u)
    udsagn(mette, u, tekst="Mor trøster", slags="ressource", dimension="r-omsorg")
    side = mette.get(sti(u, "udsagn")).content.decode()
    assert 'href="?domaene=foraeldre#udsagn"' in side
    smal = tekst(mette.get(sti(u, "udsagn"), {"domaene": "foraeldre"}))
    assert "1 af 2 udsagn: Forældrene" in smal
    assert "Sover dårligt" not in smal.partition("1 af 2 udsagn")[2]


def test_a_statement_is_mended_and_taken_away_and_the_old_words_stay(mette, u):
    udsagn(mette, u)
    rettet = {"tekst": "Sover bedre", "slags": "ressource", "dimension": "r-sundhed", "kilde": "Far",
              "dato": for_(1).isoformat(), "paa": 2}  # fmt: skip
    mette.post(sti(u, "ret_udsagn", 1), rettet)
    assert udsagnene(u) == [("1", "ressource", "Far", "Sover bedre")]
    mette.post(sti(u, "ret_udsagn", 1), rettet | {"fjern": "1"})
    assert udsagnene(u) == []
    assert igen(u).tekster["udsagn"].udgaver.count() == 4


def test_two_who_mend_the_same_statement_see_each_other(hold, mette, u, client):
    udsagn(mette, u)
    rettet = {
        "slags": "bekymring",
        "dimension": "r-sundhed",
        "kilde": "Mor",
        "dato": for_(1).isoformat(),
        "paa": 2,
    }
    mette.post(sti(u, "ret_udsagn", 1), rettet | {"tekst": "Mettes ord"})
    client.force_login(hold.leder_nord)
    svar = client.post(sti(u, "ret_udsagn", 1), rettet | {"tekst": "Lenes ord"})
    assert "Mettes ord" in tekst(svar)
    assert "Lenes ord" in svar.content.decode()
    assert udsagnene(u)[0][3] == "Mettes ord"


def test_statements_of_the_other_edition_stay_when_one_changes(mette, u):
    udsagn(mette, u)
    mette.post(sti(u, "udsagn"), {"ics": "klassisk"})
    side = tekst(mette.get(sti(u, "udsagn")))
    assert "Social fremtræden" in side
    assert "Sundhedsforhold *" in side
    assert len(udsagnene(u)) == 1


# -- the text and the law's checklist --------------------------------------------------------------

HELE = {
    "anledning": "Far drikker", "helhed": "Helheden", "ressourcer": "Mormor", "udfordringer": "Søvn",
    "kompetencer": "Mor kan trøste", "forandring": "Far vil i behandling", "netvaerk": "Mormor",
    "soeskende": "Lillesøster er vurderet", "barnets_syn": "Jeg vil hjem", "foraeldres_syn": "Enige",
    "fagfolk": "Skolen", "to_raadgivere": "MK og LF", "ppr": "Nej", "analyse": "Analysen", "vurdering": "Vurderingen",
    "stoette": "ja", "stillingtagen": "Støtte, fordi", "konklusion": "Støtte", "behov.1.tekst": "Ro om aftenen",
    "behov.2.tekst": "Voksne, der er ædru",
}  # fmt: skip


def gem(client, u, paa=1, **felter):
    return client.post(sti(u, "tekst"), HELE | {"paa": paa} | felter)


def uden(u):
    return {k.kode for k in mangler(igen(u), I_DAG())}


def test_the_list_of_barnets_lov(hold, mette, u):
    assert {"helhed", "ppr", "to_raadgivere", "soeskende", "bfu-barn-inddraget"} <= uden(u)
    assert not any(k.startswith("tema.") for k in uden(u))
    gem(mette, u)
    assert uden(u) == {"bfu-barn-inddraget"}
    registrer(hold.sag, "BOERNESAMTALE", for_(3))
    assert uden(u) == set()


def test_the_list_of_serviceloven_asks_for_six_themes_and_neither_ppr_nor_two(hold, mette):
    u = begynd(hold.sag, I_DAG().replace(year=2022, month=3, day=2))
    assert {f"tema.{n}" for n in range(1, 7)} <= uden(u)
    assert not {"ppr", "to_raadgivere"} & uden(u)
    mette.post(
        sti(u, "plan"),
        {"paa": 1, "tema.1.valg": "valgt", "tema.2.valg": "fravalgt", "tema.2.grund": "Kendt"},
    )
    gem(mette, u, **{"tema.1.tekst": "Han slår"})
    assert {k for k in uden(u) if k.startswith("tema.")} == {"tema.3", "tema.4", "tema.5", "tema.6"}


def test_earlier_support_needs_no_second_raadgiver_and_running_support_is_asked_about(hold):
    registrer(hold.sag, "IVAERKSAT", for_(100), indsatser="familiebehandling")
    u = begynd(hold.sag, for_(30))
    assert "to_raadgivere" not in uden(u)
    assert "sideloebende" in uden(u)


def test_an_old_talk_does_not_count(hold, u, mette):
    registrer(hold.sag, "BOERNESAMTALE", for_(300))
    assert "bfu-barn-inddraget" in uden(u)


def test_the_text_begins_with_what_is_known(hold, mette):
    u = begynd(hold.sag, for_(30), attributter={"begrundelse": "Tre underretninger på et år"})
    assert "Tre underretninger på et år" in mette.get(sti(u, "tekst")).content.decode()


def test_the_needs_that_the_plan_is_tied_to(hold, mette, u):
    gem(mette, u)
    (id_, ord_), andet = queries.behov(hold.sag)
    assert (ord_, andet[1]) == ("Ro om aftenen", "Voksne, der er ædru")
    assert queries.behov_tekst(hold.sag, id_) == "Ro om aftenen"
    assert queries.behov_tekst(hold.sag, "andet.1") == ""


# -- the end ---------------------------------------------------------------------------------------


def afslut(client, u, **felter):
    return client.post(
        sti(u, "afslut"), {"dag": I_DAG().isoformat(), "udfoert_af": "egen_kommune"} | felter
    )


def stand(sag, regel):
    return str(
        status(Pligt.objects.filter(sag=sag, regel=regel).order_by("pk").last(), timezone.now())
    )


def test_finishing_keeps_the_duties_and_writes_the_siblings_step(hold, mette, u):
    gem(mette, u)
    registrer(hold.sag, "BOERNESAMTALE", for_(3))
    assert afslut(mette, u).status_code == 302
    s = Skridt.objects.get(sag=hold.sag, art="BFU_AFSLUTTET")
    assert s.data["begrundet_stillingtagen"] == "ja"
    assert s.data["startdato_anfoert_i_bfu"] == for_(30).isoformat()
    assert s.data["udslagsgivende_anfoert_i_bfu"] == for_(31).isoformat()
    assert "mangler" not in s.data
    assert igen(u).tekst.skridt_rod == s.rod
    for regel in (
        "bfu-4mdr",
        "bfu-foreloebig-vurdering",
        "bfu-soeskende-vurdering",
        "bfu-barn-inddraget",
    ):
        assert stand(hold.sag, regel) == "overholdt", regel


def test_finishing_without_something_asks_for_a_reason_and_keeps_it(hold, mette, u):
    gem(mette, u, ppr="")
    svar = afslut(mette, u)
    assert "Skriv, hvorfor I afslutter uden det" in tekst(svar)
    afslut(mette, u, begrundelse="PPR kommer i januar")
    s = Skridt.objects.get(sag=hold.sag, art="BFU_AFSLUTTET")
    assert set(s.data["mangler"].split("+")) == {"ppr", "bfu-barn-inddraget"}
    assert s.data["begrundelse"] == "PPR kommer i januar"
    assert "PPR kommer i januar" in tekst(mette.get(sti(u, "tekst")))


def test_what_is_finished_is_read_and_only_remarks_are_added(mette, u):
    gem(mette, u)
    afslut(mette, u, begrundelse="Barnet er bortrejst")
    assert "ligger fast" in tekst(udsagn(mette, u))
    bemaerkning = {"paa": 2, "foraeldres_bemaerkninger": "Vi er ikke enige"}
    mette.post(sti(u, "tekst"), bemaerkning)
    felter = igen(u).felter("bfu")
    assert felter["foraeldres_bemaerkninger"] == "Vi er ikke enige"
    assert felter["helhed"] == "Helheden"
    assert igen(u).tekst.udgaver.order_by("-nr")[0].begrundelse


@pytest.mark.parametrize(
    ("felter", "ord_"),
    [
        ({"dag": "2100-01-01"}, "ligger i fremtiden"),
        ({"dag": for_(60).isoformat()}, "blev besluttet"),
    ],
)
def test_an_impossible_end_is_refused(hold, mette, u, felter, ord_):
    assert ord_ in tekst(afslut(mette, u, begrundelse="Noget mangler", **felter))
    assert not Skridt.objects.filter(art="BFU_AFSLUTTET").exists()


def test_an_afdaekning_has_a_lighter_list_and_its_own_end(hold, mette):
    u = begynd(hold.sag, for_(20), "AFDAEKNING_BESLUTTET")
    assert "ppr" not in uden(u)
    assert "forhold" in uden(u)
    felter = {
        n: HELE[n]
        for n in (
            "anledning",
            "fagfolk",
            "barnets_syn",
            "foraeldres_syn",
            "stoette",
            "stillingtagen",
        )
    }
    mette.post(
        sti(u, "tekst"), felter | {"forhold": "Skolefravær", "behov.1.tekst": "Ro", "paa": 1}
    )
    assert uden(u) == set()
    afslut(mette, u)
    assert stand(hold.sag, "afdaekning") == "overholdt"
    assert [t for _, t in queries.behov(hold.sag)] == ["Ro"]


# -- update ----------------------------------------------------------------------------------------


def test_an_update_is_built_on_the_old_one_and_ends_as_an_update(hold, mette, u):
    udsagn(mette, u)
    gem(mette, u)
    afslut(mette, u, begrundelse="Barnet er bortrejst")
    svar = mette.post(
        sti(u, "opdater"), {"begrundelse": "Far er flyttet", "dag": I_DAG().isoformat()}
    )
    ny = queries.hent(hold.sag, queries.alle(hold.sag)[-1].rod)
    assert svar.url == sti(ny, "plan")
    assert ny.tekst.bygger_paa_id == igen(u).tekst.pk
    assert ny.felter("bfu")["helhed"] == "Helheden"
    assert "stillingtagen" not in ny.felter("bfu")
    assert udsagnene(ny) == udsagnene(u)
    afslut(mette, ny, begrundelse="Det gamle gælder")
    assert Skridt.objects.filter(art="BFU_AFSLUTTET").order_by("-nr")[0].data["art"] == "opdatering"


def test_an_update_dated_inside_a_later_undersoegelse_is_refused_at_the_day(hold, mette, u):
    for art, dage in (("BFU_AFSLUTTET", 25), ("BFU_BESLUTTET", 20), ("BFU_AFSLUTTET", 10)):
        registrer(hold.sag, art, I_DAG() - timedelta(dage))
    dag = I_DAG() - timedelta(15)
    svar = mette.post(sti(u, "opdater"), {"begrundelse": "Far er flyttet", "dag": dag.isoformat()})
    assert "Vælg en senere dag" in svar.context["form"].errors["dag"][0]
    assert [f.i_gang for f in queries.alle(hold.sag)] == [False, False]


def test_only_what_is_finished_can_be_updated(mette, u):
    svar = mette.post(
        sti(u, "opdater"), {"begrundelse": "Far er flyttet", "dag": I_DAG().isoformat()}
    )
    assert "Kun en færdig" in tekst(svar)


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["plan", "udsagn", "tekst"])
def test_one_who_does_not_register_reads_without_a_form_and_cannot_write(
    hold, mette, u, client, side
):
    gem(mette, u)
    udsagn(mette, u)
    hold.leder_nord.rolle = "JURIST"
    hold.leder_nord.enhed = None
    hold.leder_nord.save()
    client.force_login(hold.leder_nord)
    svar = client.get(sti(u, side))
    assert svar.status_code == 200
    assert "data-kladde" not in svar.content.decode()
    assert client.post(sti(u, side), {"paa": 1}).status_code == 403


def test_a_course_of_another_case_is_not_reached(hold, mette, u):
    from omhu.sager.models import Barn, Sag

    anden = Sag.objects.create(
        barn=Barn.objects.create(navn="Noor Ali"), nummer="N-2", enhed=hold.nord
    )
    with pytest.raises(PermissionDenied):
        queries.hent(anden, u.forloeb.rod)
    assert (
        mette.get(reverse("undersoegelse_tekst", args=[anden.pk, u.forloeb.rod])).status_code == 403
    )


def test_the_act_itself_refuses_one_without_the_right(hold, u):
    hold.ole.rolle = "JURIST"
    hold.ole.save()
    with pytest.raises(PermissionDenied):
        actions.afslut(u, dag=I_DAG(), af=hold.ole, begrundelse="Fordi jeg vil")


# -- on paper --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_plan_and_text_on_paper(hold, mette, u, form):
    mette.post(sti(u, "plan"), {"paa": 1, "punkt.1.hvad": "Udtalelse", "punkt.1.hvem": "Skolen"})
    gem(mette, u)
    afslut(mette, u, begrundelse="Barnet er bortrejst")
    for navn in ("undersoegelsesplan", "bfu"):
        svar = mette.get(reverse("brev", args=[hold.sag.pk, f"{navn}.{form}"]))
        assert svar.status_code == 200, svar
        assert svar["Content-Disposition"].endswith(f'.{form}"')
        assert "Emil" not in svar["Content-Disposition"]
