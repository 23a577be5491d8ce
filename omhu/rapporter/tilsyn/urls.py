from django.urls import path

from omhu.rapporter import filnavne  # noqa: F401 - the converters of the paths below
from omhu.rapporter.tilsyn import views

urlpatterns = [
    path("runder/<int:pk>/dokumenter/", views.dokumenter, name="tilsyn_dokumenter"),
    path("runder/<int:pk>/dokumenter/modtagere/", views.modtagere, name="tilsyn_modtagere"),
    path("runder/<int:pk>/dokument/<rundefil:fil>", views.dokument, name="tilsyn_dokument"),
    path("trukne/<int:pk>/<brevfil:fil>", views.om_sagen, name="tilsyn_sagsnotat"),
    path(
        "tilbagemeldinger/<int:pk>/<brevfil:fil>",
        views.tilbagemelding,
        name="tilsyn_tilbagemeldingsbrev",
    ),
]
