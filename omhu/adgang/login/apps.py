import sys

from django.apps import AppConfig


class LoginConfig(AppConfig):
    name = "omhu.adgang.login"
    label = "login"

    def ready(self) -> None:
        from omhu.adgang.login import signaler  # noqa: F401 - connects them
        from omhu.adgang.login.noeglebrug import Engangskoder
        from omhu.adgang.login.opsaetning import Opsaetningsfejl, efterse
        from omhu.kerne.krypto import brug

        brug.registrer(Engangskoder())
        try:
            efterse()
        except Opsaetningsfejl as fejl:
            sys.exit(f"Omhu kan ikke starte, fordi en indstilling er forkert:\n  {fejl}")
