from django.urls import path

from omhu.adgang import brugere, views
from omhu.adgang.login import administrator, fremmede, konto

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("login/kode/", views.kode, name="login_kode"),
    path("login/demo/<int:pk>/", views.demologin, name="demologin"),
    path("login/oidc/", fremmede.oidc_ind, name="oidc_ind"),
    path("login/oidc/svar/", fremmede.oidc_svar, name="oidc_svar"),
    path("login/oidc/ud/", fremmede.oidc_ud, name="oidc_ud"),
    path("login/saml/", fremmede.saml_ind, name="saml_ind"),
    path("login/saml/svar/", fremmede.saml_svar, name="saml_svar"),
    path("login/saml/faerdig/", fremmede.saml_faerdig, name="saml_faerdig"),
    path("login/saml/metadata/", fremmede.saml_metadata, name="saml_metadata"),
    path("logud/", views.logud, name="logud"),
    path("konto/engangskode/", konto.engangskode, name="totp"),
    path("konto/engangskode/nye-koder/", konto.nye_koder, name="totp_koder"),
    path("konto/engangskode/fra/", konto.fjern_totp, name="totp_fjern"),
    path("konto/sessioner/", konto.liste, name="sessioner"),
    path("konto/sessioner/afslut/", konto.afslut, name="session_afslut"),
    path("konto/bekraeft/", konto.bekraeft, name="bekraeft"),
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
    path("brugere/<int:pk>/laas-op/", administrator.laas_op, name="laas_op"),
    path("brugere/<int:pk>/nulstil-engangskode/", administrator.nulstil, name="nulstil_totp"),
]
