from django.urls import path

from omhu.bord.views import frist, lister, regler, sag, skridt, skrivebord, soeg

urlpatterns = [
    path("", skrivebord.skrivebord, name="skrivebord"),
    path("soeg/", soeg.soeg, name="soeg"),
    path("sager/", lister.sager, name="sager"),
    path("sager/<int:pk>/", sag.sag, name="sag"),
    path("sager/<int:pk>/hvorfor/", sag.hvorfor, name="sagens_hvorfor"),
    path("sager/<int:pk>/registrer/", skridt.vaelg, name="vaelg_skridt"),
    path("sager/<int:pk>/registrer/<str:art>/", skridt.registrer, name="registrer_skridt"),
    path("skridt/<uuid:pk>/ret/", skridt.ret, name="ret_skridt"),
    path("skridt/<uuid:pk>/traek-tilbage/", skridt.traek_tilbage, name="traek_skridt_tilbage"),
    path("skridt/<uuid:pk>/fortryd/", skridt.fortryd, name="fortryd"),
    path("frister/", lister.frister, name="frister"),
    path("frister/<int:pk>/hvorfor/", frist.hvorfor, name="hvorfor"),
    path("frister/<int:pk>/registrer/", frist.registrer, name="registrer_frist"),
    path("frister/<int:pk>/fravaelg/", frist.fravaelg, name="fravaelg"),
    path("frister/<int:pk>/laeg-vaek/", frist.laeg_vaek, name="laeg_vaek"),
    path("frister/<int:pk>/tag-frem/", frist.tag_frem, name="tag_frem"),
    path("frister/<int:pk>/giv-videre/", frist.giv_videre, name="giv_videre"),
    path("frister/<int:pk>/paamind/", frist.paamind, name="paamind"),
    path("regler/", regler.regelliste, name="regler"),
    path("regler/<slug:regel_id>/", regler.regelside, name="regel"),
]
