"""Every address of the site: the admin, then the archive."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("articles.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]
