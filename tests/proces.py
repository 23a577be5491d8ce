"""`omhu …` as a process of its own, without the second that Python takes to read Django and Omhu in.

    svar = proces.omhu(["frister", "--json"], miljoe)   as subprocess.run([sys.executable, "-m", "omhu.config.cli", …])
    svar = proces.python("print(1)", miljoe)            as subprocess.run([sys.executable, "-c", …])

A process waits with everything read in (`vent`) and forks once for each call. The child has what a new process has: the
environment, folder, input and output it was given, its settings read from them, its own connections, exit code and
death. What it does not show is that a cold start works: for that, and for servers, start a real one.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

ROD = Path(__file__).resolve().parents[1]
PLADS = 1 << 18
"""Bytes: more than any environment and program of a test."""
TAALMODIGHED = 120
"""Seconds for one call; then it is killed with what it has started."""
_en_ad_gangen = Lock()


def omhu(
    ord_: Sequence[object], miljoe: dict[str, str], ind: str = "", mappe: Path = ROD
) -> subprocess.CompletedProcess[str]:
    """Run `omhu …`; gives what it said and how it ended."""
    return _kald({"ord": [str(o) for o in ord_]}, miljoe, ind, mappe)


def python(
    program: str, miljoe: dict[str, str], ord_: Sequence[object] = (), mappe: Path = ROD
) -> subprocess.CompletedProcess[str]:
    """Run a Python program given as text."""
    return _kald({"program": program, "ord": [str(o) for o in ord_]}, miljoe, "", mappe)


def _kald(
    hvad: dict[str, Any], miljoe: dict[str, str], ind: str, mappe: Path
) -> subprocess.CompletedProcess[str]:
    with (
        tempfile.TemporaryFile("w+") as inde,
        tempfile.TemporaryFile("w+") as ude,
        tempfile.TemporaryFile("w+") as fejl,
    ):
        inde.write(ind)
        inde.seek(0)
        bestilling = json.dumps(hvad | {"miljoe": miljoe, "mappe": str(mappe)}).encode()
        with _en_ad_gangen:
            linje = _ventende(os.getpid())
            socket.send_fds(linje, [bestilling], [f.fileno() for f in (inde, ude, fejl)])
            svar = linje.recv(PLADS)
        assert svar, "the waiting process has died"
        ude.seek(0)
        fejl.seek(0)
        return subprocess.CompletedProcess(hvad["ord"], json.loads(svar), ude.read(), fejl.read())


@cache
def _ventende(_af: int) -> socket.socket:
    """The line to the waiting process of this process, which starts with the first call and ends with its parent."""
    her, der = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    mappe = tempfile.mkdtemp(prefix="omhu-proces-")
    rene = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
    ventende = subprocess.Popen(
        [sys.executable, "-m", "tests.proces", str(der.fileno())],
        env=rene | {"OMHU_MAPPE": mappe},
        cwd=ROD,
        pass_fds=[der.fileno()],
    )
    der.close()

    def slut() -> None:
        her.close()
        ventende.wait(timeout=20)

    atexit.register(slut)
    return her


# --- in the waiting process -----------------------------------------------------------------------


def vent(linje: socket.socket) -> None:
    """Read everything in, and fork for each order until the line closes."""
    import gc

    _laes_ind()
    gc.freeze()
    while True:
        bestilling, haandtag, *_ = socket.recv_fds(linje, PLADS, 3)
        if not bestilling:
            return
        barn = os.fork()
        if not barn:
            linje.close()
            os._exit(_som_ny(json.loads(bestilling), haandtag))
        for nr in haandtag:
            os.close(nr)
        _, status = os.waitpid(barn, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
            os.killpg(barn, signal.SIGKILL)
        linje.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def _laes_ind() -> None:
    """What does not depend on the installation: Django, all models, the shipped rules and the calendar."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "omhu.config.settings"
    import django

    django.setup()
    from omhu.config.cli import _parser
    from omhu.kerne.kalender import helligdage
    from omhu.regler.filer import regelsaet

    _parser()
    helligdage()
    regelsaet()
    shutil.rmtree(
        os.environ["OMHU_MAPPE"]
    )  # nobody reads or writes there after this, or it is seen


def _glem_indstillinger() -> None:
    """Settings, connections and keys are read anew from the environment, and the rooms meet them when Django starts."""
    import django.conf
    from django.apps import apps
    from django.db import connections

    for forbindelse in connections.all(initialized_only=True):
        assert forbindelse.connection is None, "the waiting process opened a database"
        del connections[forbindelse.alias]
    del connections.settings
    connections._settings = None
    sys.modules.pop("omhu.config.settings")
    django.conf.settings._wrapped = django.conf.empty
    start = django.setup

    def igen(**valg: bool) -> None:
        start(**valg)
        for rum in apps.get_app_configs():
            if rum.name.startswith("omhu."):
                rum.ready()

    django.setup = igen


def _som_ny(bestilling: dict[str, Any], haandtag: Sequence[int]) -> int:
    """Be the new process; its exit code."""
    os.setsid()
    signal.alarm(TAALMODIGHED)
    for til, fra in enumerate(haandtag):
        os.dup2(fra, til)
        os.close(fra)
    os.environ.clear()
    os.environ.update(bestilling["miljoe"])
    os.chdir(bestilling["mappe"])
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(nr, "rw"[nr > 0]) for nr in range(3))
    sys.argv = [bestilling["ord"][0] if bestilling["ord"] else "omhu", *bestilling["ord"][1:]]
    try:
        _glem_indstillinger()
        if "program" in bestilling:
            sys.argv = ["-c", *bestilling["ord"]]
            exec(compile(bestilling["program"], "<program>", "exec"), {"__name__": "__main__"})
            return 0
        from omhu.config.cli import main

        return main(bestilling["ord"])
    except SystemExit as slut:
        return _kode(slut.code)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        for forbindelse in _aabne():
            forbindelse.close()
        atexit._run_exitfuncs()
        for strom in (sys.stdout, sys.stderr):
            strom.flush()


def _aabne() -> list[Any]:
    """The connections that Python closes when it ends."""
    from django.db import connections

    return connections.all(initialized_only=True) if "settings" in vars(connections) else []


def _kode(kode: object) -> int:
    """As Python itself: a word goes to stderr and is exit code 1."""
    if kode is None or isinstance(kode, int):
        return kode or 0
    print(kode, file=sys.stderr)
    return 1


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    vent(socket.socket(fileno=int(sys.argv[1])))
