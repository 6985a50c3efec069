"""Addresses of the desk that are found before Django's own."""

from django.contrib import admin
from django.urls import path

from articles.admin.front import front
from articles.admin.guards import Offers, view_on_site

_for_staff = admin.site.admin_view

urlpatterns = [
    path("", _for_staff(front)),
    path("autocomplete/", _for_staff(Offers.as_view(admin_site=admin.site)), name="autocomplete"),
    path("r/<path:content_type_id>/<path:object_id>/", _for_staff(view_on_site)),
]
