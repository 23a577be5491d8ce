"""Aktindsigt: the 7 days, what each kind of person is proposed, and that what is struck out is nowhere in the file."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from omhu.frister.actions import sagens_aendring
from omhu.frister.models import Pligt
from omhu.kerne.kalender import Kalender
from omhu.rapporter.aktindsigt import bundt
from omhu.sager.models import Person, Relation
from omhu.sagsarbejde.journal import actions as journal
from omhu.sagsarbejde.journal import aktindsigt as akt
from omhu.sagsarbejde.journal.models import Dokument
from omhu.sagsarbejde.journal.queries import hent_post
from omhu.sagsarbejde.tekster import actions as tekster
from omhu.sagsarbejde.tekster.actions import Konflikt, nyeste
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, skriv
from tests.journal.stoette import PNG, lav_pdf, sendt
from tests.rapporter.laes import alt_i

pytestmark = pytest.mark.django_db
NABO = "Naboen Ole Vinter fortalte det."
TEKST = f"Skolen ringede. {NABO} Emil er glad for sin lærer."


@pytest.fixture
def sag(hold):
    skriv(
        hold.sag, ("SAG_OPRETTET", 40), ("UNDERRETNING", 20, {"attributter": {"afsender": "nabo"}})
    )
    journal.skriv_notat(
        hold.sag, for_dage_siden(5), "Opkald fra Ole Vinter", {"tekst": TEKST}, af=hold.mette
    )
    return hold.sag


def bed(hold, sag, part="myndighed", dage=1, **felter):
    with sagens_aendring(sag):
        return akt.anmod(
            sag, for_dage_siden(dage), {"part": part, "navn": "Ida Holm", **felter}, af=hold.mette
        )


def den(skrift, art):
    return next(a for a in akt.akter(skrift) if a.slags == art)


def streg(skrift, art, ord_, af, grund="tredjemand"):
    """Strike out the sentences that hold a word."""
    a = den(skrift, art)
    streger = frozenset(
        f"{s.navn}#{n}" for s in a.stykker for n, t in enumerate(s.saetninger) if ord_ in t
    )
    return akt.vaelg(
        skrift, {a.id: akt.Valg(akt.DELVIS, grund, "", streger)}, paa=nyeste(skrift).nr, af=af
    )


def tekst_i(data):
    laeser = pypdf.PdfReader(io.BytesIO(data))
    return " ".join(" ".join((s.extract_text() or "") for s in laeser.pages).split())


def test_a_request_starts_the_clock_of_seven_working_days_and_the_answer_ends_it(hold, sag):
    skrift = bed(hold, sag, dage=3)
    pligt = Pligt.objects.get(sag=sag, regel="aktindsigt")
    dag = for_dage_siden(3)
    for _ in range(7):
        dag = _naeste(dag)
    assert (pligt.frist_dag, pligt.udloest_rod) == (dag, skrift.skridt_rod)
    with sagens_aendring(sag):
        akt.giv(skrift, bundt(hold.mette, skrift), af=hold.mette)
    pligt.refresh_from_db()
    assert pligt.opfyldt_rod == Skridt.objects.get(art="AKTINDSIGT_GIVET").rod


def _naeste(dag):
    dag += timedelta(days=1)
    while not Kalender().er_arbejdsdag(dag):
        dag += timedelta(days=1)
    return dag


def test_two_requests_are_answered_each_for_itself(hold, sag):
    foerste, anden = bed(hold, sag, dage=3), bed(hold, sag, dage=2)
    with sagens_aendring(sag):
        akt.giv(anden, bundt(hold.mette, anden), af=hold.mette)
    svaret = {
        p.udloest_rod: bool(p.opfyldt_rod)
        for p in Pligt.objects.filter(sag=sag, regel="aktindsigt")
    }
    assert svaret == {foerste.skridt_rod: False, anden.skridt_rod: True}


def test_a_letter_about_more_time_moves_the_deadline_of_its_request(hold, sag, client):
    skrift = bed(hold, sag)
    client.force_login(hold.mette)
    ny = for_dage_siden(-30)
    svar = client.post(
        reverse("aktindsigt_frist", args=[skrift.pk]),
        {"ny_frist": ny.isoformat(), "begrundelse": "Sagen er stor"},
    )
    assert svar.status_code == 302
    assert Pligt.objects.get(sag=sag, regel="aktindsigt").frist_dag == ny
    daarlig = client.post(
        reverse("aktindsigt_frist", args=[skrift.pk]), {"ny_frist": for_dage_siden(1).isoformat()}
    )
    assert set(daarlig.context["form"].errors) == {"begrundelse"}


def test_what_is_struck_out_is_not_in_the_file(hold, sag):
    skrift = bed(hold, sag)
    streg(skrift, "Journalnotat", "Ole", hold.mette)
    data = bundt(hold.mette, skrift)
    tekst = tekst_i(data)
    assert "Skolen ringede." in tekst
    assert "Emil er glad for sin lærer." in tekst
    assert "Oplysninger om andre, FVL § 15 b" in tekst
    for ord_ in ("Ole", "Vinter", "Naboen"):
        assert ord_ not in tekst
        assert ord_.encode() not in data
        assert ord_.encode("utf-16-be") not in data


def test_what_is_left_out_is_listed_by_kind_and_reason_without_its_title(hold, sag):
    skrift = bed(hold, sag)
    a = den(skrift, "Journalnotat")
    akt.vaelg(
        skrift, {a.id: akt.Valg(akt.UDEN, "underretter", "Frygter mor")}, paa=1, af=hold.mette
    )
    tekst = tekst_i(bundt(hold.mette, skrift))
    assert "Ikke med: hensyn til den, der har underrettet" in tekst
    for ord_ in ("Ole", "Skolen ringede", "Frygter mor"):
        assert ord_ not in tekst


@pytest.mark.parametrize(
    ("part", "valg"),
    [
        ("barn", "med"),
        ("myndighed", "med"),
        ("repraesentant", "med"),
        ("foraelder", "uden"),
        ("anden", "uden"),
    ],
)
def test_those_who_are_no_party_are_proposed_nothing(hold, sag, part, valg):
    skrift = bed(hold, sag, part=part)
    assert {a.valg for a in akt.akter(skrift)} == {valg}


def test_a_text_under_way_is_internal_until_somebody_says_otherwise(hold, sag):
    tekster.opret(sag, "bekymring", {"tekst": "Vi tror måske noget"}, af=hold.mette)
    skrift = bed(hold, sag)
    [kladde] = [a for a in akt.akter(skrift) if a.maerke.startswith("kladde")]
    assert (kladde.valg, kladde.grund) == ("uden", "intern")
    assert "måske" not in tekst_i(bundt(hold.mette, skrift))


def test_a_text_corrected_after_it_was_struck_must_be_read_again(hold, sag):
    skrift = bed(hold, sag)
    streg(skrift, "Journalnotat", "Ole", hold.mette)
    _, post, _ = hent_post(hold.mette, Skridt.objects.get(art="JOURNALNOTAT").rod)
    journal.ret(
        post.skridt, post.skrifter[0], post.skridt.dag, {"emne": "Opkald fra Ole Vinter"},
        {"tekst": f"{NABO} Skolen ringede."}, paa=1, begrundelse="Byttet om", af=hold.mette,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="Se den igennem igen"):
        bundt(hold.mette, skrift)
    with pytest.raises(ValidationError, match="Se den igennem igen"):
        akt.giv(skrift, b"%PDF-", af=hold.mette)


def test_nothing_is_left_out_without_a_reason(hold, sag):
    skrift = bed(hold, sag)
    a = den(skrift, "Journalnotat")
    for valg in (akt.Valg(akt.UDEN), akt.Valg(akt.DELVIS, "intern"), akt.Valg("halvt", "intern")):
        with pytest.raises(ValidationError):
            akt.vaelg(skrift, {a.id: valg}, paa=1, af=hold.mette)


def test_two_who_choose_for_the_same_thing_are_told(hold, sag, client):
    skrift = bed(hold, sag)
    a = den(skrift, "Journalnotat")
    akt.vaelg(skrift, {a.id: akt.Valg(akt.UDEN, "intern")}, paa=1, af=hold.leder_nord)
    with pytest.raises(Konflikt):
        akt.vaelg(skrift, {a.id: akt.Valg(akt.UDEN, "barnet")}, paa=1, af=hold.mette)
    client.force_login(hold.mette)
    valgt = {f"valg-{a.id}": akt.UDEN, f"grund-{a.id}": "barnet", "paa": "1"}
    svar = client.post(reverse("aktindsigt", args=[skrift.pk]), valgt)
    assert svar.status_code == 422
    assert "har valgt for de samme ting" in svar.content.decode()


def test_files_of_pdf_come_last_and_others_are_told_of(hold, sag, client):
    client.force_login(hold.mette)
    for navn, data in (
        ("a.pdf", lav_pdf("Udtalelsen fra skolen")),
        ("b.png", PNG),
        ("c.pdf", b"%PDF-1.7 i stykker"),
    ):
        client.post(
            reverse("nyt_dokument", args=[sag.pk]),
            {
                "dag": for_dage_siden(2).isoformat(),
                "retning": "ind",
                "titel": f"Fil {navn}",
                "fil": sendt(navn, data),
            },
        )
    skrift = bed(hold, sag)
    tekst = tekst_i(bundt(hold.mette, skrift))
    assert "Udtalelsen fra skolen" in tekst
    assert "Filen ligger bagest." in tekst
    assert tekst.count("gives for sig.") == 2  # the picture, and the PDF that cannot be read
    a = next(x for x in akt.akter(skrift) if x.dokument and x.dokument.nr == 1)
    akt.vaelg(skrift, {a.id: akt.Valg(akt.UDEN, "tredjemand")}, paa=1, af=hold.mette)
    uden = tekst_i(bundt(hold.mette, skrift))
    assert "Udtalelsen fra skolen" not in uden
    assert "Fil a.pdf" not in uden


def pdf_med_tre_sider() -> bytes:
    """Three pages that share one dictionary of forms; the second draws a secret one, and the first links to it."""
    ud = pypdf.PdfWriter()
    for ord_ in ("Side om skolen", "Side om naboen Ole", "Side om fremtiden"):
        ud.append(io.BytesIO(lav_pdf(ord_)))
    form = StreamObject()
    form.set_data(b"BT (HEMMELIG FORM) Tj ET")
    form |= {
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject([NumberObject(0)] * 4),
    }
    delt = ud._add_object(DictionaryObject({NameObject("/Hm"): ud._add_object(form)}))
    for side in ud.pages:
        side["/Resources"].get_object()[NameObject("/XObject")] = delt
    tegner = StreamObject()
    tegner.set_data(ud.pages[1].get_contents().get_data() + b" /Hm Do")
    ud.pages[1][NameObject("/Contents")] = ud._add_object(tegner)
    ud.add_annotation(0, Link(rect=(0, 0, 9, 9), target_page_index=1))
    fil = io.BytesIO()
    ud.write(fil)
    return fil.getvalue()


@pytest.fixture
def med_fil(hold, sag, client):
    """A request about a case with a PDF of three pages; gives the request and the address where one strikes in it."""
    client.force_login(hold.mette)
    felter = {"dag": for_dage_siden(2).isoformat(), "retning": "ind", "titel": "Udtalelse"}
    client.post(
        reverse("nyt_dokument", args=[sag.pk]),
        felter | {"fil": sendt("a.pdf", pdf_med_tre_sider())},
    )
    skrift = bed(hold, sag)
    a = next(x for x in akt.akter(skrift) if x.dokument)
    return skrift, reverse("aktindsigt_streg", args=[skrift.pk, a.id]), a


def vaelg_fil(client, med_fil, paa=1, **felter):
    _, sti, a = med_fil
    return client.post(sti, {"paa": paa, "maerke": a.maerke, "grund": "tredjemand", **felter})


def test_pages_of_a_file_are_left_out_by_number_and_nothing_of_them_is_in_the_bundle(
    hold, client, med_fil
):
    skrift = med_fil[0]
    hel = bundt(hold.mette, skrift)
    assert b"HEMMELIG" in alt_i(hel)
    svar = vaelg_fil(client, med_fil, fil="sider", sider="2", begrundelse="Naboen")
    assert svar.status_code == 302
    data = bundt(hold.mette, skrift)
    ud = tekst_i(data)
    for ord_ in ("Side om skolen", "Side om fremtiden", "Filen ligger bagest, uden side 2."):
        assert ord_ in ud
    assert b"HEMMELIG" not in alt_i(data)
    assert "naboen Ole" not in ud
    log = client.get(reverse("aktindsigt_stregliste", args=[skrift.pk])).content.decode()
    assert "uden side 2" in log
    assert "Oplysninger om andre" in log


def test_the_whole_file_is_left_out_with_its_reason(hold, client, med_fil):
    vaelg_fil(client, med_fil, fil="ude")
    ud = tekst_i(bundt(hold.mette, med_fil[0]))
    assert "Side om" not in ud
    assert "oplysninger om andre" in ud
    log = client.get(reverse("aktindsigt_stregliste", args=[med_fil[0].pk])).content.decode()
    assert "uden filen" in log


@pytest.mark.parametrize(
    ("felter", "siger"),
    [
        ({"fil": "sider", "sider": "to"}, "Skriv sidernes numre som 2, 5-7."),
        ({"fil": "sider", "sider": "5-2"}, "Skriv sidernes numre som 2, 5-7."),
        ({"fil": "sider", "sider": ""}, "Skriv sidernes numre som 2, 5-7."),
        ({"streg": "0.titel#0"}, "Vælg, om filen skal med."),
        ({"fil": "ude", "grund": ""}, "Vælg, hvorfor det ikke skal med."),
    ],
)
def test_what_cannot_be_read_of_the_pages_is_refused(client, med_fil, felter, siger):
    svar = vaelg_fil(client, med_fil, **felter)
    assert siger in svar.content.decode()
    assert nyeste(med_fil[0]).nr == 1


def test_a_page_that_is_not_there_is_told_before_anything_is_given(hold, client, med_fil):
    vaelg_fil(client, med_fil, sider="4")  # a number typed is a choice
    with pytest.raises(ValidationError, match="Filen har 3 sider"):
        bundt(hold.mette, med_fil[0])


# -- the pages ------------------------------------------------------------------------------------


def test_the_whole_flow_on_the_pages(hold, sag, client):
    mor = Person.objects.create(navn="Ida Holm")
    Relation.objects.create(barn=sag.barn, person=mor, art="MOR", foraeldremyndighed="ENE")
    client.force_login(hold.mette)
    sti = reverse("sagens_aktindsigt", args=[sag.pk])
    folk = client.get(sti).context["folk"]
    nr = next(n for n, p in enumerate(folk) if p.navn == "Ida Holm")
    svar = client.post(
        sti,
        {
            "dag": for_dage_siden(1).isoformat(),
            "hvem": str(nr),
            "omfang": "Hele sagen",
            "log": "on",
        },
    )
    side = svar.url
    html = client.get(side).content.decode()
    assert "Ida Holm" in html
    assert "omhu log udtraek --sag N-1" in html
    assert "Skal underretteren skjules?" in html
    skrift = client.get(side).context["skrift"]
    a = den(skrift, "Journalnotat")
    streger = [f"{s.navn}#{n}" for s in a.stykker for n, t in enumerate(s.saetninger) if "Ole" in t]
    assert len(streger) == 2
    streg_sti = reverse("aktindsigt_streg", args=[skrift.pk, a.id])
    uden_grund = client.post(streg_sti, {"paa": "1", "maerke": a.maerke, "streg": streger})
    assert "Vælg, hvorfor" in uden_grund.content.decode()
    assert (
        client.post(
            streg_sti, {"paa": "1", "maerke": a.maerke, "streg": streger, "grund": "tredjemand"}
        ).status_code
        == 302
    )
    u = den(skrift, "Underretning")
    svar = client.post(side, {"paa": "2", f"valg-{u.id}": "uden", f"grund-{u.id}": ""})
    assert "Vælg, hvorfor det ikke skal med." in svar.content.decode()
    svar = client.post(side, {"paa": "99", f"valg-{u.id}": "med"})
    assert "Siden er for gammel" in svar.content.decode()
    client.post(side, {"paa": "2", f"valg-{u.id}": "uden", f"grund-{u.id}": "underretter"})
    log = client.get(reverse("aktindsigt_stregliste", args=[skrift.pk])).content.decode()
    assert "2 sætninger streget over" in log
    assert "Mette Kjær" in log
    assert (
        client.get(reverse("aktindsigt_bundt", args=[skrift.pk]))["Content-Type"]
        == "application/pdf"
    )
    client.post(reverse("giv_aktindsigt", args=[skrift.pk]))
    dok = Dokument.objects.get()
    givet = client.get(reverse("dokument_vis", args=[dok.pk])).content
    assert "Ole" not in tekst_i(givet)
    assert "Skolen ringede." in tekst_i(givet)
    html = client.get(side).content.decode()
    assert "Givet" in html
    assert "Gem valgene" not in html
    assert client.post(side, {"paa": "3", f"valg-{a.id}": "med"}).status_code == 422
    assert den(skrift, "Journalnotat").valg == akt.DELVIS


def test_the_redaction_log_is_not_in_the_bundle(hold, sag):
    skrift = bed(hold, sag)
    streg(skrift, "Journalnotat", "Ole", hold.mette)
    a = den(skrift, "Underretning")
    akt.vaelg(
        skrift,
        {a.id: akt.Valg(akt.UDEN, "underretter", "Hun er bange for mor")},
        paa=2,
        af=hold.mette,
    )
    anden = bed(hold, sag)
    assert "bange" not in tekst_i(bundt(hold.mette, anden))


def test_others_units_cannot_read_choose_or_give(hold, sag, client):
    skrift = bed(hold, sag)
    client.force_login(hold.ole)
    for navn in ("aktindsigt", "aktindsigt_stregliste", "aktindsigt_bundt"):
        assert client.get(reverse(navn, args=[skrift.pk])).status_code == 403
    assert client.post(reverse("giv_aktindsigt", args=[skrift.pk])).status_code == 403
    assert not Skridt.objects.filter(art="AKTINDSIGT_GIVET").exists()


def test_a_stale_page_of_sentences_is_refused(hold, sag, client):
    skrift = bed(hold, sag)
    a = den(skrift, "Journalnotat")
    client.force_login(hold.mette)
    svar = client.post(
        reverse("aktindsigt_streg", args=[skrift.pk, a.id]),
        {"paa": "1", "maerke": "gammel", "streg": "0.tekst#0", "grund": "intern"},
    )
    assert "Se den igennem igen" in svar.content.decode()
    assert den(skrift, "Journalnotat").valg == akt.MED


def test_the_name_of_an_underretter_who_is_to_be_protected_is_proposed_struck_out(hold, sag):
    u = Skridt.objects.get(sag=sag, art="UNDERRETNING")
    felter = {"tekst": "Emil var alene.", "underretter_navn": "Gerda Lyng", "beskyttet": "ja"}
    skrift = tekster.opret(sag, "underretning", felter, af=hold.mette, skridt_rod=u.rod)
    tekster.afslut(skrift, skridt_rod=u.rod, af=hold.mette)
    bedt = bed(hold, sag)
    a = den(bedt, "Underretning")
    assert (a.valg, a.grund, a.foraeldet) == (akt.DELVIS, "underretter", False)
    ud = tekst_i(bundt(hold.mette, bedt))
    assert "Emil var alene." in ud
    assert "Gerda" not in ud
