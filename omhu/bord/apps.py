from django.apps import AppConfig


class BordConfig(AppConfig):
    name = "omhu.bord"
    label = "bord"
