"""What a server process asks of PostgreSQL: few connections, an end to waiting, and a clean connection each time."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROEVE = """
import json, os, threading, time
os.environ["DJANGO_SETTINGS_MODULE"] = "omhu.config.settings"
import django
from omhu.config.database import server
django.setup()
server.indret()
from django.db import OperationalError, connection, connections
from omhu.adgang.raekkesikkerhed import som_system
svar = {}

def et(sql):
    with connection.cursor() as c:
        c.execute(sql)
        return c.fetchone()[0]

for navn in ("jit", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
    svar[navn] = et(f"SHOW {navn}")
try:
    et("SELECT pg_sleep(5)")
except OperationalError as fejl:
    svar["for_laenge"] = fejl.__cause__.sqlstate
connection.close()
with som_system():
    svar["pid"] = et("SELECT pg_backend_pid()")
    svar["mens"] = et("SELECT current_setting('omhu.omfang', true)")
connection.close()
time.sleep(0.3)
alle = [connection.pool.getconn() for _ in range(3)]
igen = next(f for f in alle if f.info.backend_pid == svar["pid"])
svar["bagefter"] = igen.execute("SELECT current_setting('omhu.omfang', true)").fetchone()[0]
for f in alle:
    connection.pool.putconn(f)
pider = set()

def arbejd():
    pider.add(et("SELECT pg_backend_pid() FROM pg_sleep(0.05)"))
    connections.close_all()

traade = [threading.Thread(target=arbejd) for _ in range(12)]
[t.start() for t in traade]
[t.join() for t in traade]
svar["forbindelser"] = len(pider)
print(json.dumps(svar))
connection.close_pool()
"""


@pytest.fixture(scope="module")
def svar(installation):
    miljoe = installation.miljoe(OMHU_DATABASE_SEKUNDER="1", OMHU_DATABASE_FORBINDELSER="3")
    koert = subprocess.run(
        [sys.executable, "-c", PROEVE], env=miljoe, capture_output=True, text=True, check=False
    )
    assert koert.returncode == 0, koert.stderr
    return json.loads(koert.stdout)


def test_pages_do_not_wait_for_ever(svar):
    assert svar["jit"] == "off", "oversættelsen koster mere end opslaget under rækkesikkerhed"
    assert svar["statement_timeout"] == "1s"
    assert svar["lock_timeout"] == "5s"
    assert svar["idle_in_transaction_session_timeout"] == "1min"
    assert svar["for_laenge"] == "57014"


def test_a_connection_forgets_whose_rows_it_showed_before_another_gets_it(svar):
    assert "system" in svar["mens"]
    assert svar["bagefter"] == ""


def test_many_at_once_share_few_connections(svar):
    assert svar["forbindelser"] <= 3


def test_commands_take_their_time(installation):
    program = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'omhu.config.settings'\n"
        "import django; django.setup()\n"
        "from django.db import connection as c\n"
        "k = c.cursor(); k.execute('SHOW statement_timeout'); print(k.fetchone()[0], c.pool)"
    )
    koert = subprocess.run(
        [sys.executable, "-c", program], env=installation.miljoe(), capture_output=True, text=True
    )
    assert koert.stdout.split() == ["0", "None"], koert.stderr
