"""How often and how much: generous to people, closed to programs, counted once for all server processes."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from omhu.config.indstillinger import Indstillinger
from omhu.config.web import graenser
from omhu.config.web.taeller import Taeller, vinduets_slut
from tests.sikkerhed.adresser import navne
from tests.sikkerhed.server import GRAENSE, ROD


class Stille(Taeller):
    """A counter whose clock stands still: no window ends in the middle of a slow test."""

    def tael(self, noegle: str, sekunder: int, nu: float | None = None) -> int:
        return super().tael(noegle, sekunder, 1_000_000)


@pytest.fixture
def smaa(settings, tmp_path, monkeypatch):
    """Small limits, and a counter of the test's own."""
    taeller = Stille(tmp_path / "graenser.sqlite3")
    monkeypatch.setattr(graenser, "_taeller", lambda: taeller)

    def saet(**felter):
        settings.OMHU = settings.OMHU.model_copy(
            update={f"graense_{k}": v for k, v in felter.items()}
        )

    return saet


@pytest.fixture
def standard(smaa):
    """The limits that an installation has from the start."""
    felter = Indstillinger.model_fields
    smaa(
        **{
            n.removeprefix("graense_"): f.default
            for n, f in felter.items()
            if n.startswith("graense_")
        }
    )


def test_forty_quick_clicks_and_searches_a_minute_are_no_matter(hold, client, standard):
    client.force_login(hold.mette)
    for _ in range(40):
        assert client.get("/sager/").status_code == 200
        assert client.post("/soeg/", {"q": "N-1"}).status_code != 429


def test_a_user_who_asks_too_often_waits_and_is_told_how_long(hold, client, smaa):
    smaa(bruger=5)
    client.force_login(hold.mette)
    assert [client.get("/regler/").status_code for _ in range(6)] == [200] * 5 + [429]
    svar = client.get("/regler/")
    assert 1 <= int(svar["Retry-After"]) <= 60
    tekst = svar.content.decode()
    assert "Det gik lidt for hurtigt" in tekst
    assert re.search(r"Vent \d+ sekunder, og prøv igen", tekst)


def test_one_user_s_limit_is_not_another_s(hold, client, smaa):
    smaa(bruger=3)
    client.force_login(hold.mette)
    assert [client.get("/regler/").status_code for _ in range(4)][-1] == 429
    client.force_login(hold.ole)
    assert client.get("/regler/").status_code == 200


def test_logging_in_again_does_not_start_the_count_anew(hold, smaa):
    smaa(bruger=3)
    svar = []
    for _ in range(4):
        klient = Client()
        klient.force_login(hold.mette)
        svar.append(klient.get("/regler/").status_code)
    assert svar == [200, 200, 200, 429]


