"""The pages of plan, follow-up and visit cost few statements, however many plans and follow-ups there are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from omhu.sagsarbejde.tekster.models import Skrift
from tests.plan.forloeb import anbragt_forloeb

pytestmark = pytest.mark.django_db
HOEJST = 20


@pytest.mark.parametrize(
    ("navn", "slags"),
    [
        ("sagens_plan", ""),
        ("plan_ny", ""),
        ("plan_vis", "plan"),
        ("plan_udlever", "plan"),
        ("sagens_opfoelgning", ""),
        ("opfoelgning_ny", ""),
        ("opfoelgning_vis", "opfoelgning"),
        ("tilsyn_ny", ""),
        ("tilsyn_vis", "tilsyn"),
    ],
)
def test_a_page_costs_few_statements(navn, slags, hold, client, django_assert_max_num_queries):
    anbragt_forloeb(hold)
    client.force_login(hold.mette)
    pk = Skrift.objects.get(sag=hold.sag, slags=slags).pk if slags else hold.sag.pk
    sti = reverse(navn, args=[pk])
    client.get(sti)
    with django_assert_max_num_queries(HOEJST):
        assert client.get(sti).status_code == 200
