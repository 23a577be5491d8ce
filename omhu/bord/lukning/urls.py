from django.urls import path

from omhu.bord.lukning import views

urlpatterns = [
    path("sager/kan-lukkes/", views.kan_lukkes, name="kan_lukkes"),
    path("sager/<int:pk>/luk/", views.luk, name="luk_sag"),
    path("sager/<int:pk>/genaabn/", views.genaabn, name="genaabn_sag"),
    path("sager/<int:pk>/tag/", views.tag, name="tag_sag"),
    path("sager/<int:pk>/ny-paa-sagen/", views.ny_paa_sagen, name="ny_paa_sagen"),
]