def test_a_stranger_is_counted_by_address(db, client, smaa):
    smaa(adresse=3)
    assert [client.get("/login/").status_code for _ in range(4)][-1] == 429
    assert client.get("/login/", REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize(
    ("slags", "sti", "kald"),
    [
        ("soegning", "/soeg/", lambda c: c.post("/soeg/", {"q": "N-1"})),
        ("soegning", "/sager/", lambda c: c.post("/sager/", {"q": "Emil"})),
        ("soegning", "/frister/", lambda c: c.post("/frister/", {"q": "Emil"})),
        ("soegning", "/noedadgang/", lambda c: c.post("/noedadgang/", {"sag": "N-1"})),
        ("eksport", "/sager/", lambda c: c.get("/sager/", {"format": "csv"})),
        ("indlaesning", "/indlaesning/ny/", lambda c: c.post("/indlaesning/ny/", {})),
    ],
)
def test_search_export_and_upload_have_limits_of_their_own(slags, sti, kald, hold, client, smaa):
    smaa(**{slags: 2})
    client.force_login(hold.super)
    assert [kald(client).status_code == 429 for _ in range(3)] == [False, False, True]
    assert client.get(sti).status_code != 429  # the page itself can still be seen


def test_the_strict_limits_are_strict():
    felter = {
        n: f.default for n, f in Indstillinger.model_fields.items() if n.startswith("graense_")
    }
    assert felter["graense_soegning"] * 60 < felter["graense_bruger"] * 60
    assert felter["graense_eksport"] < felter["graense_soegning"] * 60
    assert felter["graense_indlaesning"] < felter["graense_soegning"] * 60


def test_the_table_of_kinds_names_real_addresses():
    assert set(graenser.SLAGS) <= set(navne())


def test_static_files_are_not_counted(client, db, smaa):
    smaa(adresse=1)
    assert [client.get("/static/omhu/omhu.css").status_code for _ in range(3)] == [200] * 3


def test_a_refusal_is_logged_without_what_was_asked_for(hold, client, smaa, caplog):
    smaa(soegning=0)
    client.force_login(hold.mette)
    client.post("/soeg/", {"q": "7006174001"})
    assert f"Grænsen er nået: soegning:{hold.mette.pk}" in caplog.text
    assert "7006174001" not in caplog.text


def test_all_server_processes_share_one_count(server):
    """Two processes and eight calls at a time: exactly as many are let through as the limit says."""
    begyndt = int(time.time()) // 60
    with ThreadPoolExecutor(8) as traade:
        svar = list(
            traade.map(
                lambda _: server.hent("/falder/kalder/", X_Forwarded_For="192.0.2.99").status,
                range(GRAENSE + 25),
            )
        )
    vinduer = 1 + (int(time.time()) // 60 - begyndt)
    assert svar.count(200) == min(GRAENSE * vinduer, svar.count(200))
    assert svar.count(200) >= GRAENSE
    assert svar.count(429) == len(svar) - svar.count(200)
    if vinduer == 1:
        assert (svar.count(200), svar.count(429)) == (GRAENSE, 25)


TAEL = """
import sys
from pathlib import Path
from omhu.config.web.taeller import Taeller
taeller = Taeller(Path(sys.argv[1]))
print(*[taeller.tael("x", 3600, 1_000_000) for _ in range(50)])
"""


def test_no_count_is_lost_between_processes(tmp_path):
    ord_ = [sys.executable, "-c", TAEL, str(tmp_path / "graenser.sqlite3")]
    processer = [
        subprocess.Popen(ord_, stdout=subprocess.PIPE, text=True, cwd=ROD) for _ in range(4)
    ]
    tal = [int(n) for p in processer for n in p.communicate(timeout=60)[0].split()]
    assert sorted(tal) == list(range(1, 201))


def test_no_memory_is_shared_through_a_file_that_may_be_deleted(tmp_path):
    """A mapped file that is shortened by another process ends the server with a bus error."""
    taeller = Taeller(tmp_path / "graenser.sqlite3")
    assert taeller.tael("a", 60) == 1
    assert [f.name for f in tmp_path.iterdir() if f.name.endswith("-shm")] == []


def test_a_window_ends_and_the_old_ones_are_removed(tmp_path):
    taeller = Taeller(tmp_path / "g.sqlite3")
    assert [taeller.tael("x", 60, t) for t in (0, 59, 60, 61)] == [1, 2, 1, 2]
    assert vinduets_slut(60, 59.9) == 60
    taeller.tael("y", 60, 10_000)
    raekker = taeller._aaben().execute("SELECT noegle FROM kald").fetchall()
    assert raekker == [("y/60",)]


def test_a_counter_that_cannot_be_written_stops_nobody_but_is_told(tmp_path, caplog):
    sti = tmp_path / "mappe" / "findes-ikke.sqlite3"
    assert Taeller(sti).tael("x", 60) == 0
    assert "grænserne virker ikke" in caplog.text


# -- how much -------------------------------------------------------------------------------------


def test_a_form_that_is_too_big_is_refused_before_it_is_read(server):
    """The body never comes; the answer does."""
    svar = server.raat(
        "POST /soeg/ HTTP/1.1\nHost: omhu.kommunen.example\nX-Forwarded-Proto: https\nX-Forwarded-For: 192.0.2.30\n"
        "Content-Length: 60000000\nConnection: close\n\nq=a"
    ).decode()
    assert svar.startswith("HTTP/1.1 413 ")
    assert "Omhu tager højst 5 MB her" in svar


def test_a_stranger_cannot_send_a_file(server):
    """The upload's own limit is for those who are logged in; the CSRF check would else read it all first."""
    svar = server.raat(
        "POST /indlaesning/ny/ HTTP/1.1\nHost: omhu.kommunen.example\nX-Forwarded-Proto: https\n"
        "X-Forwarded-For: 192.0.2.31\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 60000000\n"
        "Connection: close\n\n--x"
    ).decode()
    assert svar.startswith("HTTP/1.1 413 ")


@pytest.mark.parametrize(("mb", "status"), [(3, False), (5, True)])
def test_an_upload_has_the_installation_s_limit(mb, status, hold, client, settings):
    settings.OMHU = settings.OMHU.model_copy(update={"max_upload_mb": 3})
    client.force_login(hold.super)
    fil = SimpleUploadedFile("stor.csv", b"x" * (mb << 20))
    svar = client.post("/indlaesning/ny/", {"filer": [fil]})
    assert (svar.status_code == 413) == status


def test_headers_that_never_end_are_cut_off(server):
    """Granian waits 30 seconds for the headers of a message; a flood of them is refused at once."""
    svar = server.raat(
        f"GET /login/ HTTP/1.1\nHost: omhu.kommunen.example\nX: {'a' * 600_000}\n\n", vent=15
    )
    assert svar.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")) or svar == b""
    assert server.hent("/login/", X_Forwarded_For="192.0.2.32").status == 200


@pytest.mark.parametrize("sti", ["/sager/?q=a%00b", "/regler/a%00b/", "/frister/?%00=1"])
def test_a_nul_in_an_address_is_refused_before_a_database_sees_it(sti, hold, client):
    client.force_login(hold.super)
    assert client.get(sti).status_code == 400


def test_a_nul_in_a_form_is_refused_before_a_database_sees_it(hold, client):
    client.force_login(hold.super)
    felter = "q=a%00b"
    svar = client.post("/soeg/", felter, content_type="application/x-www-form-urlencoded")
    assert svar.status_code == 400
