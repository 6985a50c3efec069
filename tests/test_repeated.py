"""What an outlet repeats from article to article is found, and left out of what is searched."""

import random

import pytest
from django.apps import apps
from django.db import connection

from articles import erasure
from articles.ingest.blocks import blocks as blocks_of
from articles.ingest.excerpts import made
from articles.ingest.repeated import _HOLDERS
from articles.models import Article, RepeatedBlock, Source
from tests.factories import make_clean, store
from tests.searches import titles
from tests.test_corrections import saved

pytestmark = pytest.mark.django_db

PLEA = "Quokka readers keep our newsroom alive."
OWN = {
    "Harbour tax falls": "Ships pay less from May.",
    "Chess final drawn": "Both players shook hands.",
    "Orchid fair opens": "A thousand flowers came by rail.",
}


def piece(title, *paragraphs, outlet="outlet", **fields):
    """A clean article of an outlet, with the excerpt that is made of its opening."""
    html = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    given = {
        "title": title,
        "title_key": title.casefold(),
        "body_html": html,
        "body_text": "\n\n".join(paragraphs),
        "excerpt": made(blocks_of(html), title),
        "source_url": f"https://{outlet}.example/{title.casefold().replace(' ', '-')}",
    }
    return make_clean(**(given | fields))


def with_plea(**fields):
    return [piece(title, PLEA, own, **fields) for title, own in OWN.items()]


def article(title):
    return Article.objects.get(title=title)


def texts():
    return dict(Article.objects.values_list("title", "body_text"))


def blocks():
    return list(RepeatedBlock.objects.values_list("text", flat=True))


@pytest.mark.parametrize("together", [True, False])
def test_what_three_unrelated_articles_repeat_is_in_none_of_their_texts(together):
    pieces = with_plea()
    if together:
        store(*pieces)
    else:
        [store(one) for one in pieces]
    assert texts() == OWN
    assert blocks() == [PLEA]
    assert titles("quokka") == []
    assert titles("flowers") == ["Orchid fair opens"]


def test_the_next_article_comes_without_it():
    store(*with_plea())
    store(piece("Tram returns", PLEA, "It runs at night."))
    assert article("Tram returns").body_text == "It runs at night."


def test_nothing_is_lost_and_the_text_is_known_by_all_of_its_words():
    pieces = with_plea()
    store(*pieces)
    for piece_ in pieces:
        kept = article(piece_.title)
        assert kept.body_html == piece_.body_html
        assert (kept.text_digest, kept.word_count) == (piece_.text_digest, piece_.word_count)
        assert kept.sketch == list(piece_.sketch)


def test_what_two_repeat_stays():
    store(*with_plea()[:2])
    assert blocks() == []
    assert len(titles("quokka")) == 2


def test_a_quotation_in_follow_ups_stays():
    quotation = "“We never saw it coming,” the minister said."
    for number, what in enumerate(("vote", "debate", "delay")):
        store(piece(f"Harbour tax {what}", f"News {number}.", quotation))
    assert blocks() == []


def test_another_outlet_and_what_has_none_keep_their_words():
    store(*with_plea())
    store(piece("Elsewhere", PLEA, "Rain.", outlet="other"), piece("Nowhere", PLEA, source_url=""))
    assert article("Elsewhere").body_text == f"{PLEA}\n\nRain."
    assert article("Nowhere").body_text == PLEA


def test_articles_without_a_source_are_not_compared():
    store(*with_plea(source_url=""))
    assert blocks() == []


def test_an_article_of_nothing_else_keeps_its_text():
    store(*with_plea(), piece("Thanks", PLEA))
    assert article("Thanks").body_text == PLEA


def test_an_excerpt_that_was_made_is_made_of_what_is_left():
    store(*with_plea(), piece("Given", PLEA, "Rain.", excerpt="It rained."))
    assert article("Harbour tax falls").excerpt == OWN["Harbour tax falls"]
    assert article("Given").excerpt == "It rained."


def test_an_excerpt_that_a_curator_wrote_stays(curator_client):
    first, *rest = with_plea()
    store(first)
    saved(curator_client, article(first.title), excerpt="Shorter")
    saved(curator_client, article(first.title), excerpt=first.excerpt)
    store(*rest)
    assert article(first.title).excerpt == first.excerpt
    assert article(first.title).body_text == OWN[first.title]


def test_the_order_in_which_files_come_does_not_matter():
    pieces = [*with_plea(), piece("Tram returns", PLEA, "It runs."), piece("Thanks", PLEA)]
    pieces += [piece(f"Weekly {n}", "See you next week.", f"News {n}.") for n in range(5)]
    pieces += [piece("Harbour strike", "More from us", "Ships wait.", PLEA)]
    chance, ends = random.Random(4), []
    for _ in range(6):
        chance.shuffle(pieces)
        cut = chance.randrange(len(pieces))
        store(*pieces[:cut])
        store(*pieces[cut:])
        ends.append(
            (
                sorted(Article.objects.values_list("title", "body_text", "excerpt", "repeated_at")),
                sorted(blocks()),
            )
        )
        Article.objects.all().delete()
        RepeatedBlock.objects.all().delete()
    assert len(ends[0][1]) == 2
    assert all(end == ends[0] for end in ends)


def test_where_too_few_are_left_the_words_come_back(admin_client):
    store(*with_plea())
    admin_client.post(
        f"/admin/articles/article/{article('Chess final drawn').pk}/delete/", {"post": "yes"}
    )
    assert blocks() == []
    assert article("Harbour tax falls").body_text == f"{PLEA}\n\n{OWN['Harbour tax falls']}"
    assert article("Harbour tax falls").excerpt.startswith(PLEA)
    assert len(titles("quokka")) == 2


