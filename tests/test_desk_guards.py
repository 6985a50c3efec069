"""Addresses of Django's own at the desk answer whatever is sent to them."""

import pytest
from django.contrib.contenttypes.models import ContentType

from articles.models import Article, Event
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

LOOK_UP = {"app_label": "articles", "model_name": "mention", "field_name": "event"}


@pytest.mark.parametrize("address", ["/admin/autocomplete/", "/admin/articles/event/lookup/"])
@pytest.mark.parametrize("term", ["Accord\0", "\0", "Acc\x07ord", "Accord " * 300])
def test_what_is_offered_survives_any_sign(curator_client, address, term):
    make_event(make_article(), make_article(), title="Accord")
    found = curator_client.get(address, LOOK_UP | {"term": term})
    assert found.status_code == 200
    assert "results" in found.json()


def test_a_record_of_the_desk_leads_to_its_page(curator_client):
    event = make_event(make_article(), make_article())
    kind = ContentType.objects.get_for_model(Event)
    found = curator_client.get(f"/admin/r/{kind.pk}/{event.pk}/")
    assert found.url.endswith(event.get_absolute_url())


def test_any_other_record_is_not_found(curator_client):
    kinds = ContentType.objects.values_list("pk", flat=True)
    own = ContentType.objects.get_for_model(Article).pk
    addresses = [f"{kind}/{number}" for kind in kinds for number in ("999999", "x", "9" * 30)]
    addresses += [f"{'9' * 30}/1", "x/1", f"{own}/1/2"]
    for address in addresses:
        assert curator_client.get(f"/admin/r/{address}/").status_code == 404, address


def test_a_stranger_is_asked_to_sign_in(client):
    assert "/admin/login/" in client.get("/admin/autocomplete/", LOOK_UP).url
    assert "/admin/login/" in client.get("/admin/r/1/1/").url
