from django.urls import path

from omhu.adgang.log import views

urlpatterns = [path("udskriv/", views.udskriv, name="udskriv")]
