"""Search over the texts of the cases that one sees: nothing of others, not even a number; always what stands now."""

import pytest
from django.db import connection
from django.urls import reverse

from omhu.adgang.log.models import Logpost
from omhu.frister.actions import sagens_aendring
from omhu.indlaesning import efter
from omhu.sager.models import Sagsadgang
from omhu.sager.saeradgang import Slags, spaer
from omhu.sagsarbejde.actions import registrer_skridt, ret_skridt, traek_skridt_tilbage
from omhu.sagsarbejde.journal import actions as journal
from omhu.sagsarbejde.journal.queries import hent_post
from omhu.sagsarbejde.soegning import indeks
from omhu.sagsarbejde.soegning.models import Soegetekst
from omhu.sagsarbejde.soegning.queries import soeg, soeg_i_sag
from omhu.tidslinje.actions import nyt_skridt
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, fremmed_sag
from tests.journal.stoette import CPR, lav_pdf, sendt

pytestmark = pytest.mark.django_db
INDLAGT = {"begrundelse": "Barnet er indlagt"}
TEKST = "Læreren fortæller, at Emil ofte kommer sultent i skolen."


def notat(hold, tekst=TEKST, dage=0, sag=None, af=None):
    return journal.skriv_notat(
        sag or hold.sag, for_dage_siden(dage), "Opkald", {"tekst": tekst}, af=af or hold.mette
    )


def titler(bruger, ord_):
    return [(s.sag.nummer, [f.navn for f in s.fund]) for s in soeg(bruger, ord_).sager]


def test_notes_files_and_steps_are_found_in_one_search_newest_first(hold, client):
    notat(hold, dage=5)
    client.force_login(hold.mette)
    client.post(
        reverse("nyt_dokument", args=[hold.sag.pk]),
        {
            "dag": for_dage_siden(3).isoformat(), "retning": "ind", "titel": "Brev",
            "fil": sendt("a.pdf", lav_pdf("Skolens udtalelse om, at Emil er sulten.")),
        },
    )  # fmt: skip
    registrer_skridt(
        hold.sag, "BOERNESAMTALE_FRAVALGT", for_dage_siden(4), af=hold.mette,
        felter={"begrundelse": "Barnet var for sultent til at tale på skolen"},
    )  # fmt: skip
    assert titler(hold.mette, "sulten skole") == [
        ("N-1", ["Brev", "Børnesamtale fravalgt", "Opkald"])
    ]


def test_a_correction_is_found_and_what_it_took_away_is_not(hold):
    skridt = notat(hold)
    _, post, _ = hent_post(hold.mette, skridt.rod)
    journal.ret(
        post.skridt, post.skrifter[0], skridt.dag, {"emne": "Opkald"}, {"tekst": "Læreren er tilfreds."},
        paa=1, begrundelse="Forkert barn", af=hold.mette,
    )  # fmt: skip
    assert titler(hold.mette, "tilfreds") == [("N-1", ["Opkald"])]
    assert titler(hold.mette, "sultent") == []


def test_a_corrected_day_moves_and_a_withdrawn_step_goes(hold):
    skridt = registrer_skridt(
        hold.sag,
        "BOERNESAMTALE_FRAVALGT",
        for_dage_siden(4),
        af=hold.mette,
        felter=INDLAGT,
    )
    nyt = ret_skridt(
        skridt,
        for_dage_siden(2),
        af=hold.mette,
        felter=INDLAGT,
        begrundelse="Forkert dag",
    )
    assert Soegetekst.objects.get(kilde_id=skridt.rod).dag == for_dage_siden(2)
    traek_skridt_tilbage(nyt, af=hold.mette, begrundelse="Det skete ikke")
    assert titler(hold.mette, "indlagt") == []


def test_only_cases_one_sees_are_searched_and_a_bar_shuts_at_once(hold):
    fremmed = fremmed_sag(hold)
    notat(hold, sag=fremmed, af=hold.ole)
    notat(hold)
    assert titler(hold.mette, "skole") == [("N-1", ["Opkald"])]
    assert titler(hold.ole, "skole") == [("S-1", ["Opkald"])]
    spaer(hold.leder_nord, hold.sag, hold.mette, "Det er hendes egen nevø")
    assert titler(hold.mette, "skole") == []
    assert Sagsadgang.objects.filter(slags=Slags.SPAERRET).exists()


def test_nothing_tells_of_hidden_hits(hold, client):
    notat(hold, sag=fremmed_sag(hold), af=hold.ole)
    client.force_login(hold.mette)
    svar = client.post(reverse("soeg"), {"q": "sultent"})
    html = svar.content.decode()
    assert "Ingen tekster i de sager, du kan se" in html
    assert "Sofie" not in html
    assert "S-1" not in html


