from django.apps import AppConfig


class TilsynConfig(AppConfig):
    name = "omhu.tilsyn"
    label = "tilsyn"
