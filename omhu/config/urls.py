from django.urls import include, path

urlpatterns = [
    path("", include("omhu.adgang.urls")),
    path("", include("omhu.adgang.log.urls")),
    path("", include("omhu.bord.urls")),
    path("indlaesning/", include("omhu.indlaesning.urls")),
    path("tilsyn/", include("omhu.tilsyn.urls")),
    path("tilsyn/", include("omhu.rapporter.tilsyn.urls")),
    path("breve/", include("omhu.rapporter.urls")),
]

handler400 = "omhu.config.web.fejl.fejl400"
handler500 = "omhu.config.web.fejl.fejl500"
