"""Serious findings: asked for, told of, seen by few, followed up by a way; everybody else sees their number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger
from omhu.tidslinje.actions import registrer
from omhu.tilsyn.laesning import actions, fund
from omhu.tilsyn.laesning.actions import Besvarelse
from omhu.tilsyn.models import Fund, Runde, Tilsynssag
from tests.bord.stoette import tekst
from tests.tilsyn.stoette import en_runde, en_sag_med_bfu, laesningen

ORD = "Barnet har fortalt om slag, og ingen har talt med det"


@pytest.fixture
def chef(hold):
    return Bruger.objects.create(
        username="chef", first_name="Bente", last_name="Krogh", rolle=Bruger.Rolle.CHEF,
        enhed=hold.center,
    )  # fmt: skip


@pytest.fixture
def koordinator(hold):
    return Bruger.objects.create(
        username="koor", first_name="Ulla", last_name="Mørk", rolle=Bruger.Rolle.KOORDINATOR,
        enhed=hold.nord,
    )  # fmt: skip


@pytest.fixture
def laesning(hold, koordinator):
    """Emil's case, read by a coordinator; the leader of Nord leads the round."""
    en_sag_med_bfu(hold.sag)
    runde = en_runde([hold.sag], hold.leder_nord, [("n1", koordinator)])
    return actions.begynd(laesningen(runde, koordinator), af=koordinator)


def meldt(laesning, af) -> Fund:
    return fund.meld_fund(laesning, "P-02", ORD, af=af)


@pytest.mark.parametrize(
    ("nr", "felter", "spurgt"),
    [
        ("P-02", {"svar": "nej"}, True),  # the question has `alvor`, and it is a mangel
        ("P-02", {"svar": "ja"}, False),
        ("P-03", {"svar": "ringe"}, False),
        ("P-03", {"svar": "ringe", "alvor": "3"}, True),
    ],
)
def test_it_is_asked_where_it_may_be_serious(laesning, koordinator, client, nr, felter, spurgt):
    client.force_login(koordinator)
    svar = client.post(reverse("tilsyn_spoergsmaal", args=[laesning.pk, nr]), felter)
    assert (svar.url == reverse("tilsyn_laes_meld", args=[laesning.pk, nr])) is spurgt


def test_the_gravest_degree_cannot_be_locked_without_a_finding(laesning, koordinator):
    for nr, kode in (("P-01", "nej"), ("P-02", "ja")):
        actions.svar(laesning, nr, Besvarelse(kode), af=koordinator)
    actions.svar(laesning, "P-03", Besvarelse("ringe", alvor=3), af=koordinator)
    with pytest.raises(ValidationError, match="P-03: .* alvorligt fund"):
        actions.laas(laesning, af=koordinator)
    fund.meld_fund(laesning, "P-03", ORD, af=koordinator)
    assert actions.laas(laesning, af=koordinator).laast


def test_a_finding_is_told_whatever_the_state_and_only_once(laesning, koordinator):
    Runde.objects.update(tilstand=Runde.Tilstand.AFSLUTTET)
    Tilsynssag.objects.update(tilstand=Tilsynssag.Tilstand.UDGAAET)
    assert meldt(laesning, koordinator) == meldt(laesning, koordinator)
    with pytest.raises(ValidationError, match="Vi mangler, hvad du har set"):
        fund.meld_fund(laesning, "P-02", " ", af=koordinator)


def test_few_read_it_the_others_get_the_number(laesning, koordinator, hold, chef, client):
    f = meldt(laesning, koordinator)
    liste, side = reverse("tilsyn_alvorlige"), reverse("tilsyn_sagsopfoelgning", args=[f.pk])
    ser = {chef: (True, 200), koordinator: (True, 200), hold.leder_nord: (False, 403)}
    for bruger, (paa_listen, status) in ser.items():
        client.force_login(bruger)
        assert (side in client.get(liste).content.decode()) is paa_listen, bruger
        svar = client.get(side)
        assert svar.status_code == status, bruger
        assert (ORD in svar.content.decode()) is (status == 200)
    client.force_login(hold.leder_nord)
    assert "Forårets tilsyn: 1" in tekst(client.get(liste))
    client.force_login(hold.mette)
    assert client.get(liste).status_code == 403
    with pytest.raises(PermissionDenied):
        fund.afslut_fund(f, vej="LEDER", udfald="Talt med familien", af=koordinator)


