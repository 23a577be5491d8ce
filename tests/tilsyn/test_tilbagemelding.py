"""Feedback and repairs: from the locked answers to what has been seen to be mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.frister.indhold import indhold
from omhu.frister.models import Pligt
from omhu.frister.queries import aabne, pligter_for
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Barn, Sag, Sagsadgang
from omhu.tidslinje.models import Skridt
from omhu.tilsyn.models import Blanket, Genopretning, Laesning, Runde, Svar, Tilbagemelding
from omhu.tilsyn.tilbagemelding import actions, genopretninger
from omhu.tilsyn.tilbagemelding.genopretninger import Stand, laeg_paa, rettelse
from omhu.tilsyn.tilbagemelding.queries import antal_ulaeste, mine_rettelser, oversigt
from tests.bord.stoette import skriv, tekst
from tests.tilsyn.genopret_stoette import om_dage
from tests.tilsyn.stoette import en_runde


@pytest.fixture
def runde(hold):
    """Emil's case, read by the leader of Nord: one thing kept with praise, one to mend."""
    skriv(
        hold.sag,
        ("SAG_OPRETTET", 40),
        ("SAGSBEHANDLER_TILDELT", 40, {"attributter": {"initialer": "MK"}}),
    )
    runde = en_runde([hold.sag], hold.leder_nord, [("n1", hold.leder_nord)], raadgiver=hold.mette)
    laesning = Laesning.objects.get(tilsynssag__runde=runde)
    laesning.styrker, laesning.laast = "Godt overblik.", timezone.now()
    laesning.save()
    Blanket.objects.create(
        laesning=laesning, sag=hold.sag, kode="tilbagemelding", tekst="Vi taler om den tirsdag."
    )
    for id_, svar, ord_, genopret in (
        ("P-01", "nej", "Undersøgelsen blev 47 dage for sen.", False),
        ("P-02", "ja", "Vurderingen følger af fakta.", False),
        ("P-03", "ringe", "Tal med Emil om planen.", True),
    ):
        Svar.objects.create(
            laesning=laesning, sag=hold.sag, spoergsmaal=id_, svar=svar, bemaerkning=ord_,
            genopret=genopret,
        )  # fmt: skip
    return runde


@pytest.fixture
def udkast(runde, hold) -> Tilbagemelding:
    assert actions.lav_udkast(runde, af=hold.leder_nord) == 1
    return Tilbagemelding.objects.get()


@pytest.fixture
def lagt_paa(udkast, hold) -> Genopretning:
    """Sent, with its one repair on the desk."""
    actions.send(udkast, af=hold.leder_nord)
    return Genopretning.objects.select_related("tilsynssag__runde", "tilsynssag__sag").get()