def test_the_page_shows_child_place_and_marked_words(hold, client):
    skridt = notat(hold)
    client.force_login(hold.mette)
    html = client.post(reverse("soeg"), {"q": "skolens lærere"}).content.decode()
    assert "Emil Holm" in html
    assert "<mark>Læreren</mark> fortæller" in html
    assert "<mark>skolen</mark>" in html
    assert reverse("journalpost", args=[skridt.rod]) in html


def test_text_is_shown_and_never_run(hold, client):
    notat(hold, "<script>alert(1)</script> skole <img src=x>")
    client.force_login(hold.mette)
    html = client.post(reverse("soeg"), {"q": "skole"}).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x>" not in html
    assert "&lt;img src=x&gt;" in html


def test_within_one_case_its_journal_is_narrowed_to_what_was_found(hold, client):
    notat(hold)
    notat(hold, "Intet nyt.", dage=1)
    client.force_login(hold.mette)
    svar = client.post(reverse("sagens_journal", args=[hold.sag.pk]), {"q": "lærer"})
    assert len(svar.context["poster"]) == 1
    assert "<mark>Læreren</mark>" in svar.content.decode()
    tom = client.post(reverse("sagens_journal", args=[hold.sag.pk]), {"q": "hest"})
    assert "Ingen tekst i sagen passer" in tom.content.decode()


def test_the_log_says_that_was_searched_but_not_for_what(hold, client):
    notat(hold)
    client.force_login(hold.mette)
    client.post(reverse("sagens_journal", args=[hold.sag.pk]), {"q": "lærer"})
    post = Logpost.objects.last()
    assert post.handling == "SOEG"
    assert "lærer" not in str(post.detaljer)
    assert "lærer" not in post.hvor


def test_the_index_holds_no_cpr_number_and_no_running_text(hold, client):
    client.force_login(hold.mette)
    client.post(
        reverse("nyt_dokument", args=[hold.sag.pk]),
        {
            "dag": for_dage_siden(3).isoformat(), "retning": "ind", "titel": "Brev",
            "fil": sendt("a.txt", f"Barnet {CPR[:6]} - {CPR[6:]} og {CPR} er {CPR[:6]}-{CPR[6:]}".encode()),
        },
    )  # fmt: skip
    with connection.cursor() as c:
        c.execute("SELECT ord FROM soegning_soegetekst")
        alt = " ".join(o for (o,) in c.fetchall())
    assert CPR[:6] not in alt
    assert " barn " in alt


def test_a_rebuilt_index_is_the_one_that_was_kept_up(hold, client):
    notat(hold)
    notat(hold, "Far ringede om samvær.", dage=2)
    registrer_skridt(
        hold.sag,
        "BOERNESAMTALE_FRAVALGT",
        for_dage_siden(4),
        af=hold.mette,
        felter=INDLAGT,
    )

    def raekker():
        return sorted(Soegetekst.objects.values_list("sag_id", "slags", "kilde_id", "dag", "ord"))

    holdt = raekker()
    assert len(holdt) == 3
    Soegetekst.objects.all().delete()
    assert indeks.genopbyg() == 3
    assert raekker() == holdt


def test_what_a_load_brings_is_found(hold):
    emne = {"emne": "Samtale med sundhedsplejersken"}
    Skridt.objects.bulk_create(
        [
            nyt_skridt(
                hold.sag,
                "JOURNALNOTAT",
                for_dage_siden(9),
                attributter=emne,
                kilde="DUBU",
            )
        ]
    )
    assert titler(hold.mette, "sundhedsplejerske") == []
    efter.kald({hold.sag.pk})
    assert titler(hold.mette, "sundhedsplejerske") == [("N-1", [emne["emne"]])]


def test_what_was_rolled_back_is_not_found(hold):
    def braend():
        with sagens_aendring(hold.sag):
            notat(hold)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        braend()
    assert titler(hold.mette, "skole") == []
    assert soeg_i_sag(hold.sag, "skole") == {}


@pytest.mark.parametrize(
    "ord_", ["", "a", "' OR 1=1 --", "%", "*", "710781-3001", "😀", "x" * 5000]
)
def test_no_question_breaks_the_page(hold, client, ord_):
    notat(hold)
    client.force_login(hold.mette)
    assert client.post(reverse("soeg"), {"q": ord_}).status_code == 200
    svar = client.post(reverse("sagens_journal", args=[hold.sag.pk]), {"q": ord_})
    assert svar.status_code == (422 if len(ord_) > 200 else 200)