def test_where_articles_are_erased_or_deleted_in_number_too(admin_client):
    store(*with_plea(), piece("Tram returns", PLEA, "It runs at night."))
    erasure.erase(article("Chess final drawn"), "Its publisher asked for it.")
    assert blocks() == [PLEA]
    chosen = Article.objects.filter(title__in=["Tram returns", "Orchid fair opens"])
    given = {"action": "delete_selected", "post": "yes"}
    given["_selected_action"] = list(chosen.values_list("pk", flat=True))
    admin_client.post("/admin/articles/article/", given)
    assert blocks() == []
    assert article("Harbour tax falls").body_text.startswith(PLEA)


def test_a_new_version_without_it_counts_no_more():
    first, *rest = with_plea()
    store(first, *rest)
    store(piece(first.title, "Ships pay nothing."))
    assert blocks() == []
    assert article(rest[0].title).body_text.startswith(PLEA)


def test_a_new_version_with_it_comes_without_it():
    first, *rest = with_plea()
    store(first, *rest)
    store(piece(first.title, PLEA, "Ships pay nothing."))
    assert article(first.title).body_text == "Ships pay nothing."
    assert article(first.title).excerpt == "Ships pay nothing."


def test_a_new_version_comes_without_it_where_a_curator_corrected_the_title(curator_client):
    first, *rest = (piece(title, title, PLEA, own) for title, own in OWN.items())
    store(first, *rest)
    saved(curator_client, article(first.title), title="Corrected")
    store(piece(first.title, first.title, PLEA, "Ships pay nothing."))
    assert article("Corrected").excerpt == "Ships pay nothing."


def test_a_title_or_source_that_a_curator_corrects_is_judged_anew(curator_client):
    store(*with_plea())
    saved(curator_client, article("Chess final drawn"), title="Harbour chess")
    assert blocks() == []
    saved(curator_client, article("Harbour chess"), title="Chess final drawn")
    assert blocks() == [PLEA]
    other = Source.objects.create(name="Other", domain="other.example")
    moved = saved(curator_client, article("Chess final drawn"), source=other.pk)
    assert blocks() == []
    assert moved.body_text == f"{PLEA}\n\n{OWN['Chess final drawn']}"


def test_what_is_asked_of_the_archive_for_a_batch_is_answered_by_the_index():
    store(*with_plea())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {_HOLDERS}", [[1, 2], 100])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "article_blocks" in plan
    assert "Seq Scan" not in plan


LIST = "/admin/articles/repeatedblock/"


def act(client, action, **chosen):
    given = {"action": action, "_selected_action": [RepeatedBlock.objects.get(**chosen).pk]}
    assert client.post(LIST, given).status_code == 302


def test_a_curator_sees_each_block_with_its_articles(curator_client):
    store(*with_plea())
    page = curator_client.get(LIST).content.decode()
    assert PLEA in page
    assert '<td class="field-articles">3</td>' in page
    first = min(Article.objects.values_list("pk", flat=True))
    assert f'<a href="/admin/articles/article/{first}/change/">' in page


def test_what_a_curator_calls_the_articles_own_comes_back_and_stays(curator_client, curator):
    store(*with_plea())
    act(curator_client, "is_own")
    store(piece("Tram returns", PLEA, "It runs at night."))
    assert all(text.startswith(PLEA) for text in texts().values())
    former = apps.get_model("articles", "RepeatedBlockRevision").objects.get()
    assert (former.standing, former.pgh_context.metadata["user"]) == ("found", curator.pk)
    act(curator_client, "is_judged_by_repetition")
    assert texts() == OWN | {"Tram returns": "It runs at night."}


def test_a_curator_adds_a_block_that_stands_too_seldom_to_be_found(curator_client):
    store(*with_plea()[:2])
    given = {"source": Source.objects.get().pk, "text": PLEA.upper(), "standing": "boilerplate"}
    assert curator_client.post(f"{LIST}add/", given).status_code == 302
    assert article("Harbour tax falls").body_text == OWN["Harbour tax falls"]
    assert "in the list already" in curator_client.post(f"{LIST}add/", given).content.decode()
    saved(curator_client, RepeatedBlock.objects.get(), standing="own")
    assert article("Harbour tax falls").body_text.startswith(PLEA)


@pytest.mark.parametrize("text", ["1 2 3", "Words that stand nowhere."])
def test_a_block_that_no_article_has_is_refused(curator_client, text):
    store(*with_plea()[:1])
    given = {"source": Source.objects.get().pk, "text": text, "standing": "boilerplate"}
    page = curator_client.post(f"{LIST}add/", given)
    assert page.status_code == 200
    assert page.context["errors"]
    assert not RepeatedBlock.objects.exists()


def test_the_page_keeps_it_in_its_place_and_marks_it(client):
    store(*with_plea(), piece("Tram returns", "It &lt;p&gt; runs.", PLEA, "At night."))
    page = client.get(article("Tram returns").get_absolute_url()).content.decode()
    assert (
        "<p>It &lt;p&gt; runs.</p>\n"
        f'<p class="repeated" title="Repeated by this outlet">{PLEA}</p>\n'
        "<p>At night.</p>"
    ) in page


@pytest.mark.parametrize("places", [[1], [3], [4], [9999], [0, 5, 70]])
def test_a_place_that_is_no_tag_is_left_alone(client, places):
    store(*with_plea())
    marked = article("Harbour tax falls")
    Article.objects.filter(pk=marked.pk).update(repeated_at=places)
    page = client.get(marked.get_absolute_url()).content.decode()
    assert marked.body_html in page


def test_feeds_keep_it(client):
    store(*with_plea())
    [item] = client.get("/search.json?q=ships").json()["items"]
    assert PLEA in item["content_html"]
    assert PLEA not in item["summary"]
