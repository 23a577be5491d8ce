from django.urls import include, path

urlpatterns = [
    path("", include("omhu.adgang.urls")),
    path("", include("omhu.bord.urls")),
    path("indlaesning/", include("omhu.indlaesning.urls")),
]

handler500 = "omhu.config.web.fejl.fejl500"
