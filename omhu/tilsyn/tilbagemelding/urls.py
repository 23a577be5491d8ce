from django.urls import path

from omhu.tilsyn.tilbagemelding import genopretningsviews, laeringsviews, views

urlpatterns = [
    path("runder/<int:pk>/tilbagemeldinger/", views.rundens, name="tilsyn_runde_tilbagemeldinger"),
    path("tilbagemeldinger/<int:pk>/", views.tilbagemelding, name="tilsyn_tilbagemelding"),
    path("rettelser/", genopretningsviews.liste, name="tilsyn_genopretninger"),
    path(
        "sager/<int:sag>/genopretninger/<uuid:rod>/",
        genopretningsviews.genopretning,
        name="tilsyn_genopretning",
    ),
    path("runder/<int:pk>/tendenser/", laeringsviews.tendenser, name="tilsyn_tendenser"),
    path("runder/<int:pk>/temaer/", laeringsviews.temaer, name="tilsyn_temaer"),
    path("temaer/<int:pk>/", laeringsviews.tema, name="tilsyn_tema"),
    path("runder/<int:pk>/kalibrering/", laeringsviews.kalibrering, name="tilsyn_kalibrering"),
]
