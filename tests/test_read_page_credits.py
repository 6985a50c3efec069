"""Who made a picture, and what consent dialogs and teasers say, is no text of an article."""

import pytest

from articles.ingest.readers.page_credits import is_credit
from tests.saved_pages import DATE, FIRST, SECOND, TEXT, article, page, text_of

CREDITS = [
    *("Image: Getty", "Photo: Sam Foto/AP", "Photograph by Rita Film/Agency", "Credit: Reuters"),
    *("Foto: Karl Bild/dpa", "Getty Images", "(Rita Film/Getty Images)", "Image credit: Unsplash"),
    *("Photo courtesy of the council", "Crédit photo : Rita Film", "Bildquelle: Archiv"),
]
SENTENCES = [
    *("Image by image, the model learns what a cat is.", "Photographers sue", "Picture this"),
    *("Reuters", "Photos are evidence, the court found", "Imagery is not covered", "Unsplash sues"),
    "Photos by machines are no photos",
]


@pytest.mark.parametrize("line", CREDITS)
def test_a_credit_that_stands_alone_is_no_text(line):
    assert is_credit(line)
    assert line not in text_of(f"<article><h1>A rule</h1>{TEXT}<p>{line}</p>{TEXT}</article>")


@pytest.mark.parametrize("line", SENTENCES)
def test_what_only_begins_like_a_credit_stays(line):
    assert not is_credit(line)
    assert line in text_of(f"<article><h1>A rule</h1>{TEXT}<p>{line}</p>{TEXT}</article>")


def test_those_who_give_pictures_stay_in_lists():
    firms = "<ul><li>Getty Images</li><li>Shutterstock</li></ul>"
    text = text_of(f"<article><h1>A rule</h1>{TEXT}<p>These firms sue:</p>{firms}</article>")
    assert "Getty Images" in text


PURPOSES = "".join(
    f"<p>Purpose {n}: we may use data of kind {n}, if you let us.</p>" for n in "abcd"
)
CONSENT = (
    "<p>We and our 842 partners store and access information on a device, such as cookies.</p>"
    f"{PURPOSES * 5}"
)


@pytest.mark.parametrize(
    "mark", ['class="fc-dialog-container"', 'id="sp_message_container_1"', 'aria-modal="true"']
)
def test_a_consent_dialog_that_is_longer_than_the_article_is_left_out(mark):
    found = article(page(f"<div {mark}>{CONSENT}</div><div><h1>A rule</h1><div>{TEXT}</div></div>"))
    assert found.body_text.startswith(FIRST)
    assert SECOND in found.body_text
    assert "Purpose" not in found.body_text


def test_an_article_about_consent_is_no_dialog():
    section = f'<section id="cookie-consent"><h2>Cookie consent</h2>{CONSENT}</section>'
    text = text_of(f"<article><h1>How sites ask for consent</h1>{TEXT}{section}</article>")
    assert FIRST in text
    assert "842 partners" in text
    whole = f'<div class="consent-story"><article><h1>Consent</h1>{CONSENT}</article></div>'
    assert "Purpose a" in text_of(f"{whole}<p>{FIRST} {SECOND}</p>")


CARD = (
    '<div class="card"><a href="{}"><h3>Mills to close</h3></a><p>Two mills are to close.</p></div>'
)
CANONICAL = f'{DATE}<link rel="canonical" href="https://outlet.example/a-1">'


@pytest.mark.parametrize("address", ["/mills", "https://www.outlet.example/mills"])
def test_a_card_that_leads_to_another_article_of_the_site_is_no_text(address):
    body = f"<article><h1>A rule</h1>{TEXT}{CARD.format(address)}{TEXT}</article>"
    assert "mills" not in text_of(body, CANONICAL).lower()


def test_a_card_that_leads_elsewhere_is_of_a_letter_of_links():
    body = f"<article><h1>A rule</h1>{TEXT}{CARD.format('https://else.example/m')}{TEXT}</article>"
    assert "Two mills are to close." in text_of(body, CANONICAL)
