"""The archive's addresses. Every list answers at its page and, with a suffix, in each format."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter

from articles import converters, sitemaps, views

register_converter(converters.FormatConverter, "format")
register_converter(converters.WordConverter, "word")
register_converter(converters.DomainConverter, "domain")
register_converter(converters.YearConverter, "year")
register_converter(converters.MonthConverter, "month")

app_name = "articles"

LISTS = {
    "articles": ("article-list", views.article_list),
    "events": ("event-list", views.event_list),
    "search": ("search", views.search),
    "tags/<word:slug>": ("tag-detail", views.tag_detail),
    "categories/<word:slug>": ("category-detail", views.category_detail),
    "sources/<domain:domain>": ("source-detail", views.source_detail),
    "<year:year>": ("year", views.year),
    "<year:year>/<month:month>": ("month", views.month),
    "events/<int:pk>-<word:slug>": ("event-detail", views.event_detail),
}

urlpatterns = [
    path("", views.home, name="home"),
    path("articles/<int:pk>/", views.article_detail, name="article-bare"),
    path("articles/<int:pk>-<word:slug>/", views.article_detail, name="article-detail"),
    path("events/<int:pk>/", views.event_detail, name="event-bare"),
    path("events/<int:pk>.<format:suffix>", views.event_detail, name="event-bare-format"),
    path("search/suggestions", views.suggestions, name="suggestions"),
    path("tags/", views.tag_index, name="tag-index"),
    path("categories/", views.category_index, name="category-index"),
    path("sources/", views.source_index, name="source-index"),
    path("feeds/", views.feed_index, name="feed-index"),
    path("about/", views.about, name="about"),
    path("healthz", views.health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": sitemaps.SITEMAPS}, name="sitemap-part"),
]
for _route, (_name, _view) in LISTS.items():
    urlpatterns += [
        path(f"{_route}/", _view, name=_name),
        path(f"{_route}.<format:suffix>", _view, name=f"{_name}-format"),
    ]
