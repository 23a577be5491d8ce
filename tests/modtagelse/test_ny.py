"""Registering an underretning: who it is about, where it goes, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger
from omhu.frister.models import Pligt
from omhu.sager.models import Barn, Sag, Sagsadgang
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.tekster.kladder import gem as gem_kladde
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.sagsarbejde.tekster.queries import nyeste_felter
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import aar, for_dage_siden, fremmed_sag, fyld, skriv, tekst
from tests.modtagelse.stoette import CPR, formular, ny, vurdering

pytestmark = pytest.mark.django_db
NYT = {"cpr": CPR, "navn": "Sofie Holm"}


@pytest.fixture
def mette(client, hold):
    fyld(hold)
    client.force_login(hold.mette)
    return client


def seneste(sag: Sag) -> Skridt:
    return Skridt.objects.filter(sag=sag, art="UNDERRETNING").latest("registreret")


def _antal() -> list[int]:
    return [m.objects.count() for m in (Sag, Barn, Skridt, Udgave)]


def gemt(svar) -> bool:
    return svar.status_code == 302


def test_a_new_child_gets_a_case_of_our_own_series_with_step_text_and_obligations(mette, hold):
    svar = ny(mette, formular(NYT))
    sag = Sag.objects.get(barn__navn="Sofie Holm")
    u = seneste(sag)
    i_aar = timezone.localtime(u.sket).year
    assert (sag.nummer, sag.kilde, sag.enhed) == (f"{i_aar}-0001", "Omhu", hold.nord)
    assert (sag.barn.cpr, sag.barn.foedselsdato.isoformat()) == (CPR, "2017-03-10")
    assert svar.url == reverse("underretning", args=[sag.pk, u.rod])
    assert mette.get(svar.url).status_code == 200
    assert (u.data["afsender"], u.data["skaerpet"], u.data["aarsager"]) == ("skole", "ja", "omsorgssvigt")  # fmt: skip
    assert "Lise" not in str(u.data)
    skrift = Skrift.objects.get(sag=sag, slags="underretning", skridt_rod=u.rod)
    assert nyeste_felter(skrift)[0]["underretter_navn"] == "Lise Bo"
    regler = dict(Pligt.objects.filter(sag=sag).values_list("regel", "frist_tid"))
    assert regler["underretning-24t"] == u.sket + timedelta(hours=24)
    assert {"underretning-kvittering", "screening", "efterunderretning"} <= set(regler)
    assert "genvurdering" not in regler


def test_numbers_go_on_from_the_highest(mette):
    ny(mette, formular(NYT))
    ny(mette, formular({"navn": "Ida Berg", "foedt": "2020-02-02"}))
    i_aar = Sag.objects.get(barn__navn="Ida Berg").aabnet.year
    assert set(Sag.objects.filter(kilde="Omhu").values_list("nummer", flat=True)) == {
        f"{i_aar}-0001",
        f"{i_aar}-0002",
    }


def test_several_children_get_a_case_each_and_one_household(mette):
    uden_cpr = {"navn": "Noah Holm", "foedt": "2021-05-04"}
    ufoedt = {"navn": "Anna Holm", "termin": (timezone.localdate() + timedelta(60)).isoformat()}
    svar = ny(mette, formular(NYT, uden_cpr, ufoedt))
    assert gemt(svar)
    boern = {b.navn: b for b in Barn.objects.filter(sager__kilde="Omhu")}
    assert set(boern) == {"Sofie Holm", "Noah Holm", "Ufødt barn (Anna Holm)"}
    assert len({b.husstand for b in boern.values()}) == 1
    assert boern["Noah Holm"].husstand
    foster = boern["Ufødt barn (Anna Holm)"]
    assert (foster.cpr, foster.foedselsdato) == ("", None)
    sag = foster.sager.get()
    side = tekst(mette.get(reverse("underretning", args=[sag.pk, seneste(sag).rod])))
    assert "Ufødt barn. Termin" in side
    assert f"Søskende: Sofie Holm , {aar(boern['Sofie Holm'])} (sag" in side


def test_one_child_that_is_refused_keeps_all_from_being_saved(mette):
    foer = _antal()
    svar = ny(mette, formular(NYT, {"navn": "", "foedt": "2021-05-04"}))
    assert svar.status_code == 422
    assert "Vi mangler barnets navn" in tekst(svar)
    assert _antal() == foer


def test_a_known_child_keeps_its_open_case(mette, hold):
    antal = Sag.objects.count()
    ny(mette, formular({"cpr": hold.barn.cpr}))
    assert Sag.objects.count() == antal
    assert seneste(hold.sag).data["afsender"] == "skole"
    assert Skridt.objects.filter(sag=hold.sag, art="SAG_OPRETTET").count() == 1


def test_a_closed_case_is_opened_again_even_when_it_was_closed_today(mette, hold):
    skriv(hold.sag, ("SAG_LUKKET", 0))
    assert hold.sag.lukket
    ny(mette, formular({"navn": hold.barn.navn, "foedt": "2017-06-10"}, timer=30))
    hold.sag.refresh_from_db()
    assert hold.sag.lukket is None
    aabnet = Skridt.objects.filter(sag=hold.sag, art="SAG_OPRETTET").latest("registreret")
    assert aabnet.data == {"aarsag": "Ny underretning"}
    assert Sag.objects.count() == 1


def test_a_child_of_the_same_name_is_another_until_it_is_picked(mette, hold):
    barn = {"navn": "Emil Holm"}
    svar = mette.post(reverse("ny_underretning"), {**formular(barn), "slaa_op": "1"})
    assert f"Er det et barn, I kender? Emil Holm, {aar(hold.barn)} · sag N-1" in tekst(svar)
    ny(mette, formular({**barn, "sag": str(hold.sag.pk)}))
    assert Sag.objects.count() == 1
    ny(mette, formular(barn))
    assert Sag.objects.filter(barn__navn="Emil Holm").count() == 2


def test_from_a_case_its_child_stands_on_the_form(mette, hold):
    html = mette.get(f"{reverse('sagens_underretninger', args=[hold.sag.pk])}").content.decode()
    sti = f"{reverse('ny_underretning')}?sag={hold.sag.pk}"
    assert sti in html
    svar = mette.get(sti)
    assert f"Kendt: Emil Holm, {aar(hold.barn)}" in tekst(svar)
    assert f'name="barn.1.sag" value="{hold.sag.pk}"' in svar.content.decode()
    valgt = {"navn": "Emil Holm", "foedt": "2017-06-10", "sag": str(hold.sag.pk)}
    ny(mette, formular(valgt))
    assert Sag.objects.count() == 1
    svar = ny(mette, formular({**valgt, "navn": "Ida Berg"}))
    assert "Navnet er ikke det valgte barns." in tekst(svar)
    assert mette.get(f"{reverse('ny_underretning')}?sag={fremmed_sag(hold).pk}").status_code == 403


def test_an_anonymous_underretter_gets_no_receipt(mette, hold):
    svar = ny(mette, formular(NYT, underretter="anonym", underretter_navn="", underretter_kontakt=""))  # fmt: skip
    sag = Sag.objects.get(kilde="Omhu")
    assert seneste(sag).data["anonym"] == "ja"
    assert "skaerpet" not in seneste(sag).data
    pligt = Pligt.objects.get(sag=sag, regel="underretning-kvittering")
    assert pligt.lukket == "ikke_relevant"
    assert "Ingen kvittering: underretteren er anonym" in tekst(mette.get(svar.url))


def test_another_municipality_is_the_law_s_own_type(mette):
    svar = ny(mette, formular(NYT, underretter="anden_kommune", maade="anden_kommune"))
    side = tekst(mette.get(svar.url))
    assert "Fra en anden kommune, BL § 132" in side
    sag = Sag.objects.get(kilde="Omhu")
    assert not Pligt.objects.filter(sag=sag, regel="efterunderretning").exists()


def test_the_assessment_may_be_made_in_the_same_form(mette):
    svar = ny(mette, {**formular(NYT), **vurdering("v-", begrundelse="Skolen ser hende hver dag.")})
    assert gemt(svar)
    sag = Sag.objects.get(kilde="Omhu")
    assert Pligt.objects.get(sag=sag, regel="underretning-24t").lukket == "overholdt"
    assert "Skolen ser hende hver dag." in tekst(mette.get(svar.url))


def test_a_mismatch_in_the_same_form_saves_nothing_before_it_is_answered(mette):
    data = {
        **formular(NYT, overgreb="ja", aarsager=["overgreb"]),
        **vurdering("v-", udfald="screening"),
    }
    svar = ny(mette, data)
    assert "Der er underrettet om overgreb, men I gør ikke noget akut." in tekst(svar)
    assert not Sag.objects.filter(kilde="Omhu").exists()
    svar = ny(mette, {**data, "v-svar": "Barnet er hos mormor, og far er ikke hjemme."})
    assert gemt(svar)
    assert "Barnet er hos mormor" in tekst(mette.get(svar.url))


# -- what is known ---------------------------------------------------------------------------------


def opslag(client, **felter) -> str:
    data = {f"barn.1.{n}": v for n, v in felter.items()}
    svar = client.post(reverse("underretning_opslag"), data)
    assert svar.status_code == 200
    return tekst(svar)


def test_the_look_up_tells_case_earlier_underretninger_and_siblings(mette, hold):
    hold.barn.husstand = "H1"
    hold.barn.save()
    lillesoester = Barn.objects.create(navn="Asta Holm", husstand="H1", foedselsdato=for_dage_siden(900))  # fmt: skip
    Sag.objects.create(barn=lillesoester, nummer="N-2", enhed=hold.nord)
    skriv(hold.sag, ("UNDERRETNING", 100, {"attributter": {"afsender": "politi"}}))
    svar = opslag(mette, cpr=hold.barn.cpr)
    assert f"Kendt: Emil Holm, {aar(hold.barn)} · sag N-1, Team Nord · Mette Kjær" in svar
    assert "Det er den 3. på 3 måneder." in svar
    assert "fra politi eller domstol: ikke vurderet" in svar
    assert "børnefaglig undersøgelse besluttet" in svar
    assert "Har arbejdet i sagen: MK" in svar
    assert "Søskende: Asta Holm , 2 år (sag N-2)" in svar
    assert hold.barn.cpr not in svar


def test_a_child_of_another_unit_is_known_but_not_where_and_its_case_gets_the_underretning(
    mette, hold
):
    fremmed = fremmed_sag(hold)
    foer = Logpost.objects.last()
    svar = opslag(mette, cpr=fremmed.barn.cpr)
    assert "Barnet er kendt i kommunen, men du kan ikke se hvor." in svar
    assert not any(ord_ in svar for ord_ in ("Sofie", "Lund", "Syd", "S-1", "Ole", "nabo"))
    post = Logpost.objects.filter(nr__gt=foer.nr if foer else 0).last()
    assert fremmed.pk in post.sager
    antal = Sag.objects.count()
    svar = ny(mette, {**formular({"cpr": fremmed.barn.cpr}), **vurdering("v-")})
    assert svar.url == reverse("underretninger")
    assert Sag.objects.count() == antal
    u = seneste(fremmed)
    assert u.registreret_af == hold.mette
    pligt = Pligt.objects.get(sag=fremmed, regel="underretning-24t", udloest_rod=u.rod)
    assert pligt.lukket == "overholdt"
    assert mette.get(reverse("sag", args=[fremmed.pk])).status_code == 403
    assert mette.get(reverse("underretning", args=[fremmed.pk, u.rod])).status_code == 403
    mette.force_login(hold.ole)
    assert "Går sulten i skole" in tekst(mette.get(reverse("underretning", args=[fremmed.pk, u.rod])))  # fmt: skip


@pytest.mark.parametrize("hvordan", ["beskyttet", "spaerret"])
def test_nothing_tells_a_protected_child_from_an_unknown_one(hvordan, mette, hold):
    skjult = fremmed_sag(hold)
    if hvordan == "beskyttet":
        skjult.beskyttelse = Sag.Beskyttelse.ADRESSE
        skjult.save()
    else:
        Sagsadgang.objects.create(
            bruger=hold.mette, sag=skjult, slags="SPAERRET", begrundelse="Egen familie", givet_af=hold.mette
        )  # fmt: skip
    ukendt = opslag(mette, cpr="6301220004")
    assert opslag(mette, cpr=skjult.barn.cpr) == ukendt == ""
    uden_navn = ny(mette, formular({"cpr": skjult.barn.cpr}))
    assert "Vi mangler barnets navn" in tekst(uden_navn)
    svar = ny(mette, formular({"cpr": skjult.barn.cpr, "navn": "Sofie L"}))
    egen = Sag.objects.get(kilde="Omhu")
    assert svar.url == reverse("underretning", args=[egen.pk, seneste(egen).rod])
    assert egen.barn_id != skjult.barn_id
    side = tekst(mette.get(svar.url))
    assert not any(ord_ in side for ord_ in ("Lund", "S-1", "nabo"))
    assert Skridt.objects.filter(sag=skjult, art="UNDERRETNING").count() == 1
    skjult.refresh_from_db()
    assert skjult.sidste_skridt == timezone.localdate()
    notat = Skridt.objects.get(sag=skjult, art="JOURNALNOTAT")
    assert egen.nummer in notat.data["emne"]


@pytest.mark.parametrize("rolle", ["JURIST", "OEKONOM", "SYSTEMADMINISTRATOR", "UDFOERER"])
def test_those_who_do_not_register_may_not_look_children_up(rolle, client, hold):
    person = Bruger.objects.create(username="x", rolle=rolle, enhed=hold.nord)
    client.force_login(person)
    assert client.get(reverse("ny_underretning")).status_code == 403
    svar = client.post(reverse("underretning_opslag"), {"barn.1.cpr": hold.barn.cpr})
    assert svar.status_code == 403
    assert ny(client, formular(NYT)).status_code == 403


# -- bad input -------------------------------------------------------------------------------------

I_MORGEN = "i_morgen"
DAARLIGT = [
    ({"barn.1.cpr": "9913174002"}, "første seks cifre er ikke en dato"),
    ({"barn.1.cpr": "70031"}, "har 5 cifre; der skal være 10"),
    ({"barn.1.cpr": "", "barn.1.navn": ""}, "Vi mangler, hvem det handler om."),
    ({"barn.2.cpr": CPR}, "CPR-nummeret står her to gange"),
    ({"barn.1.cpr": "", "barn.1.foedt": I_MORGEN}, "Fødselsdagen ligger i fremtiden."),
    ({"barn.1.termin": I_MORGEN}, "Et barn med CPR-nummer eller fødselsdag er født."),
    ({"modtaget_dag": I_MORGEN}, "Tidspunktet ligger i fremtiden."),
    ({"modtaget_dag": "2016-01-01"}, "Barnet er født, efter at I modtog underretningen."),
    ({"modtaget_tid": "kl. fire"}, "Klokkeslættet kan ikke læses."),
    ({"underretter": "nabo"}, "nabo"),
    ({"underretter": ""}, "Vi mangler, hvem der underretter."),
    ({"aarsager": []}, "Vi mangler, hvad den handler om."),
    ({"aarsager": ["overgreb"]}, "Du har valgt overgreb som årsag."),
    ({"overgreb": ""}, "Vælg ja eller nej."),
    ({"tekst": ""}, "Vi mangler, hvad der er sagt."),
    ({"tekst": "x" * 1_000_000}, "Teksten er på 1000000 tegn; her er plads til 100000."),
    ({"tekst": "Barnet hedder 700317-4002."}, "ligner et CPR-nummer"),
    ({"v-resultat": "akut"}, "Vi mangler, hvor alvorligt det er."),
]  # fmt: skip


@pytest.mark.parametrize(("felter", "svar_"), DAARLIGT, ids=[s for _, s in DAARLIGT])
def test_bad_input_is_answered_at_the_field_and_nothing_is_lost(felter, svar_, mette):
    i_morgen = (timezone.localdate() + timedelta(1)).isoformat()
    felter = {n: i_morgen if v == I_MORGEN else v for n, v in felter.items()}
    data = {**formular(NYT), **vurdering("v-", resultat="", alvor="", udfald=""), **felter}
    svar = ny(mette, data)
    assert svar.status_code == 422
    assert svar_ in tekst(svar)
    assert 'aria-invalid="true"' in svar.content.decode() or "role=\"alert\"" in svar.content.decode()  # fmt: skip
    assert not Sag.objects.filter(kilde="Omhu").exists()
    html = unescape(svar.content.decode())
    for navn in ("tekst", "underretter_navn", "barn.1.cpr", "barn.1.navn"):
        assert str(data[navn]) in html, navn


def test_a_text_with_numbers_is_freed_of_them_by_one_button(mette):
    data = formular(NYT, tekst="Sofie, 700317-4002, er sulten.")
    svar = mette.post(reverse("ny_underretning"), {**data, "fjern_cpr": "1"})
    assert "Sofie, [CPR-nummer], er sulten." in tekst(svar)
    assert "Lise Bo" in svar.content.decode()


def test_rows_come_and_go_without_script_and_nothing_typed_is_lost(mette):
    data = formular(NYT, {"navn": "Noah Holm"})
    svar = mette.post(reverse("ny_underretning"), {**data, "tilfoej": "barn"}).content.decode()
    assert 'name="barn.3.cpr"' in svar
    assert "Noah Holm" in svar
    assert "Går sulten i skole" in svar
    assert not Sag.objects.filter(kilde="Omhu").exists()
    svar = mette.post(reverse("ny_underretning"), {**data, "fjern": "barn.1"}).content.decode()
    assert CPR not in svar
    assert "Noah Holm" in svar


def test_a_draft_comes_back_with_its_children_and_goes_when_the_form_is_sent(mette, hold):
    felter = [(n, v if isinstance(v, list) else [v]) for n, v in formular(NYT, {"navn": "Noah"}).items()]  # fmt: skip
    gem_kladde(hold.mette, reverse("ny_underretning"), felter)
    svar = mette.get(reverse("ny_underretning")).content.decode()
    assert "Din kladde" in svar
    assert 'value="Noah"' in svar
    assert "Går sulten i skole" in svar
    assert gemt(ny(mette, formular(NYT)))
    assert "Din kladde" not in mette.get(reverse("ny_underretning")).content.decode()


def test_a_user_without_a_unit_says_whose_the_case_is(client, hold):
    client.force_login(hold.super)
    assert "Vælg den enhed, der skal have sagen." in tekst(ny(client, formular(NYT)))
    assert gemt(ny(client, formular(NYT, enhed=str(hold.syd.pk))))
    assert Sag.objects.get(kilde="Omhu").enhed == hold.syd


def test_a_user_delimited_by_kle_sees_the_case_that_they_made(client, hold):
    hold.mette.kle = "34"
    hold.mette.save()
    client.force_login(hold.mette)
    svar = ny(client, formular(NYT))
    assert client.get(svar.url).status_code == 200


# -- the code lists --------------------------------------------------------------------------------


def test_codes_are_offered_only_while_they_are_in_force(monkeypatch):
    from dataclasses import replace
    from datetime import date

    liste = koder.kodeliste("underretter")
    gammel = replace(liste.koder["skole"], til=date(2025, 12, 31))
    monkeypatch.setitem(liste.koder, "skole", gammel)
    assert "skole" in dict(koder.valg("underretter", date(2025, 12, 31)))
    assert "skole" not in dict(koder.valg("underretter", date(2026, 1, 1)))
    assert koder.navn("underretter", "skole") == "skole"


@pytest.mark.parametrize(
    ("underretter", "foer", "efter", "skaerpet"),
    [("skole", "SEL § 153", "BL § 133", True), ("anden_kommune", "SEL § 152", "BL § 132", False),
     ("barnet_selv", "SEL § 154", "BL § 135", False), ("anonym", "SEL § 154", "BL § 135", False)],
)  # fmt: skip
def test_the_legal_type_follows_from_who_tells(underretter, foer, efter, skaerpet):
    from datetime import date

    type_ = koder.lovtype(underretter)
    assert type_.hjemmel(date(2023, 12, 31)).tekst == foer
    assert type_.hjemmel(date(2024, 1, 1)).tekst == efter
    assert type_.skaerpet is skaerpet


def test_the_name_and_the_way_it_came_are_shown_where_one_looks_and_the_name_is_in_no_step(mette):
    ny(mette, formular(NYT, maade="brev", beskyttet="on"))
    sag = Sag.objects.get(barn__navn="Sofie Holm")
    u = seneste(sag)
    assert u.data["maade"] == "brev"
    assert "Lise" not in str(u.data)
    for sti in (
        reverse("underretninger"),
        reverse("sagens_underretninger", args=[sag.pk]),
        reverse("underretning", args=[sag.pk, u.rod]),
    ):
        assert "Lise Bo" in tekst(mette.get(sti))
        assert "på papir" in tekst(mette.get(sti))
    assert "navnet skal beskyttes for parterne" in tekst(
        mette.get(reverse("underretning", args=[sag.pk, u.rod]))
    )


def test_one_who_is_anonymous_has_no_name(mette):
    foer = _antal()
    svar = ny(mette, formular(NYT, underretter="anonym"))
    assert "En anonym underretter har hverken navn eller telefon" in tekst(svar)
    assert _antal() == foer
