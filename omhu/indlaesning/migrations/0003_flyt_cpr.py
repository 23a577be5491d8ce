"""What sources said of CPR numbers moves from JSON in plain to an encrypted column, and children that were known by
their number alone get a key that cannot be computed back to it. In batches; a stopped run goes on where it was."""

import json
from hashlib import sha256
from importlib import import_module

from django.db import migrations, transaction

from omhu.kerne import krypto
from omhu.kerne.krypto import Formaal

STED = "indlaesning_kildepost.cpr"
PORTION = 1000
sweep_plain_pages = import_module("omhu.sager.migrations.0005_krypter_cpr").sweep_plain_pages


def encrypt(apps, schema_editor):
    forbindelse = schema_editor.connection
    if forbindelse.vendor == "sqlite":
        with forbindelse.cursor() as c:
            c.execute("PRAGMA secure_delete = ON")
    flyttet = _portions(forbindelse, "SELECT id, vaerdier FROM indlaesning_kildepost WHERE id > %s", _move)
    flyttet += _portions(forbindelse, "SELECT id, cpr FROM sager_barn WHERE id > %s AND cpr <> ''", _rekey)
    if flyttet:
        sweep_plain_pages(forbindelse, "indlaesning_kildepost")


def _portions(forbindelse, sql, act):
    last = changed = 0
    while True:
        with transaction.atomic(forbindelse.alias), forbindelse.cursor() as c:
            c.execute(f"{sql} ORDER BY id LIMIT {PORTION}", [last])
            rows = c.fetchall()
            if not rows:
                return changed
            changed += sum(act(c, *row) for row in rows)
            last = rows[-1][0]


def _move(c, pk, vaerdier):
    values = json.loads(vaerdier) if isinstance(vaerdier, str) else vaerdier
    cpr = values.pop("cpr", "")
    if not cpr:
        return 0
    c.execute(
        "UPDATE indlaesning_kildepost SET vaerdier = %s, cpr = %s WHERE id = %s",
        [json.dumps(values, ensure_ascii=False), krypto.krypter(Formaal.CPR, cpr, STED), pk],
    )
    return 1


def _rekey(c, pk, chiffer):
    cpr = krypto.dekrypter(Formaal.CPR, chiffer, "sager_barn.cpr")
    old = "p" + sha256(f"omhu-barn-{cpr}".encode()).hexdigest()[:24]
    new = "p" + krypto.pseudonym(f"barn {cpr}")
    c.execute("UPDATE sager_barn SET kilde_id = %s WHERE id = %s AND kilde_id = %s", [new, pk, old])
    if not c.rowcount:
        return 0
    for ending in ("", " uden sag"):
        c.execute(
            "UPDATE sager_sag SET nummer = %s WHERE barn_id = %s AND nummer = %s",
            [new + ending, pk, old + ending],
        )
        c.execute(
            "UPDATE indlaesning_kildepost SET noegle = %s WHERE noegle = %s",
            [new + ending, old + ending],
        )
    return 1


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("indlaesning", "0002_kildepost_cpr"), ("sager", "0007_vaern")]
    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
