from django.contrib.auth.views import LogoutView
from django.urls import path

from omhu.adgang import brugere, views

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("login/demo/<int:pk>/", views.demologin, name="demologin"),
    path("logud/", LogoutView.as_view(), name="logud"),
    path("adgangskode/", views.Adgangskode.as_view(), name="adgangskode"),
    path(
        "adgangskode/ny/<str:uidb64>/<str:token>/",
        brugere.NyAdgangskode.as_view(),
        name="ny_adgangskode",
    ),
    path("brugere/", brugere.liste, name="brugere"),
    path("brugere/ny/", brugere.ny, name="ny_bruger"),
    path("brugere/<int:pk>/", brugere.ret, name="ret_bruger"),
    path("brugere/<int:pk>/spaer/", brugere.spaer, name="spaer_bruger"),
    path("brugere/<int:pk>/aabn/", brugere.aabn, name="aabn_bruger"),
    path("brugere/<int:pk>/kodelink/", brugere.kodelink, name="kodelink"),
]