def afvist(handling, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as fejl:
        handling(*args, **kwargs)
    return " ".join(fejl.value.messages)


# -- the draft ------------------------------------------------------------------------------------


def test_the_draft_says_what_was_good_and_what_to_mend_with_the_paragraph(udkast, hold):
    assert "Godt overblik." in udkast.godt
    assert "Vurderingen følger af fakta." in udkast.godt
    assert "Overholdt i 1 af de 3 spørgsmål" in udkast.godt
    assert udkast.rettes.startswith("Vi taler om den tirsdag.")
    assert "(BL § 20, stk. 3)\nUndersøgelsen blev 47 dage for sen." in udkast.rettes
    assert udkast.til == hold.mette
    (g,) = Genopretning.objects.all()
    assert g.spoergsmaal == "P-03"
    assert "Tal med Emil" in g.tekst
    assert "Tal med Emil" not in udkast.rettes  # told once
    assert g.foreslaaet == om_dage(28)
    assert Pligt.objects.filter(regel__startswith="genopretning").count() == 0


def test_no_draft_before_every_reader_is_done(runde, hold):
    Laesning.objects.update(laast=None)
    assert actions.lav_udkast(runde, af=hold.leder_nord) == 0


def test_a_draft_is_made_once(udkast, runde, hold):
    assert actions.lav_udkast(runde, af=hold.leder_nord) == 0


def test_only_a_leader_of_the_round_gives_feedback(udkast, runde, hold):
    with pytest.raises(Http404):
        actions.lav_udkast(runde, af=hold.leder_syd)
    with pytest.raises(PermissionDenied):
        actions.send(udkast, af=hold.mette)


def test_one_who_has_left_is_not_sent_to_and_the_new_one_is_offered(udkast, hold):
    hold.mette.ansat_til = om_dage(-1)
    hold.mette.save()
    udkast.refresh_from_db()
    ny = Bruger.objects.create(
        username="ny", first_name="Nora", last_name="Ny", initialer="NN", enhed=hold.nord
    )
    skriv(hold.sag, ("SAGSBEHANDLER_TILDELT", 1, {"attributter": {"initialer": "NN"}}))
    assert "Vælg den, der har sagen nu" in afvist(actions.send, udkast, af=hold.leder_nord)
    udkast = Tilbagemelding.objects.get()
    assert set(actions.mulige_modtagere(udkast.tilsynssag)) == {ny, hold.leder_nord}
    actions.ret(udkast, af=hold.leder_nord, til=ny, godt="Godt.", rettes="")
    assert actions.send(Tilbagemelding.objects.get(), af=hold.leder_nord).til == ny


@pytest.mark.parametrize(
    ("dage", "ord_"), [(-1, "Dagen er gået"), (732, "mere end to år frem"), (None, "mangler dagen")]
)
def test_a_repair_needs_a_day_that_can_be_kept_and_nothing_is_sent_without(
    udkast, hold, dage, ord_
):
    Genopretning.objects.update(foreslaaet=None if dage is None else om_dage(dage))
    assert ord_ in afvist(actions.send, udkast, af=hold.leder_nord)
    udkast.refresh_from_db()
    assert udkast.sendt is None
    assert rettelse(Genopretning.objects.get()).stand is Stand.FORESLAAET


def test_two_leaders_at_once_send_once_and_change_nothing_that_was_sent(udkast, hold):
    """Each has the page from before the other pressed: `udkast` and `g` are as they were then."""
    g, leder = Genopretning.objects.select_related("tilsynssag__sag").get(), hold.leder_nord
    actions.send(Tilbagemelding.objects.get(), af=leder)
    for handling in (
        lambda: actions.send(udkast, af=leder),
        lambda: actions.ret(udkast, af=leder, til=hold.mette, godt="Andet.", rettes=""),
        lambda: actions.saet_dage(udkast, [(g, "Noget andet", om_dage(9))], af=leder),
    ):
        assert "kan ikke ændres" in afvist(handling)
    assert "allerede lagt på" in afvist(laeg_paa, g, om_dage(9), af=leder)
    assert Skridt.objects.filter(art="GENOPRETNING").count() == 1


def test_what_was_sent_is_not_changed(lagt_paa, udkast, hold):
    t = Tilbagemelding.objects.get()
    assert "kan ikke ændres" in afvist(
        actions.ret, t, af=hold.leder_nord, til=hold.mette, godt="x", rettes="y"
    )
    assert "kan ikke ændres" in afvist(actions.send, t, af=hold.leder_nord)


def test_all_that_are_ready_are_sent_and_the_others_are_told_of(
    udkast, runde, hold, django_assert_max_num_queries
):
    """What is to be mended stands on the desk afterwards; a letter costs few statements, for a round has a hundred."""
    for nr in range(2, 9):
        barn = Barn.objects.create(navn="Liva Beck")
        sag = Sag.objects.create(barn=barn, nummer=f"N-{nr}", enhed=hold.nord)
        ts = runde.sager.create(
            udtraek=runde.udtraek.get(), sag=sag, enhed=hold.nord, raadgiver=hold.mette, nr=nr
        )
        Tilbagemelding.objects.create(
            tilsynssag=ts, sag=sag, til=hold.mette, fra=hold.leder_nord, godt="x" if nr > 2 else ""
        )
    g = Genopretning.objects.get()
    with django_assert_max_num_queries(60):
        sendt, grunde = actions.send_alle(runde, af=hold.leder_nord)
    assert sendt == 7
    assert grunde == [f"Sag nr. 2: {actions.TOM}"]
    assert rettelse(Genopretning.objects.get()).stand is Stand.PAALAGT
    assert Pligt.objects.filter(sag=g.sag_id, regel="genopretning-udfoert", lukket="").count() == 1


# -- the caseworker -------------------------------------------------------------------------------


def test_the_desk_tells_of_it_until_it_is_read(lagt_paa, hold, client):
    assert antal_ulaeste(hold.mette) == 1
    client.force_login(hold.mette)
    assert "1 ny tilbagemelding" in tekst(client.get("/"))
    t = Tilbagemelding.objects.get()
    side = client.get(reverse("tilsyn_tilbagemelding", args=[t.pk]))
    assert "Godt overblik." in tekst(side)
    t.refresh_from_db()
    assert t.set is None, "to open it is not to say that one has read it"
    client.post(reverse("tilsyn_tilbagemelding", args=[t.pk]), {"laest": "1", "svar": ""})
    t.refresh_from_db()
    assert t.set is not None
    assert "ny tilbagemelding" not in tekst(client.get("/"))


def test_an_answer_goes_back_and_is_read_by_the_leader(lagt_paa, hold, client):
    t = Tilbagemelding.objects.get()
    client.force_login(hold.mette)
    sti = reverse("tilsyn_tilbagemelding", args=[t.pk])
    assert client.post(sti, {"svar": "Samtalen er aftalt til fredag."}).status_code == 302
    client.force_login(hold.leder_nord)
    assert "Samtalen er aftalt til fredag." in tekst(client.get(sti))
    client.post(sti, {"talt_om": timezone.localdate().isoformat()})
    assert Tilbagemelding.objects.get().talt_om == timezone.localdate()


def test_nobody_else_reads_it_and_a_draft_is_read_by_nobody_but_the_leader(udkast, hold, client):
    sti = reverse("tilsyn_tilbagemelding", args=[udkast.pk])
    for hvem in (hold.mette, hold.ole, hold.super):
        client.force_login(hvem)
        assert client.get(sti).status_code == 403
    actions.send(udkast, af=hold.leder_nord)
    kollega = Bruger.objects.create(username="k", initialer="KK", enhed=hold.nord)
    client.force_login(kollega)
    assert client.get(sti).status_code == 403
    client.force_login(hold.leder_syd)
    assert client.get(sti).status_code == 404
    client.force_login(hold.mette)
    assert client.get(sti).status_code == 200


def test_the_letter_is_read_also_when_the_case_has_moved(lagt_paa, hold, client):
    Sag.objects.filter(pk=hold.sag.pk).update(
        enhed=hold.syd, ansvarlig=hold.ole, beskyttelse="ANSAT"
    )
    client.force_login(hold.mette)
    t = Tilbagemelding.objects.get()
    side = client.get(reverse("tilsyn_tilbagemelding", args=[t.pk]))
    assert side.status_code == 200
    assert "Godt overblik." in tekst(side)
    assert client.get(reverse("sag", args=[hold.sag.pk])).status_code == 403


def test_one_that_nobody_opens_is_told_of_after_a_week(lagt_paa, runde, hold):
    Tilbagemelding.objects.update(sendt=timezone.now() - timedelta(7))
    assert not oversigt(hold.leder_nord, runde).raekker[0].sent
    Tilbagemelding.objects.update(sendt=timezone.now() - timedelta(8))
    assert oversigt(hold.leder_nord, runde).raekker[0].sent


# -- repairs --------------------------------------------------------------------------------------


def paa_bordet(bruger, regel: str) -> list[Pligt]:
    """The open obligations by a rule that are the user's."""
    return [p for p in aabne(pligter_for(bruger)).filter(regel=regel) if p.ejer_id == bruger.pk]


def test_a_repair_stands_on_the_desk_with_its_day_until_it_is_done(lagt_paa, hold, client):
    (pligt,) = paa_bordet(hold.mette, "genopretning-udfoert")
    assert pligt.frist_dag == om_dage(28)
    client.force_login(hold.mette)
    sti = reverse("tilsyn_genopretning", args=[hold.sag.pk, lagt_paa.skridt_rod])
    bordet = client.get("/").content.decode()
    assert sti in bordet
    assert "Meld rettet" in bordet
    hvorfor = tekst(client.get(reverse("hvorfor", args=[pligt.pk])))
    sagen = tekst(client.get(reverse("sag", args=[hold.sag.pk])))
    assert [s for s in (bordet, hvorfor, sagen) if "Tal med Emil om planen." not in s] == []
    assert client.post(sti, {"handling": "noget andet"}).status_code == 404
    svar = client.post(sti, {"handling": "udfoert", "hvad": "Talte med Emil den 3."})
    assert svar.url == reverse("skrivebord")
    assert paa_bordet(hold.mette, "genopretning-udfoert") == []
    assert paa_bordet(hold.mette, "genopretning-bekraeftet") == []
    (pligt,) = paa_bordet(hold.leder_nord, "genopretning-bekraeftet")
    assert pligt.frist_dag == om_dage(14)
    client.force_login(hold.leder_nord)
    fra_bordet = reverse("tilsyn_genopretning", args=[hold.sag.pk, pligt.udloest_rod])
    assert "Tal med Emil om planen." in client.get("/").content.decode()
    assert "Talte med Emil den 3." in tekst(client.get(fra_bordet))
    client.post(fra_bordet, {"handling": "bekraeft"})
    assert rettelse(lagt_paa).stand is Stand.BEKRAEFTET
    assert paa_bordet(hold.leder_nord, "genopretning-bekraeftet") == []


def test_the_words_of_a_repair_are_for_those_who_work_in_the_case_or_look_after_it(lagt_paa, hold):
    genopretninger.meld_udfoert(lagt_paa, "Talte med mor.", af=hold.mette)
    genopretninger.send_tilbage(lagt_paa, "Emil er ikke spurgt.", om_dage(10), af=hold.leder_nord)
    (pligt,) = paa_bordet(hold.mette, "genopretning-udfoert")
    kun_liste = Bruger.objects.create(username="us", rolle=Bruger.Rolle.UDVALGSSEKRETAER)
    Sagsadgang.objects.create(
        bruger=kun_liste, sag=hold.sag, slags=Sagsadgang.Slags.LISTE, givet_af=hold.leder_nord
    )
    assert synlige_sager(kun_liste).filter(pk=hold.sag.pk).exists()
    alle = {
        "mette": hold.mette, "leder": hold.leder_nord, "syd": hold.leder_syd, "liste": kun_liste,
    }  # fmt: skip
    ser = [k for k, b in alle.items() if "Tal med Emil" in "".join(indhold(b, [pligt]).values())]
    assert ser == ["mette", "leder"]


def test_what_is_not_mended_is_laid_on_again_with_a_new_day(lagt_paa, hold):
    genopretninger.meld_udfoert(lagt_paa, "Talte med mor.", af=hold.mette)
    genopretninger.send_tilbage(lagt_paa, "Emil er ikke spurgt.", om_dage(10), af=hold.leder_nord)
    r = rettelse(lagt_paa)
    assert (r.stand, r.inden) == (Stand.PAALAGT, om_dage(10))
    assert paa_bordet(hold.leder_nord, "genopretning-bekraeftet") == []
    (pligt,) = paa_bordet(hold.mette, "genopretning-udfoert")
    assert pligt.frist_dag == om_dage(10)
    genopretninger.meld_udfoert(lagt_paa, "Nu er Emil spurgt.", af=hold.mette)
    genopretninger.bekraeft(lagt_paa, af=hold.leder_nord)
    assert rettelse(lagt_paa).stand is Stand.BEKRAEFTET
    assert not any(paa_bordet(b, "genopretning-udfoert") for b in (hold.mette, hold.leder_nord))


def test_the_leader_of_the_cases_unit_looks_after_it_also_when_another_leads_the_round(
    lagt_paa, hold, client
):
    Runde.objects.update(leder=hold.leder_syd, enhed=hold.center)
    lagt_paa.refresh_from_db()
    genopretninger.meld_udfoert(lagt_paa, "Talt med Emil.", af=hold.mette)
    client.force_login(hold.leder_nord)
    vist = client.get(reverse("tilsyn_genopretninger")).content.decode()
    assert "Se efter og bekræft" in vist
    sti = reverse("tilsyn_genopretning", args=[lagt_paa.sag_id, lagt_paa.skridt_rod])
    assert "Bekræft, at det er rettet" in client.get(sti).content.decode()
    with pytest.raises((PermissionDenied, Http404)):
        genopretninger.bekraeft(lagt_paa, af=hold.mette)
    client.post(sti, {"handling": "bekraeft"})
    assert rettelse(lagt_paa).stand is Stand.BEKRAEFTET


def test_giving_up_needs_a_reason_and_takes_it_off_the_desk(lagt_paa, hold):
    assert "hvorfor" in afvist(genopretninger.frafald, lagt_paa, " ", af=hold.leder_nord)
    genopretninger.frafald(lagt_paa, "Emil er flyttet fra kommunen.", af=hold.leder_nord)
    assert paa_bordet(hold.mette, "genopretning-udfoert") == []
    assert rettelse(lagt_paa).stand is Stand.FRAFALDET
    assert "frafaldet" in afvist(genopretninger.meld_udfoert, lagt_paa, "Gjort.", af=hold.mette)


def test_each_act_is_refused_in_the_wrong_state_and_by_the_wrong_person(lagt_paa, hold):
    assert "ikke meldt rettet" in afvist(genopretninger.bekraeft, lagt_paa, af=hold.leder_nord)
    assert "allerede lagt på" in afvist(
        genopretninger.laeg_paa, lagt_paa, om_dage(3), af=hold.leder_nord
    )
    for hvem in (hold.ole, hold.leder_syd):
        with pytest.raises(PermissionDenied):
            genopretninger.meld_udfoert(lagt_paa, "Det er gjort.", af=hvem)
    genopretninger.meld_udfoert(lagt_paa, "Det er gjort.", af=hold.mette)
    with pytest.raises(PermissionDenied):
        genopretninger.bekraeft(lagt_paa, af=hold.mette)
    with pytest.raises(Http404):
        genopretninger.bekraeft(lagt_paa, af=hold.leder_syd)


def test_a_repair_goes_with_the_case_to_its_new_caseworker(lagt_paa, hold):
    skriv(hold.sag, ("SAGSBEHANDLER_TILDELT", 0, {"attributter": {"initialer": "OB"}}))
    assert [r.genopretning for r in mine_rettelser(hold.ole)] == [lagt_paa]
    assert mine_rettelser(hold.mette) == []
    assert len(paa_bordet(hold.ole, "genopretning-udfoert")) == 1
    genopretninger.meld_udfoert(lagt_paa, "Talte med Emil.", af=hold.ole)


def test_a_repair_in_a_closed_case_is_still_its_caseworkers(udkast, hold, client):
    skriv(hold.sag, ("SAG_LUKKET", 1))
    actions.send(udkast, af=hold.leder_nord)
    (g,) = Genopretning.objects.all()
    assert [r.genopretning for r in mine_rettelser(hold.mette)] == [g]
    assert len(paa_bordet(hold.mette, "genopretning-udfoert")) == 1
    client.force_login(hold.mette)
    side = client.get(reverse("tilsyn_genopretning", args=[hold.sag.pk, g.skridt_rod]))
    assert "Sagen er lukket. Rettelsen hører til Mette Kjær" in tekst(side)


# -- the pages ------------------------------------------------------------------------------------


def test_the_leader_writes_adds_a_repair_and_sends_in_the_browser(udkast, runde, hold, client):
    client.force_login(hold.leder_nord)
    sti = reverse("tilsyn_tilbagemelding", args=[udkast.pk])
    g = Genopretning.objects.get()
    form = {
        "til": str(hold.mette.pk), "godt": "Fint.", "rettes": "Husk Emil.",
        f"tekst_{g.pk}": "Tal med Emil.", f"inden_{g.pk}": om_dage(9).isoformat(),
    }  # fmt: skip
    svar = client.post(
        sti, {**form, "tilfoej": "1", "ny-tekst": "Skriv planen.", "ny-inden": om_dage(-2)}
    )
    assert svar.status_code == 422
    assert "Dagen er gået" in tekst(svar)
    assert "Skriv planen." in svar.content.decode(), "nothing typed is lost"
    assert client.post(
        sti, {**form, "tilfoej": "1", "ny-tekst": "Skriv planen.", "ny-inden": om_dage(5)}
    ).status_code == 302  # fmt: skip
    assert Genopretning.objects.count() == 2
    ny = Genopretning.objects.get(pk__gt=g.pk)
    alle = {**form, f"tekst_{ny.pk}": ny.tekst, f"inden_{ny.pk}": om_dage(5)}
    assert client.post(sti, {**alle, "send": "1"}).status_code == 302
    assert {rettelse(x).inden for x in Genopretning.objects.all()} == {om_dage(9), om_dage(5)}
    liste = client.get(reverse("tilsyn_genopretninger"))
    assert "2 rettelser" in tekst(liste)
    assert "Sendt, ikke åbnet" in tekst(
        client.get(reverse("tilsyn_runde_tilbagemeldinger", args=[runde.pk]))
    )


def test_the_list_of_repairs_has_the_overdue_first_and_filters(lagt_paa, hold, client):
    from omhu.tidslinje.models import Skridt
    from omhu.tilsyn.tilbagemelding.genopretninger import foreslaa, laeg_paa

    ny = foreslaa(lagt_paa.tilsynssag, "Skriv planen.", om_dage(3), af=hold.leder_nord)
    laeg_paa(ny, om_dage(3), af=hold.leder_nord)
    client.force_login(hold.leder_nord)
    assert "0 rettelser" in tekst(client.get(reverse("tilsyn_genopretninger") + "?vis=over"))
    assert "0 rettelser" in tekst(client.get(reverse("tilsyn_genopretninger") + "?vis=venter"))
    assert Skridt.objects.filter(art="GENOPRETNING").count() == 2
    genopretninger.meld_udfoert(ny, "Planen er skrevet.", af=hold.mette)
    assert "1 rettelse" in tekst(client.get(reverse("tilsyn_genopretninger") + "?vis=venter"))


def test_the_pages_ask_little(lagt_paa, runde, hold, client, django_assert_max_num_queries):
    t = Tilbagemelding.objects.get()
    sider = (
        (hold.leder_nord, reverse("tilsyn_runde_tilbagemeldinger", args=[runde.pk])),
        (hold.leder_nord, reverse("tilsyn_genopretninger")),
        (hold.leder_nord, reverse("tilsyn_tilbagemelding", args=[t.pk])),
        (hold.mette, reverse("tilsyn_tilbagemelding", args=[t.pk])),
        (hold.mette, reverse("tilsyn_genopretning", args=[hold.sag.pk, lagt_paa.skridt_rod])),
        (hold.mette, reverse("tilsyn")),
    )
    for hvem, sti in sider:
        client.force_login(hvem)
        client.get(sti)
        with django_assert_max_num_queries(20):
            assert client.get(sti).status_code == 200