def test_neither_list_nor_log_names_child_or_finding(laesning, koordinator, chef, client):
    meldt(laesning, koordinator)
    client.force_login(chef)
    foer = Logpost.objects.last()
    html = client.get(reverse("tilsyn_alvorlige")).content.decode()
    assert "Emil" not in html
    assert ORD not in html
    nye = Logpost.objects.filter(nr__gt=foer.nr if foer else 0)
    assert [p.sager for p in nye if p.sager] == []
    assert not any(ORD in str(p.detaljer) for p in Logpost.objects.all())


def test_the_way_of_an_underretning_ends_with_one_in_the_case(laesning, koordinator, hold, chef):
    f = meldt(laesning, koordinator)
    with pytest.raises(ValidationError, match="Registrér først underretningen"):
        fund.afslut_fund(f, vej="UNDERRETNING", udfald="Underrettet i dag", af=chef)
    gammel = hold.sag.skridt.get(art="UNDERRETNING")
    with pytest.raises(ValidationError, match="ældre end fundet"):
        fund.afslut_fund(f, vej="UNDERRETNING", udfald="Underrettet", af=chef, skridt=gammel.rod)
    note = registrer(hold.sag, "JOURNALNOTAT", timezone.localdate())
    with pytest.raises(ValidationError, match="Registrér først underretningen"):
        fund.afslut_fund(f, vej="UNDERRETNING", udfald="Underrettet", af=chef, skridt=note.rod)
    ny = registrer(
        hold.sag, "UNDERRETNING", timezone.localdate(), attributter={"afsender": "skole"}
    )
    fund.afslut_fund(f, vej="UNDERRETNING", udfald="Underrettet i dag", af=chef, skridt=ny.rod)
    f.refresh_from_db()
    assert (f.vej, f.skridt_rod, f.afsluttet_af, f.ansvarlig) == (
        "UNDERRETNING",
        ny.rod,
        chef,
        chef,
    )
    with pytest.raises(ValidationError, match="allerede afsluttet"):
        fund.afslut_fund(f, vej="LEDER", udfald="Talt med familien", af=chef)


def test_a_follow_up_by_form_keeps_what_was_typed(laesning, koordinator, hold, chef, client):
    f = meldt(laesning, koordinator)
    Fund.objects.update(meldt=timezone.now() - timedelta(days=1))
    client.force_login(chef)
    side = reverse("tilsyn_sagsopfoelgning", args=[f.pk])
    client.post(side, {"tag": "1"})
    f.refresh_from_db()
    assert f.ansvarlig == chef
    svar = client.post(side, {"vej": "UNDERRETNING", "udfald": "Vi har underrettet"})
    assert svar.status_code == 422
    assert "Vi har underrettet" in svar.content.decode()
    client.post(side, {"vej": "EGENDRIFT", "udfald": "Sagen er genoptaget"})
    f.refresh_from_db()
    assert f.get_vej_display() == "Sagen genoptages af egen drift"
    assert "Sagen genoptages af egen drift" in tekst(client.get(reverse("tilsyn_alvorlige")))


def test_an_underretning_that_was_begun_is_missing_until_it_is_there(
    laesning, koordinator, hold, chef, client
):
    f = meldt(laesning, koordinator)
    client.force_login(chef)
    side, liste = reverse("tilsyn_sagsopfoelgning", args=[f.pk]), reverse("tilsyn_alvorlige")
    svar = client.post(side, {"underret": "1"})
    assert svar.url == f"{reverse('ny_underretning')}?sag={hold.sag.pk}"
    for sti in (side, liste):  # stopped half way
        assert "Underretning ikke oprettet endnu" in tekst(client.get(sti))
    for af in (hold.mette, chef):
        egen = registrer(
            hold.sag, "UNDERRETNING", timezone.localdate(), af=af, attributter={"afsender": "anden"}
        )
    for sti in (side, liste):
        html = tekst(client.get(sti))
        assert "Underretning ikke oprettet endnu" not in html
        assert "registreret" in html
    assert client.get(side).context["form"]["skridt"].value() == str(egen.rod)
    client.post(side, {"vej": "UNDERRETNING", "udfald": "Vi har underrettet"})
    f.refresh_from_db()
    assert (f.skridt_rod, f.ansvarlig) == (egen.rod, chef)
    assert f.afsluttet
