"""Start serveren.

Granian, several worker processes, no reload; behind a proxy that ends TLS.
"""

from __future__ import annotations

import argparse
import os
import sys

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--vaert", default="127.0.0.1", help="adressen, der lyttes på (127.0.0.1)")
    parser.add_argument(
        "--port",
        type=int,
        default=int(os.environ.get("PORT", "8000")),
        help="porten (8000, eller PORT)",
    )
    parser.add_argument("--processer", type=int, default=2, help="antal processer (2)")


def koer(args: argparse.Namespace) -> int:
    return start(args.vaert, args.port, args.processer)


def start(vaert: str, port: int, processer: int) -> int:
    """Serve until stopped. Raises Afvist when the port is taken, and for a demo that others could reach."""
    _check_demo(vaert)
    _check_port(vaert, port)
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    print(f"Omhu kører på http://{vaert}:{port}/ (Ctrl+C stopper)", flush=True)
    sys.stdout.flush()
    connections.close_all()  # the workers are forks: a shared socket would give one the answers of another
    Granian(
        "omhu.config.wsgi:application",
        address=vaert,
        port=port,
        interface=Interfaces.WSGI,
        workers=processer,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def _check_demo(vaert: str) -> None:
    from ipaddress import ip_address

    from django.conf import settings

    from omhu.config.kommandoer.faelles import Afvist

    try:
        hjemme = vaert == "localhost" or ip_address(vaert).is_loopback
    except ValueError:
        hjemme = False
    if settings.OMHU.demo and not hjemme:
        raise Afvist(
            f"Demoen lader alle ind uden adgangskode og kan ikke vises på {vaert}. "
            "Brug --vaert 127.0.0.1, eller fjern OMHU_DEMO."
        )


def _check_port(vaert: str, port: int) -> None:
    import socket

    from omhu.config.kommandoer.faelles import Afvist

    with socket.socket() as proeve:
        proeve.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proeve.bind((vaert, port))
        except OSError as fejl:
            raise Afvist(
                f"Port {port} er optaget på {vaert}. Stop det andet program, eller vælg en anden: PORT={port + 1}."
            ) from fejl
