from django.apps import AppConfig


class AftalerConfig(AppConfig):
    name = "omhu.sagsarbejde.aftaler"
    label = "aftaler"
