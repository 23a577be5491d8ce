"""A PostgreSQL server of the tests' own: started in a folder of its own, reached by a socket only, gone at the end.

    python -m tests.pg -n 2 …     run pytest with these words on PostgreSQL, or say IKKE KØRT and why

OMHU_TEST_DB=postgresql makes the plugin (tests/miljoe.py) do the same for any call of pytest.
PG_BIN names the folder of the server's programs, when it is not Debian's own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

IKKE_KOERT = "IKKE KØRT"
RAAD = "apt-get install -y --no-install-recommends postgresql"
EJER, ADMIN = "omhu_proeve", "omhu_admin"
"""The role that tests run as (no superuser: row-level security holds for it), and the server's superuser."""
HURTIGT = (
    "listen_addresses=''",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "timezone=UTC",
)
"""A crash may lose everything: nothing here is kept."""
ADGANG = "local all +med_kode scram-sha-256\nlocal all all trust\n"


class Mangler(Exception):
    """No PostgreSQL can be had; the text is Danish and says what to do."""


@dataclass(frozen=True)
class Server:
    """A running server: the folder of its socket, and how to stop it."""

    mappe: Path
    programmer: Path
    som: dict[str, Any]

    def stop(self) -> None:
        self.koer("pg_ctl", "-D", self.mappe / "data", "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.mappe, ignore_errors=True)

    def koer(self, program: str, *ord_: object, check: bool = True) -> None:
        """Run one of the server's programs as the server's user. Raises Mangler with its words."""
        # The server inherits what it is started with: a pipe would never be closed, so a file takes the words.
        with tempfile.TemporaryFile() as ud:
            svar = subprocess.run(
                [str(self.programmer / program), *map(str, ord_)],
                env={"PATH": f"{self.programmer}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                cwd=self.mappe,
                stdin=subprocess.DEVNULL,
                stdout=ud,
                stderr=ud,
                check=False,
                **self.som,
            )
            if check and svar.returncode:
                ud.seek(0)
                ord_fra = ud.read().decode(errors="replace").strip().splitlines()
                raise Mangler(f"PostgreSQL kom ikke i gang: {(ord_fra or ['intet svar'])[-1]}")


def find_programmer() -> Path:
    """The folder with initdb and pg_ctl. Raises Mangler."""
    valgt = os.environ.get("PG_BIN")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    paa_stien = shutil.which("initdb")
    kandidater = [Path(valgt)] if valgt else [*debian]
    if paa_stien and not valgt:
        kandidater.append(Path(paa_stien).resolve().parent)
    for mappe in kandidater:
        if (mappe / "initdb").exists() and (mappe / "pg_ctl").exists():
            return mappe
    if valgt:
        raise Mangler(f"PG_BIN peger på »{valgt}«, hvor initdb ikke er")
    raise Mangler(f"PostgreSQL mangler. Som administrator: {RAAD}")


def start() -> Server:
    """Make and start a server. Raises Mangler; then nothing is left."""
    programmer = find_programmer()
    mappe = Path(tempfile.mkdtemp(prefix="omhu-pg-"))
    mappe.chmod(0o755)
    server = Server(mappe, programmer, _anden_bruger(mappe))
    try:
        server.koer(
            "initdb", "-D", mappe / "data", "-U", ADMIN, "-A", "trust", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        hba = mappe / "data" / "pg_hba.conf"
        hba.write_text(ADGANG)
        valg = " ".join(f"-c {v}" for v in HURTIGT)
        server.koer(
            "pg_ctl", "-D", mappe / "data", "-w", "-l", mappe / "log", "-o", f"{valg} -k {mappe}", "start",
        )  # fmt: skip
        koer_sql(mappe, f"CREATE ROLE {EJER} LOGIN CREATEDB", "CREATE ROLE med_kode")
    except BaseException:
        server.stop()
        raise
    return server


def _anden_bruger(mappe: Path) -> dict[str, Any]:
    """The server refuses to run as root; then it runs as Debian's postgres, or as nobody."""
    if os.geteuid() != 0:
        return {}
    brugere = {p.pw_name: p for p in pwd.getpwall()}
    bruger = brugere.get("postgres") or brugere["nobody"]
    os.chown(mappe, bruger.pw_uid, bruger.pw_gid)
    return {"user": bruger.pw_uid, "group": bruger.pw_gid, "extra_groups": []}


def koer_sql(
    mappe: Path, *saetninger: str, database: str = "postgres", bruger: str = ADMIN
) -> None:
    """Run statements one by one, each for itself."""
    import psycopg

    with psycopg.connect(
        host=str(mappe), dbname=database, user=bruger, autocommit=True
    ) as forbindelse:
        for sql in saetninger:
            forbindelse.execute(sql)  # type: ignore[arg-type]  # psycopg asks for a literal


def adresse(mappe: str | Path, database: str, bruger: str = EJER, kode: str = "") -> str:
    """OMHU_DATABASE_URL of a database on the server whose socket is in `mappe`."""
    return f"postgresql://{bruger}{f':{kode}' if kode else ''}@/{database}?host={mappe}"


UDEN_DATABASE = ("tests/bench", "tests/kerne", "tests/maalinger", "tests/regler")
"""Rooms that know no Django (import-linter holds them to it): the run on SQLite has said all about them."""
EEN_GANG = (
    "tests/browser",
    "tests/sikkerhed",
    "tests/rapporter/test_dokument.py",
    "tests/bord/test_skabeloner.py",
    "tests/bord/test_ord_om_tid.py",
    "tests/bord/test_tidslinje_svg.py",
    "tests/config/test_demo_kommune.py",
    "tests/config/test_demo_land.py",
    "tests/login/test_opsaetning.py",
    "tests/tekster/test_hver_kladde.py",
    "tests/test_dokumentation.py",
    "tests/test_miljoe.py",
    *(
        f"tests/kopi/test_{n}.py"
        for n in "arkiv arkivudtraek efterse i_brug kommando slet_kommando udtraek".split()
    ),
)
"""What says the same over either database, here only with `--alt`, which is slow: pages as text, headers, files of
letters, settings, the guide, what the demo invents before it is written, and the copies of SQLite (those of PostgreSQL
are in tests/kopi/test_postgresql.py). Rights, rows, acts, locks, migrations, loads and search run on both."""


def main(ord_: Sequence[str]) -> int:
    """Run pytest on PostgreSQL, or say loudly why not. With CI=true that is a failure. `--alt` leaves nothing out."""
    udeladt = () if "--alt" in ord_ else UDEN_DATABASE + EEN_GANG
    ord_ = [o for o in ord_ if o != "--alt"] + [f"--ignore={sti}" for sti in udeladt]
    try:
        find_programmer()
    except Mangler as fejl:
        print(f"\n{'=' * 30} PostgreSQL {'=' * 30}\n{IKKE_KOERT} på PostgreSQL: {fejl}\n")
        return int(os.environ.get("CI", "").lower() in {"1", "true"})
    miljoe = {**os.environ, "OMHU_TEST_DB": "postgresql"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *ord_], env=miljoe, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
