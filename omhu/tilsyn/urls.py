from django.urls import include, path

from omhu.tilsyn import views

urlpatterns = [
    path("", views.forside, name="tilsyn"),
    path("", include("omhu.tilsyn.koncepter.urls")),
    path("", include("omhu.tilsyn.runder.urls")),
    path("", include("omhu.tilsyn.laesning.urls")),
    path("", include("omhu.tilsyn.tilbagemelding.urls")),
    path("", include("omhu.tilsyn.resultat.urls")),
    path("", include("omhu.tilsyn.gransker.urls")),
]
