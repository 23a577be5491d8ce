"""Encrypt the CPR numbers that are there, in batches; a run that was stopped goes on where it was."""

from django.db import migrations, transaction

from omhu.kerne import krypto
from omhu.kerne.krypto import Formaal

STED = "sager_barn.cpr"
PORTION = 1000


def encrypt(apps, schema_editor):
    forbindelse = schema_editor.connection
    krypterede = 0
    if forbindelse.vendor == "sqlite":
        with forbindelse.cursor() as c:
            c.execute("PRAGMA secure_delete = ON")
    while antal := _batch(forbindelse):
        krypterede += antal
    if krypterede:
        sweep_plain_pages(forbindelse, "sager_barn")


def _batch(forbindelse):
    with transaction.atomic(forbindelse.alias), forbindelse.cursor() as c:
        c.execute(
            "SELECT id, cpr FROM sager_barn WHERE cpr <> '' AND substr(cpr, 1, 1) <> %s "
            f"ORDER BY id LIMIT {PORTION}",
            [krypto.MAERKE],
        )
        plain = c.fetchall()
        c.executemany(
            "UPDATE sager_barn SET cpr = %s, cpr_indeks = %s WHERE id = %s",
            [
                (
                    krypto.krypter(Formaal.CPR, cpr, STED),
                    krypto.indeks(Formaal.CPR_INDEKS, cpr),
                    pk,
                )
                for pk, cpr in plain
            ],
        )
        return len(plain)


def sweep_plain_pages(forbindelse, tabel):
    """The old text still lies in pages that the database has freed."""
    if forbindelse.in_atomic_block:
        return
    with forbindelse.cursor() as c:
        if forbindelse.vendor == "sqlite":
            c.execute("VACUUM")
            c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            c.execute(f"VACUUM (FULL) {tabel}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("sager", "0004_cpr_krypteret")]
    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
