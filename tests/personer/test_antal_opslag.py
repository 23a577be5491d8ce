"""The pages of people and closing ask at most 20 statements, also in a municipality of some size."""

from __future__ import annotations

from omhu.sager.models import Relation, Sag
from tests.bord.conftest import kommune

__all__ = ["kommune"]
HOEJST = 20


def test_the_pages_ask_little(kommune, client, django_assert_max_num_queries):
    bruger = kommune(0.03)["raadgiver"]
    client.force_login(bruger)
    sag = Sag.objects.filter(lukket=None, enhed=bruger.enhed).order_by("-pk").first()
    r = Relation.objects.filter(barn=sag.barn).first()
    egne = f"/sager/{sag.pk}/"
    for sti in (
        f"{egne}personer/",
        f"{egne}personer/ny/",
        f"{egne}personer/{r.pk}/ret/",
        f"{egne}luk/",
        f"{egne}ny-paa-sagen/",
        "/sager/kan-lukkes/?dage=0",
    ):
        with django_assert_max_num_queries(HOEJST):
            assert client.get(sti).status_code == 200, sti
