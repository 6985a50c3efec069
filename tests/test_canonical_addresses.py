"""Addresses of one page become one address; addresses of two articles stay two."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.ingest import address_rules
from articles.ingest.urls import canonical, domain, identity, untracked

LETTER = urlsafe_b64encode(b'{"e": "https://outlet.example/2025/07/ai-act-vote"}').decode()
STORY = "https://outlet.example/2025/07/ai-act-vote"


@pytest.mark.parametrize(
    "url",
    [
        "http://outlet.example/2025/07/ai-act-vote",
        "https://WWW.OUTLET.EXAMPLE:443/2025/07/ai-act-vote/",
        "https://m.outlet.example/2025/07/ai-act-vote",
        "https://www.m.outlet.example/2025/07/ai-act-vote",
        "https://mobile.outlet.example/2025/07/ai-act-vote",
        "https://amp.outlet.example/2025/07/ai-act-vote",
        "https://outlet.example/2025/07/ai-act-vote/index.html",
        "https://outlet.example/2025/07/ai-act-vote/Index.HTML?",
        "https://outlet.example/2025/07/ai-act-vote#comments",
        "https://outlet.example/2025/06/../07/./ai-act-vote",
        "https://outlet.example/2025/06/%2e%2e/07/ai-act-vote",
        "https://outlet.example/%32025/07/ai%2Dact%2dvote",
        "https://outlet.example/2025/07/ai-act-vote/amp",
        "https://outlet.example/2025/07/ai-act-vote/amp/",
        "https://outlet.example/2025/07/ai-act-vote.amp",
        "https://outlet.example/amp/2025/07/ai-act-vote",
        "https://outlet.example/2025/07/ai-act-vote?amp",
        "https://outlet.example/2025/07/ai-act-vote?amp=1",
        "https://outlet.example/2025/07/ai-act-vote?outputType=amp",
        "https://www.google.com/amp/s/outlet.example/2025/07/ai-act-vote?usqp=mq331AQ",
        "https://google.co.uk/amp/outlet.example/2025/07/ai-act-vote/amp/",
        "https://www.google.com/url?sa=t&url=https://outlet.example/2025/07/ai-act-vote&usg=AOv",
        "https://www.google.de/url?q=https%3A%2F%2Foutlet.example%2F2025%2F07%2Fai-act-vote",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Foutlet.example%2F2025%2F07%2Fai-act-vote&h=A",
        "https://outlet-example.cdn.ampproject.org/c/s/outlet.example/2025/07/ai-act-vote",
        "https://cdn.ampproject.org/v/s/amp.outlet.example/2025/07/ai-act-vote?amp_js_v=0.1",
        "https://web.archive.org/web/20250726/https://outlet.example/2025/07/ai-act-vote",
        "https://web.archive.org/web/20250726093000id_/http://outlet.example:80/2025/07/ai-act-vote/",
        "https://web.archive.org/web/20250726093000/outlet.example/2025/07/ai-act-vote",
        "https://web.archive.org/web/2025/https:/outlet.example/2025/07/ai-act-vote?utm_source=x",
        "https://web.archive.org/web/2025/https%3A%2F%2Foutlet.example%2F2025%2F07%2Fai-act-vote",
        "https://archive.ph/2025.07.26-093000/https://outlet.example/2025/07/ai-act-vote",
        "https://web.archive.org/web/2025/https://www.google.com/amp/s/outlet.example/2025/07/ai-act-vote",
        "https://archive.org/web/2025/http://outlet.example/2025/07/ai-act-vote",
        "https://archive.ph/https://outlet.example/2025/07/ai-act-vote",
        "https://outlet.example/2025/07/ai-act-vote/amp/?utm_source=x",
        "https://outlet.example//2025/07/ai-act-vote",
        "https://outlet.example/2025/07/ai-act-vote?view=amp",
        "https://12ft.io/https://outlet.example/2025/07/ai-act-vote",
        "https://12ft.io/https%3A%2F%2Foutlet.example%2F2025%2F07%2Fai-act-vote",
        "https://12ft.io/outlet.example/2025/07/ai-act-vote",
        "https://outlet.example/2025/07/ai-act-vote/s/amp",
        "https://outlet.example/2025/07/ai-act-vote?print=1",
        "https://outlet.example/2025/07/ai-act-vote?view=print&printable=yes",
        "https://12ft.io/proxy?q=https%3A%2F%2Foutlet.example%2F2025%2F07%2Fai-act-vote",
        "https://outline.com/https://outlet.example/2025/07/ai-act-vote",
        "https://outlet-example.translate.goog/2025/07/ai-act-vote?_x_tr_sl=de&_x_tr_tl=en",
        "https://www-outlet-example.translate.goog/2025/07/ai-act-vote?_x_tr_sl=de",
        "https://translate.google.com/translate?u=https://outlet.example/2025/07/ai-act-vote",
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Foutlet.example%2F2025"
            "%2F07%2Fai-act-vote&data=05%7C02%7Cana%40office.example&reserved=0"
        ),
        "https://urldefense.proofpoint.com/v1/url?u=https://outlet.example/2025/07/ai-act-vote&k=b",
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__outlet.example_2025_07_ai-2Dact-2Dvote"
            "&d=DwMFaQ&c=x"
        ),
        "https://urldefense.com/v3/__https://outlet.example/2025/07/ai-act-vote__;!!Ab-1c!dEf$",
        (
            "https://outlet.us1.list-manage.com/track/click?u=1&id=2&url=https%3A%2F%2Foutlet.example"
            "%2F2025%2F07%2Fai-act-vote"
        ),
        f"https://substack.com/redirect/2/{LETTER}.a-signature?",
        "https://lm.facebook.com/l.php?u=https%3A%2F%2Foutlet.example%2F2025%2F07%2Fai-act-vote",
        "https://out.reddit.com/t3_1a?url=https%3A%2F%2Foutlet.example%2F2025%2F07%2Fai-act-vote",
    ],
)
def test_forms_of_one_page_have_one_address(url):
    assert canonical(url) == STORY


@pytest.mark.parametrize("names", address_rules.TRACKING.values(), ids=address_rules.TRACKING)
def test_a_parameter_that_says_how_a_reader_came_is_left_out(names):
    for name in names.split():
        given_name = name.replace("*", "x").upper()
        assert canonical(f"{STORY}?{given_name}=Ab1") == STORY
        assert untracked(f"{STORY}?{given_name}=Ab1") == STORY


@pytest.mark.parametrize("site", address_rules.TRACKING_ON)
def test_a_parameter_is_left_out_only_on_the_site_that_tracks_with_it(site):
    for name in address_rules.TRACKING_ON[site].replace("*", "x").split():
        assert canonical(f"https://www.{site}/a-1?{name}=b") == f"https://{site}/a-1"
        assert canonical(f"https://news.{site}/a-1?{name}=b") == f"https://news.{site}/a-1"
        assert canonical(f"https://not{site}/a-1?{name}=b") == f"https://not{site}/a-1?{name}=b"


@pytest.mark.parametrize("query", ["src=rss", "source=RSS", "partner=rss", "ref=homepage"])
def test_a_parameter_whose_value_says_how_a_reader_came_is_left_out(query):
    assert canonical(f"{STORY}?{query}") == STORY


@pytest.mark.parametrize(
    "query",
    ["id=7", "p=7", "story=7", "ref=COM-2025-7", "src=archive", "page=2", "amp=7", "utmost=1"],
)
def test_a_parameter_that_may_choose_the_article_stays(query):
    assert canonical(f"{STORY}?{query}") == f"{STORY}?{query}"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://outlet.example/#!/story/7", "https://outlet.example#!/story/7"),
        ("https://outlet.example/app#/story/7", "https://outlet.example/app#/story/7"),
        ("https://outlet.example/guitars/amp", "https://outlet.example/guitars/amp"),
        ("https://outlet.example/amp/guitars", "https://outlet.example/amp/guitars"),
        ("https://outlet.example/a//b", "https://outlet.example/a//b"),
        ("https://outlet.example/100%", "https://outlet.example/100%25"),
        ("https://outlet.example/a%2Fb%3f", "https://outlet.example/a%2Fb%3F"),
        ("https://outlet.example:8443/a", "https://outlet.example:8443/a"),
        ("https://amp.dev/docs", "https://amp.dev/docs"),
        ("https://edition.outlet.example/a", "https://edition.outlet.example/a"),
        ("https://web.archive.org/about", "https://web.archive.org/about"),
        ("https://web.archive.org/web/2025/none", "https://web.archive.org/web/2025/none"),
        ("https://archive.ph/AbC1d", "https://archive.ph/AbC1d"),
        ("https://www.google.com/amp/help", "https://google.com/amp/help"),
        ("https://www.google.com/url?sa=t", "https://google.com/url?sa=t"),
        ("https://12ft.io/about", "https://12ft.io/about"),
        ("https://outline.com/AbC1d", "https://outline.com/AbC1d"),
        ("https://substack.com/redirect/2/e30.a", "https://substack.com/redirect/2/e30.a"),
        ("https://substack.com/redirect/2/a.b", "https://substack.com/redirect/2/a.b"),
        ("https://vk.com/away.php?to=", "https://vk.com/away.php?to="),
        (
            "https://urldefense.com/v3/__https://a.example/*x__;4oKs!!a",
            "https://urldefense.com/v3/__https://a.example/*x__;4oKs!!a",
        ),
        ("https://outlet.example/guitars/amp?id=1", "https://outlet.example/guitars/amp?id=1"),
    ],
)
def test_what_may_be_another_page_keeps_its_address(url, kept):
    assert canonical(url) == kept


def test_hyphens_in_the_host_of_a_translation_are_doubled():
    assert domain(canonical("https://my--paper-example.translate.goog/a-1")) == "my-paper.example"
    assert canonical("https://xn----bcher--kva-example.translate.goog/a") == canonical(
        "https://bücher.example/a"
    )


def test_letters_that_once_were_written_otherwise_in_hosts_make_two_sites():
    assert domain("https://straße.example/a") == "xn--strae-oqa.example"
    assert domain("https://strasse.example/a") == "strasse.example"


def test_a_mark_of_amp_is_left_out_of_the_name_of_a_file():
    assert (
        canonical("https://outlet.example/vote-7.amp.html") == "https://outlet.example/vote-7.html"
    )


def test_the_domain_of_a_page_for_small_screens_is_that_of_its_site():
    assert domain("https://www.m.outlet.example/a") == "outlet.example"
    assert domain("https://amp.outlet.example/a") == "outlet.example"
    assert domain("https://amp.dev/a") == "amp.dev"


PIECES = (
    "https:// http:/ https%3A%2F%2F // / .. /. %2e %2E%2e/ % %4 %20 %C3%A9 é + ; = @ [ ] ? & # #!/"
    " a-test.translate.goog/ urldefense.com/v3/__ __;!! urldefense.com/v2/url?u= 12ft.io/ -3A__ ß"
    " web.archive.org/web/2025/ archive.ph/newest/ google.com/amp/s/ cdn.ampproject.org/c/ www. m."
    " amp. a.test b.example :80 :443 /amp .amp .html /index.html -1 x amp=1 id=7 utm_source=x ref=a"
)
ODD = st.sampled_from([*PIECES.split(), " ", "\ud800", "\x00"])


@given(st.lists(ODD, max_size=14).map("".join))
@example("https://web.archive.org/web/2025/" * 40 + "https://a.test/x-1/amp/amp/index.html")
@example("https://a.test/x/../web/2025/https://b.example/")
def test_no_address_breaks_it_and_a_canonical_address_is_its_own(tail):
    for value in (tail, f"https://a.test/{tail}", f"https://web.archive.org/{tail}"):
        once = canonical(value)
        assert canonical(once) == once
        assert not once or once.startswith("https://")
        assert once.isascii()


WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=8)


@given(WORD, WORD, st.sampled_from(["https://a.test/news/{}", "https://a.test/news?id={}"]))
def test_two_articles_keep_two_addresses(one, other, pattern):
    pages = {canonical(pattern.format(name)) for name in (one, other)}
    assert len(pages) == len({one, other})


@pytest.mark.parametrize(
    "url", ["https://a.example", "http://www.a.example/index.html?utm_source=x"]
)
def test_a_front_page_is_no_articles_own_address(url):
    assert identity(url) == ""
    assert identity("https://a.example/?p=17") == canonical("https://a.example/?p=17") != ""
