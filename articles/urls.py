"""The archive's addresses. Every list answers at its page and, with a suffix, in each format."""

from django.urls import path, register_converter

from articles import converters, sitemaps
from articles.views import lists, records, site

register_converter(converters.FormatConverter, "format")
register_converter(converters.WordConverter, "word")
register_converter(converters.DomainConverter, "domain")
register_converter(converters.YearConverter, "year")
register_converter(converters.MonthConverter, "month")

app_name = "articles"

LISTS = {
    "articles": ("article-list", lists.article_list),
    "events": ("event-list", lists.event_list),
    "search": ("search", lists.search),
    "tags/<word:slug>": ("tag-detail", lists.tag_detail),
    "categories/<word:slug>": ("category-detail", lists.category_detail),
    "sources/<domain:domain>": ("source-detail", lists.source_detail),
    "<year:year>": ("year", lists.year),
    "<year:year>/<month:month>": ("month", lists.month),
    "events/<int:pk>-<word:slug>": ("event-detail", records.event_detail),
}

urlpatterns = [
    path("", site.home, name="home"),
    path("articles/<int:pk>/", records.article_detail, name="article-bare"),
    path("articles/<int:pk>-<word:slug>/", records.article_detail, name="article-detail"),
    path("events/<int:pk>/", records.event_detail, name="event-bare"),
    path("events/<int:pk>.<format:suffix>", records.event_detail, name="event-bare-format"),
    path("search/suggestions", site.suggestions, name="suggestions"),
    path("tags/", site.tag_index, name="tag-index"),
    path("categories/", site.category_index, name="category-index"),
    path("sources/", site.source_index, name="source-index"),
    path("feeds/", site.feed_index, name="feed-index"),
    path("about/", site.about, name="about"),
    path("healthz", site.health, name="health"),
    path("favicon.ico", site.favicon, name="favicon"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.part, name="sitemap-part"),
]
for _route, (_name, _view) in LISTS.items():
    urlpatterns += [
        path(f"{_route}/", _view, name=_name),
        path(f"{_route}.<format:suffix>", _view, name=f"{_name}-format"),
    ]
