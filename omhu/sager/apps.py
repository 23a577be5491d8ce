from django.apps import AppConfig


class SagerConfig(AppConfig):
    name = "omhu.sager"
    label = "sager"
