from django.apps import AppConfig


class TeksterConfig(AppConfig):
    name = "omhu.sagsarbejde.tekster"
    label = "tekster"

    def ready(self) -> None:
        from omhu.kerne.krypto import Formaal, brug
        from omhu.sager.noegler import Kolonnebrug

        brug.registrer(Kolonnebrug("kladder", "tekster_kladde", "felter", Formaal.KLADDE))
