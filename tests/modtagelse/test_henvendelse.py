"""A family asks for help itself: registered, screened, and with none of an underretning's clocks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from omhu.frister.models import Pligt
from omhu.sager.models import Barn, Sag
from omhu.sagsarbejde.tekster.kladder import hent as hent_kladde
from omhu.sagsarbejde.tekster.models import Udgave
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import fyld, skriv, tekst
from tests.modtagelse.stoette import CPR

pytestmark = pytest.mark.django_db
NYT = {"cpr": CPR, "navn": "Sofie Holm"}
STI = "ny_henvendelse"


@pytest.fixture
def mette(client, hold):
    fyld(hold)
    client.force_login(hold.mette)
    return client


def formular(*boern: dict[str, str], **felter) -> dict[str, str]:
    data = {
        "dag": timezone.localdate().isoformat(),
        "maade": "mundtlig",
        "fra": "mor",
        "navn": "Anna Holm",
        "kontakt": "12 34 56 78",
        "tekst": "Vi kan ikke få hverdagen til at hænge sammen.",
        "oenske": "En, der kan hjælpe om morgenen.",
        **felter,
    }
    for nr, barn in enumerate(boern, 1):
        data |= {f"barn.{nr}.{n}": v for n, v in barn.items()}
    return data


def seneste(sag: Sag) -> Skridt:
    return Skridt.objects.filter(sag=sag, art="HENVENDELSE").latest("registreret")


def regler(sag: Sag) -> dict[str, object]:
    return dict(Pligt.objects.filter(sag=sag).values_list("regel", "frist_dag"))


def test_a_family_s_application_opens_a_case_and_leads_on_to_the_screening(mette):
    svar = mette.post(reverse(STI), formular(NYT))
    sag = Sag.objects.get(barn__navn="Sofie Holm")
    h = seneste(sag)
    assert svar.url == reverse("henvendelse", args=[sag.pk, h.rod])
    assert (sag.bekymring, h.data) == (
        "Familien har selv søgt hjælp.",
        {"fra": "mor", "maade": "mundtlig"},
    )
    i_dag = timezone.localdate()
    assert regler(sag) == {"screening": i_dag + timedelta(14)}
    side = tekst(mette.get(svar.url))
    for ord_ in ("Anna Holm", "hænge sammen", "hjælpe om morgenen", "Venter på screening"):
        assert ord_ in side
    assert reverse("undersoegelse_screening", args=[sag.pk]) in mette.get(svar.url).content.decode()
    assert "Sofie Holm" in tekst(mette.get(reverse("underretninger")))


def test_the_screening_settles_it_and_the_four_months_run_from_the_application(mette):
    for_en_uge = timezone.localdate() - timedelta(7)
    mette.post(reverse(STI), formular(NYT, dag=for_en_uge.isoformat()))
    sag = Sag.objects.get(barn__navn="Sofie Holm")
    mette.post(
        reverse("undersoegelse_screening", args=[sag.pk]),
        {
            "dag": timezone.localdate().isoformat(),
            "resultat": "bfu",
            "begrundelse": "Der er brug for at se på hele familien.",
            "bfu_grunde": ["alvorlig"],
        },
    )
    p = Pligt.objects.get(sag=sag, regel="bfu-4mdr")
    assert (p.anker_rod, p.anker_dag) == (seneste(sag).rod, for_en_uge)
    side = tekst(mette.get(reverse("henvendelse", args=[sag.pk, seneste(sag).rod])))
    assert "Venter på screening" not in side
    assert "Familien søger hjælp: venter" not in tekst(mette.get(reverse("underretninger")))


def test_siblings_get_a_case_each_and_a_known_child_keeps_its_own(mette, hold):
    foer = Sag.objects.count()
    mette.post(
        reverse(STI), formular({"cpr": hold.barn.cpr}, {"navn": "Noah", "foedt": "2021-05-04"})
    )
    assert Sag.objects.count() == foer + 1
    assert seneste(hold.sag).data["fra"] == "mor"
    noah = Barn.objects.get(navn="Noah")
    hold.barn.refresh_from_db()
    assert noah.husstand == hold.barn.husstand != ""
    fane = tekst(mette.get(reverse("sagens_underretninger", args=[hold.sag.pk])))
    assert "Familien har selv søgt hjælp" in fane


def test_a_closed_case_is_opened_again(mette, hold):
    skriv(hold.sag, ("SAG_LUKKET", 0))
    mette.post(reverse(STI), formular({"cpr": hold.barn.cpr}, fra="barnet"))
    hold.sag.refresh_from_db()
    assert hold.sag.lukket is None


@pytest.mark.parametrize(
    ("felter", "siger"),
    [
        ({"fra": ""}, "Vi mangler, hvem der henvender sig"),
        ({"tekst": " "}, "Vi mangler, hvad familien fortæller"),
        ({"dag": "2099-01-01"}, "Dagen ligger i fremtiden"),
        ({"dag": "1950-01-01"}, "Året 1950 kan ikke passe"),
        ({"tekst": "Ring om 700317-4002"}, "CPR"),
        ({"barn.1.cpr": "", "barn.1.navn": ""}, "Vi mangler, hvem det handler om"),
        ({"barn.1.cpr": "", "barn.1.foedt": "2099-01-01"}, "Fødselsdagen ligger i fremtiden"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(mette, felter, siger):
    foer = (Sag.objects.count(), Skridt.objects.count(), Udgave.objects.count())
    svar = mette.post(reverse(STI), formular(NYT) | felter)
    assert svar.status_code == 422
    assert siger in tekst(svar)
    assert "hjælpe om morgenen" in svar.content.decode()
    assert (Sag.objects.count(), Skridt.objects.count(), Udgave.objects.count()) == foer


def test_a_row_more_saves_nothing_and_keeps_what_is_typed(mette):
    svar = mette.post(reverse(STI), formular(NYT) | {"tilfoej": "barn"})
    html = svar.content.decode()
    assert 'name="barn.2.cpr"' in html
    assert "Sofie Holm" in html
    assert not Sag.objects.filter(barn__navn="Sofie Holm").exists()


def test_it_starts_from_the_case_one_comes_from(mette, hold):
    html = mette.get(f"{reverse(STI)}?sag={hold.sag.pk}").content.decode()
    assert hold.barn.navn in html


def test_those_who_only_read_register_none(mette, hold):
    hold.mette.rolle = "JURIST"
    hold.mette.save()
    mette.force_login(hold.mette)
    assert mette.post(reverse(STI), formular(NYT)).status_code == 403
    assert not Skridt.objects.filter(art="HENVENDELSE").exists()


def test_the_draft_is_gone_once_it_is_saved(mette, hold):
    mette.post(reverse(STI), formular(NYT))
    assert hent_kladde(hold.mette, reverse(STI)) is None


def test_who_asked_is_written_on_the_case_without_typing_it_again(mette):
    mette.post(reverse(STI), formular(NYT))
    sag = Sag.objects.get(barn__navn="Sofie Holm")
    h = seneste(sag)
    side = reverse("henvendelse", args=[sag.pk, h.rod])
    vej = f"{reverse('ny_person', args=[sag.pk])}?henvendelse={h.rod}"
    assert vej in mette.get(side).content.decode()
    form = mette.get(vej).context["form"]
    assert [form[n].value() for n in ("art", "navn", "telefon")] == [
        "MOR",
        "Anna Holm",
        "12 34 56 78",
    ]
    mette.post(vej, {"art": "MOR", "navn": "Anna Holm"})
    assert "henvendelse=" not in mette.get(side).content.decode()
