"""Too many failed logins: the account rests, the address rests, in every process, and nothing is given away."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from omhu.adgang.login import spaerring
from omhu.adgang.login.models import Forsoeg
from tests.bord.stoette import tekst
from tests.login.stoette import KODE, poster

FOR_MANGE = "Der har været for mange forsøg. Vent 15 minutter"
PASSER_IKKE = "Brugernavn og adgangskode passer ikke sammen."


def goer_forkert(log_ind, antal: int, **andet) -> list[str]:
    return [tekst(log_ind("forkert", **andet)) for _ in range(antal)]


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(mette, log_ind):
    assert all(PASSER_IKKE in t for t in goer_forkert(log_ind, 5))
    assert FOR_MANGE in tekst(log_ind())
    assert poster("LOGIN_FEJL")[-1].detaljer["grund"] == "spærret"


def test_a_name_that_is_nobodys_gets_the_very_same_answers(mette, log_ind):
    kendt = goer_forkert(log_ind, 7)
    ukendt = [t.replace("findes-ikke", "mk") for t in goer_forkert(log_ind, 7, navn="findes-ikke")]
    assert kendt == ukendt


def test_a_closed_account_gets_the_very_same_answer(mette, log_ind):
    mette.is_active = False
    mette.save()
    assert PASSER_IKKE in tekst(log_ind())


def test_the_lock_opens_by_time(mette, log_ind):
    goer_forkert(log_ind, 6)
    Forsoeg.objects.update(spaerret_til=timezone.now() - timedelta(seconds=1))
    assert log_ind().url == "/"


def test_trying_on_does_not_make_it_longer(mette, log_ind):
    goer_forkert(log_ind, 5)
    foer = spaerring.spaerret_til("mk")
    goer_forkert(log_ind, 3)
    assert spaerring.spaerret_til("mk") == foer


def test_the_administrator_opens_it(mette, log_ind):
    goer_forkert(log_ind, 6)
    assert spaerring.laas_op("MK")
    assert log_ind().url == "/"


def test_a_right_password_is_not_counted(mette, log_ind, client):
    for _ in range(8):
        assert log_ind().url == "/"
        client.post("/logud/")


def test_old_failures_are_forgotten(mette, log_ind):
    goer_forkert(log_ind, 4)
    Forsoeg.objects.update(sidst=timezone.now() - timedelta(minutes=16))
    goer_forkert(log_ind, 4)
    assert log_ind().url == "/"


def test_capitals_and_blanks_are_no_new_name(mette, log_ind):
    for navn in ("mk", "MK", "Mk", " mk", "mK "):
        log_ind("forkert", navn)
    assert FOR_MANGE in tekst(log_ind())


def test_an_address_that_tries_many_names_is_stopped(mette, log_ind, omhu):
    omhu(login_forsoeg_pr_adresse=10)
    for nr in range(10):
        log_ind("forkert", f"gaet-{nr}", REMOTE_ADDR="192.0.2.7")
    assert FOR_MANGE in tekst(log_ind(REMOTE_ADDR="192.0.2.7"))
    assert log_ind(REMOTE_ADDR="192.0.2.8").url == "/"


def test_names_and_addresses_are_not_kept_as_typed(mette, log_ind):
    log_ind("forkert", "7006174001", REMOTE_ADDR="192.0.2.7")
    gemt = " ".join(Forsoeg.objects.values_list("noegle", flat=True))
    assert "7006174001" not in gemt
    assert "192.0.2.7" not in gemt
    assert all(len(n) == 64 for n in gemt.split())


def test_a_wrong_old_password_at_the_change_counts_too(mette, log_ind, client):
    log_ind()
    forkert = {"old_password": "x", "new_password1": KODE + "5", "new_password2": KODE + "5"}
    svar = [tekst(client.post("/adgangskode/", forkert)) for _ in range(6)]
    assert FOR_MANGE in svar[-1]
