"""A round: its frame, its draws, who reads, what falls out, and its end."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.sager import saeradgang
from omhu.sager.models import Sag, Sagsadgang
from omhu.tidslinje.actions import registrer
from omhu.tilsyn.models import Laesning, Runde, Svar, Tilsynssag, Udtraek
from omhu.tilsyn.runder import actions, laesere, ramme, risiko, udtraek, vis
from omhu.tilsyn.runder.koncept import koncept_af
from omhu.tilsyn.runder.ramme import Valg
from tests.tilsyn.runde_stoette import FRA, PR_TRIN, TIL, en_frossen, en_sag, et_hus, traek
from tests.tilsyn.stoette import en_udgave

pytestmark = pytest.mark.django_db


@pytest.fixture
def hus():
    return et_hus()


def numre(runde: Runde) -> list[str]:
    return [udtraek.nummer(r) for r in udtraek.raekker(runde)]


# The frame


def test_the_frame_is_the_unit_with_those_below_it_and_its_fingerprint_that_of_the_file(hus):
    en_sag(hus, None, 50, hus.syd)
    nord, alle = en_frossen(hus), en_frossen(hus, hus.chef, enhed=hus.center.pk)
    assert len(numre(nord)) == 12
    assert numre(alle) == [*numre(nord), "N-050"]
    assert sha256(vis.rammefil(nord)).hexdigest() == nord.ramme.aftryk
    assert nord.tilstand == "FROSSEN"
    assert nord.froe == "frø"


def test_without_a_seed_the_day_and_the_fingerprint_choose_it(hus):
    runde = actions.opret(
        hus.leder, actions.Ny("R", en_frossen(hus).udgave, Valg(FRA, TIL, hus.nord.pk))
    )
    assert runde.froe == f"{timezone.localdate()}-{runde.ramme.aftryk[:12]}"


def test_a_change_of_a_case_after_the_freezing_changes_nothing(hus):
    runde = en_frossen(hus)
    foer = vis.rammefil(runde)
    Sag.objects.filter(pk=hus.sager[0].pk).update(enhed=hus.syd, ansvarlig=None, sagstype="andet")
    assert vis.rammefil(runde) == foer


def test_what_is_left_out_is_counted_with_its_reason(hus):
    saeradgang.beskyt(hus.chef, hus.sager[0], Sag.Beskyttelse.ANSAT, "Barnets mor arbejder i huset")
    Sagsadgang.objects.create(
        bruger=hus.leder,
        sag=hus.sager[1],
        slags="SPAERRET",
        begrundelse="Familie",
        givet_af=hus.chef,
    )
    runde = en_frossen(hus, sagstyper=("stoette",), raadgivere=(hus.raadgivere[2].pk,))
    assert numre(runde) == ["N-005", "N-011"]
    assert runde.ramme.definition["udeladt"] == [
        [
            1,
            "beskyttet eller spærret for dig",
        ],  # a team leader sees protected cases, but not the barred one
        [6, "en anden sagstype end de valgte"],
        [3, "hos andre rådgivere end de valgte"],
    ]


def test_a_protected_case_is_in_the_frame_of_a_leader_who_may_see_it_only(hus):
    saeradgang.beskyt(hus.chef, hus.sager[0], Sag.Beskyttelse.ANSAT, "Barnets mor arbejder i huset")
    assert "N-000" in numre(en_frossen(hus))
    jurist = en_frossen(hus, hus.jurist)
    assert "N-000" not in numre(jurist)
    assert jurist.ramme.definition["udeladt"] == [[1, "beskyttet eller spærret for dig"]]


def test_open_and_closed_in_the_window(hus):
    Sag.objects.filter(pk=hus.sager[0].pk).update(lukket=TIL - timedelta(5))
    Sag.objects.filter(pk=hus.sager[1].pk).update(lukket=FRA - timedelta(1))
    Sag.objects.filter(pk=hus.sager[2].pk).update(lukket=TIL + timedelta(1))
    tal = {t: len(numre(en_frossen(hus, tilstand=t))) for t in ramme.TILSTANDE}
    assert tal == {"aabne": 10, "lukkede": 1, "alle": 11}


def test_a_case_at_a_sagstrin_only_where_it_has_had_it(hus):
    registrer(hus.sager[0], "BFU_BESLUTTET", FRA + timedelta(20))
    registrer(hus.sager[0], "UNDERRETNING", FRA + timedelta(10), attributter={"afsender": "skole"})
    runde = en_frossen(hus, yaml=PR_TRIN, trin=("underretninger", "bfu"))
    fundne = {(udtraek.nummer(r), r.sagstrin) for r in udtraek.raekker(runde)}
    assert {n for n, t in fundne if t == "underretninger"} == {
        "N-000",
        *(f"N-{n:03d}" for n in range(1, 12, 2)),
    }
    assert (5, "uden sagstrinnet »Underretninger« i perioden") in map(
        tuple, runde.ramme.definition["udeladt"]
    )
    assert not {t for _, t in fundne} & {"altid"}


def test_recently_audited_cases_are_left_out_where_the_frame_says_so(hus):
    foer = en_frossen(hus)
    traek(foer, antal=5)
    assert len(numre(en_frossen(hus))) == 12
    runde = en_frossen(hus, udeluk_maaneder=6)
    assert len(numre(runde)) == 7
    assert runde.ramme.definition["udeladt"][0][0] == 5
    actions.opgiv(hus.leder, foer, "Forkert koncept")
    assert len(numre(en_frossen(hus, udeluk_maaneder=6))) == 12


def test_a_frame_with_no_cases_is_refused_and_nothing_is_stored(hus):
    with pytest.raises(ValidationError, match="Ingen sager passer") as fejl:
        en_frossen(hus, sagstyper=("findes ikke",))
    assert "12 sager: en anden sagstype" in str(fejl.value)
    assert not Runde.objects.exists()


@pytest.mark.parametrize(
    ("ret", "felt"),
    [
        ({"fra": TIL, "til": FRA}, "til"),
        ({"til": timezone.localdate() + timedelta(2)}, "til"),
        ({"enhed": None}, "enhed"),
    ],
)
def test_impossible_windows_and_others_units_are_refused(ret, felt, hus):
    valg = Valg(**{"fra": FRA, "til": TIL, "enhed": hus.nord.pk, **ret})
    ny = actions.Ny("R", en_udgave(), valg)
    with pytest.raises(ValidationError) as fejl:
        actions.opret(hus.leder, ny)
    assert felt in fejl.value.message_dict


# The draws


def test_a_draw_can_be_done_again_by_hand(hus):
    runde = en_frossen(hus)
    traek(runde, antal=5)
    aftryk = sorted((sha256(f"frø|{n}".encode()).hexdigest(), n) for n in numre(runde))
    trukne = list(runde.sager.order_by("nr").values_list("sag__nummer", flat=True))
    assert trukne == [n for _, n in aftryk[:5]]
    assert {s.sandsynlighed for s in runde.sager.all()} == {5 / 12}
    assert [p.passer for p in vis.efterproev(runde)] == [True]


def test_three_per_raadgiver_is_drawn_without_saying_how_many_in_all(hus):
    runde = en_frossen(hus)
    traek(runde, "STRATIFICERET", 0, grupper=("raadgiver",), mindst=3)
    tal = {b.pk: runde.sager.filter(raadgiver=b).count() for b in hus.raadgivere}
    assert set(tal.values()) == {3}
    assert runde.udtraek.get().antal == 9


def test_a_group_smaller_than_the_minimum_is_named_unless_all_of_it_is_to_be_taken(hus):
    runde = en_frossen(hus)
    with pytest.raises(ValidationError) as fejl:
        traek(runde, "STRATIFICERET", 0, grupper=("raadgiver",), mindst=5)
    assert "3 grupper har færre end 5: R0 Prøve (4)" in str(fejl.value)
    assert not Udtraek.objects.exists()
    traek(runde, "STRATIFICERET", 0, grupper=("raadgiver",), mindst=5, tag_alle=True)
    assert runde.sager.count() == 12


@pytest.mark.parametrize(
    ("oensket", "felt", "ord_"),
    [
        (actions.Oensket("SIMPEL", 13), "antal", "Rammen har 12 sager; der kan ikke trækkes 13"),
        (actions.Oensket("SIMPEL", 0), "antal", "mindst 1"),
        (actions.Oensket("STRATIFICERET", 3), "grupper", "Vælg, hvad"),
        (actions.Oensket("STRATIFICERET", 4, ("raadgiver",), 2), "antal", "der skal kun"),
        (actions.Oensket("RISIKO", 3), "risici", "mindst én risiko"),
        (actions.Oensket("RISIKO", 3, ("skift",)), "antal", "har en af de valgte risici"),
        (actions.Oensket("SELVVALGT", 13), "antal", "kan ikke meldes 13"),
        (actions.Oensket("LISTE"), "liste", "tom"),
        (actions.Oensket("LISTE", liste=("N-001", "X-9", "N-001")), "liste", "Ikke i rammen: X-9"),
        (actions.Oensket("LISTE", liste=("N-001", "n-001")), "liste", "flere gange"),
    ],
)
def test_impossible_draws_are_refused_at_their_field(oensket, felt, ord_, hus):
    runde = en_frossen(hus)
    with pytest.raises(ValidationError) as fejl:
        actions.traek(hus.leder, runde, oensket)
    assert ord_ in " ".join(fejl.value.message_dict[felt])
    assert not Tilsynssag.objects.exists()


def test_a_draw_by_risk_takes_only_cases_with_one_of_the_chosen_risks(hus):
    for dag in (1, 2, 3):
        registrer(
            hus.sager[4], "UNDERRETNING", TIL - timedelta(dag), attributter={"afsender": "skole"}
        )
    runde = en_frossen(hus)
    traek(runde, "RISIKO", 1, grupper=("underretninger",))
    assert [s.sag_id for s in runde.sager.all()] == [hus.sager[4].pk]
    assert [p.passer for p in vis.efterproev(runde)] == [True]
    r = next(r for r in udtraek.raekker(runde) if r.sag_id == hus.sager[4].pk)
    assert (r.risiko["underretninger"], risiko.vaegt(r.risiko, ("underretninger", "skift"))) == (
        3,
        1.0,
    )


def test_several_draws_stay_apart_and_never_take_the_same_case(hus):
    runde = en_frossen(hus)
    traek(runde, antal=5)
    traek(
        runde,
        "LISTE",
        0,
        liste=tuple(n for n in numre(runde) if not runde.sager.filter(sag__nummer=n))[:2],
    )
    traek(runde, antal=5)
    assert [u.sager.count() for u in runde.udtraek.all()] == [5, 2, 5]
    assert [p.passer for p in vis.efterproev(runde)] == [True, None, True]
    assert sorted(runde.sager.values_list("nr", flat=True)) == list(range(1, 13))
    with pytest.raises(ValidationError, match="Allerede med i runden"):
        traek(runde, "LISTE", 0, liste=(numre(runde)[0],))


def test_a_raadgiver_nominates_their_own_case_with_a_reason(hus):
    runde = en_frossen(hus)
    traek(runde, "SELVVALGT", 1)
    egen = next(r for r in udtraek.raekker(runde) if r.raadgiver_id == hus.raadgivere[0].pk)
    fremmed = next(r for r in udtraek.raekker(runde) if r.raadgiver_id == hus.raadgivere[1].pk)
    with pytest.raises(PermissionDenied):
        actions.meld_sag(hus.raadgivere[0], runde, fremmed, "Den er svær")
    with pytest.raises(ValidationError, match="hvorfor"):
        actions.meld_sag(hus.raadgivere[0], runde, egen, " ")
    ts = actions.meld_sag(hus.raadgivere[0], runde, egen, "Forældrene deltog mere end ellers")
    assert (ts.udtraek.slags, ts.begrundelse, ts.sandsynlighed) == (
        "SELVVALGT", "Forældrene deltog mere end ellers", None,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="ikke imod flere"):
        actions.meld_sag(hus.raadgivere[1], runde, fremmed, "Også denne")


# Who reads


def fordelt(hus, runde, **valgte):
    return actions.tildel_laesere(runde.leder, runde, valgte or {"n1": [hus.leder, hus.chef]})


def test_cases_go_round_and_a_tenth_is_read_by_two(hus):
    runde = en_frossen(hus)
    traek(runde, antal=10)
    plan = fordelt(hus, runde)
    antal = {
        b.pk: Laesning.objects.filter(laeser=b, dobbelt=False).count()
        for b in (hus.leder, hus.chef)
    }
    assert antal == {hus.leder.pk: 5, hus.chef.pk: 5}
    dobbelt = Laesning.objects.get(dobbelt=True)
    assert (
        dobbelt.laeser != Laesning.objects.get(tilsynssag=dobbelt.tilsynssag, dobbelt=False).laeser
    )
    assert not plan.uden
    assert not fordelt(hus, runde).tildelinger  # once is enough


def test_where_only_one_may_read_a_case_the_next_in_the_seeds_order_is_read_by_two(hus):
    runde = en_frossen(hus)
    traek(runde, antal=10)
    for sag in Tilsynssag.objects.filter(runde=runde).order_by("nr")[2:]:
        Sagsadgang.objects.create(
            bruger=hus.leder,
            sag_id=sag.sag_id,
            slags="SPAERRET",
            begrundelse="Familie",
            givet_af=hus.chef,
        )
    Runde.objects.filter(pk=runde.pk).update(dobbelt=30)
    runde.refresh_from_db()
    plan = fordelt(hus, runde)
    assert sorted(
        Laesning.objects.filter(dobbelt=True).values_list("tilsynssag__nr", flat=True)
    ) == [1, 2]
    assert (plan.dobbelt_mangler, len(plan.uden_dobbelt)) == (1, 8)


def test_a_level_reads_its_share_and_nobody_reads_a_case_at_two_levels(hus):
    runde = en_frossen(hus, hus.jurist, yaml=PR_TRIN, trin=("underretninger",))
    traek(runde, antal=6)
    fordelt(hus, runde, n1=[hus.leder, hus.jurist], n2=[hus.jurist])
    paa_to = Laesning.objects.filter(niveau="n2", laeser=hus.jurist)
    assert 0 < paa_to.count() <= 3
    for x in paa_to:
        assert not Laesning.objects.filter(
            tilsynssag=x.tilsynssag, niveau="n1", laeser=hus.jurist
        ).exists()


def test_a_level_that_has_its_share_lacks_nothing_whichever_cases_it_has(hus):
    """A case that came instead of another would else push one that is read out of the share."""
    runde = en_frossen(hus, hus.jurist, yaml=PR_TRIN, trin=("underretninger",))
    traek(runde, antal=6)
    fordelt(hus, runde, n1=[hus.leder])
    sager = list(Tilsynssag.objects.filter(runde=runde))
    plan = laesere.fordel(koncept_af(runde.udgave), runde, sager, {"n2": [hus.jurist]})
    andre = set(sager) - {t.sag for t in plan.tildelinger}
    for ts in andre:
        Laesning.objects.create(tilsynssag=ts, sag_id=ts.sag_id, niveau="n2", laeser=hus.jurist)
    assert vis.stand(runde, hus.chef).uden_laeser == []
    assert not fordelt(hus, runde, n1=[hus.leder], n2=[hus.jurist]).tildelinger


def test_nobody_reads_their_own_case_or_one_they_may_not_see(hus):
    Sag.objects.filter(pk=hus.sager[0].pk).update(ansvarlig=hus.leder)
    Sagsadgang.objects.create(
        bruger=hus.leder,
        sag=hus.sager[1],
        slags="SPAERRET",
        begrundelse="Familie",
        givet_af=hus.chef,
    )
    runde = en_frossen(hus, hus.chef)
    traek(runde, antal=12)
    plan = fordelt(hus, runde, n1=[hus.leder, hus.leder_syd])
    grunde = {s.sag_id: hvorfor for s, _, hvorfor in plan.uden}
    assert set(grunde) == {hus.sager[0].pk, hus.sager[1].pk}
    laest = set(Laesning.objects.values_list("sag_id", "laeser"))
    assert laest == {(s.pk, hus.leder.pk) for s in hus.sager[2:]}
    assert [n for _, n, i_brug in vis.stand(runde, hus.chef).uden_laeser if i_brug] == [2]
    assert plan.blinde == [hus.leder_syd]


def test_a_level_that_nobody_reads_yet_is_told_of(hus):
    runde = en_frossen(hus, hus.jurist, yaml=PR_TRIN, trin=("underretninger",))
    traek(runde, antal=6)
    fordelt(hus, runde, n1=[hus.leder])
    (mangler,) = vis.stand(runde, hus.chef).uden_laeser
    assert mangler[1:] == (3, False)
    fordelt(hus, runde, n2=[hus.jurist])
    assert vis.stand(runde, hus.chef).uden_laeser == []


def test_another_takes_over_with_the_answers_unless_they_may_not(hus):
    runde = en_frossen(hus, hus.chef)
    traek(runde, antal=2)
    fordelt(hus, runde, n1=[hus.leder])
    x = Laesning.objects.order_by("pk").first()
    Svar.objects.create(laesning=x, sag_id=x.sag_id, spoergsmaal="P-01", svar="ja")
    with pytest.raises(ValidationError, match="må ikke se sagen"):
        actions.omfordel(hus.chef, runde, x, hus.leder_syd)
    with pytest.raises(ValidationError, match="læser ikke sager"):
        actions.omfordel(hus.chef, runde, x, hus.raadgivere[0])
    Tilsynssag.objects.filter(pk=x.tilsynssag_id).update(raadgiver=hus.chef)
    with pytest.raises(ValidationError, match="sagens egen rådgiver"):
        actions.omfordel(hus.chef, runde, x, hus.chef)
    assert actions.omfordel(hus.chef, runde, x, hus.jurist) == 1
    x.refresh_from_db()
    assert x.laeser == hus.jurist
    Laesning.objects.filter(pk=x.pk).update(laast=timezone.now())
    with pytest.raises(ValidationError, match="låst"):
        actions.omfordel(hus.chef, runde, x, hus.leder)


def test_all_that_a_reader_has_not_locked_goes_to_another_who_may_read_it(hus):
    runde = en_frossen(hus, hus.chef)
    traek(runde, antal=5)
    fordelt(hus, runde, n1=[hus.leder])
    foerste, laast, egen, *rest = Laesning.objects.filter(dobbelt=False).order_by("tilsynssag__nr")
    Laesning.objects.filter(pk=laast.pk).update(laast=timezone.now())
    Tilsynssag.objects.filter(pk=egen.tilsynssag_id).update(raadgiver=hus.jurist)
    nr = egen.tilsynssag.nr
    assert actions.omfordel_alle(hus.chef, runde, foerste, hus.jurist) == (3, [nr])
    hos = set(Laesning.objects.filter(laeser=hus.jurist).values_list("pk", flat=True))
    assert hos == {x.pk for x in (foerste, *rest)}


# What falls out, and the end


def test_a_case_is_replaced_by_the_next_in_the_drawn_order_and_keeps_its_answers(hus):
    runde = en_frossen(hus)
    traek(runde, "STRATIFICERET", 0, grupper=("raadgiver",), mindst=2)
    fordelt(hus, runde)
    ts = runde.sager.order_by("nr").first()
    x = ts.laesninger.filter(dobbelt=False).get()
    Svar.objects.create(laesning=x, sag_id=x.sag_id, spoergsmaal="P-01", svar="ja")
    with pytest.raises(ValidationError, match="Skriv hvorfor"):
        actions.erstat(hus.leder, runde, ts, "")
    ny = actions.erstat(hus.leder, runde, ts, "Sagen er flyttet til en anden kommune")
    orden = [
        n for _, n in sorted((sha256(f"frø|{r.sag.nummer}".encode()).hexdigest(), r.sag.nummer)
        for r in runde.ramme.raekker.filter(raadgiver=ts.raadgiver))
    ]  # fmt: skip
    assert ny.sag.nummer == orden[2]
    assert (ny.erstatter, ny.stratum, ny.laesninger.get(dobbelt=False).laeser) == (
        ts,
        ts.stratum,
        x.laeser,
    )
    ts.refresh_from_db()
    assert (ts.tilstand, ts.grund) == ("ERSTATTET", "Sagen er flyttet til en anden kommune")
    assert Svar.objects.filter(laesning=x).count() == 1
    with pytest.raises(ValidationError, match="allerede erstattet"):
        actions.udgaa(hus.leder, runde, ts, "Igen")
    actions.erstat(hus.leder, runde, ny, "Også flyttet")
    sidste = runde.sager.get(erstatter=ny)
    with pytest.raises(ValidationError, match="ikke flere sager i gruppen R"):
        actions.erstat(hus.leder, runde, sidste, "Også flyttet")
    assert [p.passer for p in vis.efterproev(runde)] == [True]


def test_a_list_from_outside_has_no_next_one(hus):
    runde = en_frossen(hus)
    traek(runde, "LISTE", 0, liste=("N-001", "N-002"))
    ts = runde.sager.first()
    with pytest.raises(ValidationError, match="ingen rækkefølge"):
        actions.erstat(hus.leder, runde, ts, "Flyttet")
    assert actions.udgaa(hus.leder, runde, ts, "Flyttet") == 0


def test_the_end_tells_what_is_unread_and_can_be_undone(hus):
    runde = en_frossen(hus)
    traek(runde, antal=3)
    fordelt(hus, runde, n1=[hus.leder])
    with pytest.raises(ValidationError, match="Ingen sager er læst"):
        actions.afslut(hus.leder, runde)
    foerste = Laesning.objects.order_by("pk").first()
    Laesning.objects.filter(pk=foerste.pk).update(laast=timezone.now(), sekunder=600)
    with pytest.raises(ValidationError, match="2 læsninger er ikke låst"):
        actions.afslut(hus.leder, runde)
    assert actions.afslut(hus.leder, runde, "Lederen er syg") == 2
    runde.refresh_from_db()
    assert (runde.tilstand, runde.afsluttet_af) == ("AFSLUTTET", hus.leder)
    with pytest.raises(ValidationError, match="runden er afsluttet"):
        traek(runde, antal=1)
    actions.genaabn(hus.leder, runde, "To sager mere skal læses")
    runde.refresh_from_db()
    assert (runde.tilstand, runde.afsluttet) == ("I_GANG", None)
    assert [f["grund"] for f in runde.forloeb][-2:] == [
        "Lederen er syg",
        "To sager mere skal læses",
    ]
    stand = vis.stand(runde, hus.leder)
    assert (stand.laest, stand.antal, stand.ventende, stand.minutter) == (1, 3, 2, 10)


@pytest.mark.parametrize("hvem", ["leder_syd", "raadgiver", "superbruger"])
def test_only_those_who_lead_the_unit_act_on_its_rounds(hvem, hus):
    runde = en_frossen(hus)
    af = {
        "leder_syd": hus.leder_syd,
        "raadgiver": hus.raadgivere[0],
        "superbruger": Bruger.objects.create(username="su", rolle="SUPERBRUGER", initialer="SU"),
    }[hvem]
    for handling in (
        lambda: actions.traek(af, runde, actions.Oensket("SIMPEL", 1)),
        lambda: actions.tildel_laesere(af, runde, {}),
        lambda: actions.opgiv(af, runde, "Fordi"),
    ):
        with pytest.raises(PermissionDenied):
            handling()
