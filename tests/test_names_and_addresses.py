"""One address stands for one tag or category, though another may be called like it."""

import pytest

from articles.models import Category, Tag
from tests.factories import make_article
from tests.searches import ask, facet, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def alike():
    """Tags and categories of which the address of one is the name of the other."""
    make_article(title="Signs", tags=("Q&A",), category="X&Y")
    make_article(title="Words", tags=("Q and A",), category="X and Y")


@pytest.mark.usefixtures("alike")
@pytest.mark.parametrize("name", ["tag", "category"])
def test_each_value_finds_as_many_as_its_facet_says(name):
    values = facet(ask(facets=True), name)
    assert len(values) == 2
    for value, count in values.items():
        assert ask(**{name: value}).total == count == 1


@pytest.mark.usefixtures("alike")
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("tag:q-and-a", ["Signs"]),
        ("tag:q-and-a-2", ["Words"]),
        ('tag:"Q&A"', ["Signs"]),
        ('tag:"q and a"', ["Words"]),
        ('category:"X and Y"', ["Words"]),
        ("-category:x-and-y", ["Words"]),
    ],
)
def test_an_address_comes_before_a_name(q, expected):
    assert titles(q) == expected


@pytest.mark.usefixtures("alike")
def test_a_former_name_finds_its_tag_unless_another_is_called_so():
    tag = Tag.objects.get(name="Q&A")
    tag.name, tag.slug = "Questions", "questions"
    tag.save()
    assert titles("tag:q-and-a") == ["Signs"]
    assert titles('tag:"Q and A"') == ["Words"]


def test_a_category_is_renamed_and_keeps_its_address(curator_client):
    make_article(category="Policy")
    category = Category.objects.get()
    desk = f"/admin/articles/category/{category.pk}/change/"
    assert (
        "links to the page of this category stay good" in curator_client.get(desk).content.decode()
    )
    curator_client.post(desk, {"name": "Policies", "slug": "policies"})
    category.refresh_from_db()
    assert (category.name, category.slug) == ("Policies", "policy")
    curator_client.post("/admin/articles/category/add/", {"name": "Courts", "slug": "law"})
    assert Category.objects.get(name="Courts").slug == "law"
