from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "omhu.sagsarbejde.journal"
    label = "journal"

    def ready(self) -> None:
        from omhu.kerne.krypto import Formaal, brug
        from omhu.sager.noegler import Kolonnebrug
        from omhu.sagsarbejde.journal import skema
        from omhu.sagsarbejde.journal.lager import Filbrug
        from omhu.sagsarbejde.tekster.skema import tilmeld

        tilmeld(skema.NOTAT, skema.DOKUMENT, skema.AKTINDSIGT)
        brug.registrer(
            Filbrug("filer på sager", "journal_dokumentdel", "indhold", Formaal.DOKUMENT)
        )
        brug.registrer(Kolonnebrug("filers tekst", "journal_dokument", "tekst", Formaal.DOKUMENT))
