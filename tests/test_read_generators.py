"""A file as each generator, exporter and note taker writes it, from its fence to its last word."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest.records import Item
from articles.ingest.worker import clean_item

ADDRESS = "https://outlet.example/2025/07/council"
TEXT = "The council adopted its rule on Friday."
HTML = f"<p>{TEXT}</p>"


def read(text, name="post.md"):
    return clean_item(Item(name, name, text.encode()))


def test_jekyll():
    article = read(
        f"""---
layout: post
title:  "Council adopts a rule"
date:   2025-07-26 23:15:00 -0400
categories: policy europe
tags: [audits, models]
author: alee
excerpt_separator: <!--more-->
canonical_url: {ADDRESS}
image:
  path: https://outlet.example/a.jpg
  height: 100
---
The [council]({{% post_url 2025-07-01-council %}}) adopted its rule on Friday.<!--more-->
{{: .lead}}

{{% include note.html text="Not for readers" %}}
""",
        "2025-07-26-council.md",
    )
    assert article.published_at == datetime(2025, 7, 27, 3, 15, tzinfo=UTC)
    assert (article.body_html.strip(), article.body_text) == (HTML, TEXT)
    assert (article.byline, article.category) == ("alee", "policy")
    assert (article.tags, article.source_url) == (("audits", "models", "europe"), ADDRESS)
    assert article.cover_image == "https://outlet.example/a.jpg"
    assert article.notes == ()


@pytest.mark.parametrize(
    ("name", "fields", "tags"),
    [
        ("_posts/2025-07-26-council.md", "tags: audits models", ("audits", "models")),
        ("2025-07-26-council.md", "layout: post\ntags: audits models", ("audits", "models")),
        ("_drafts/council.md", "layout: post\ntags: audits models", ("audits", "models")),
        ("_posts/2025-07-26-council.md", "tags: large models, law", ("large models", "law")),
        ("_posts/2025-07-26-council.md", "tags: [large models]", ("large models",)),
        ("_posts/2025-07-26-council.md", "tag: large models", ("large models",)),
        ("2025-07-26-council.md", "tags: large models", ("large models",)),
        ("source/_posts/council.md", "tags: large models", ("large models",)),
        ("council.md", "layout: post\ntags: large models", ("large models",)),
    ],
)
def test_spaces_part_tags_where_the_file_is_surely_one_of_jekyll(name, fields, tags):
    assert read(f"---\ntitle: A\ndate: 2025-07-26\n{fields}\n---\n{TEXT}", name).tags == tags


def test_jekyll_without_a_date_but_that_of_its_name():
    article = read(
        f"---\ntitle: Council adopts a rule\npublished: true\n---\n{TEXT}", "2025-07-26-c.md"
    )
    assert article.published == date(2025, 7, 26)
    assert not article.is_draft


def test_hugo_in_toml():
    article = read(
        f"""+++
title = 'Council adopts a rule'
date = 2025-07-26T10:30:00+02:00
lastmod = 2025-07-27
draft = false
description = "What the council adopted."
categories = ["Policy", "Europe"]
tags = ["audits"]
[params]
  author = 'Ann Lee'
  source = '{ADDRESS}'
[cover]
  image = "https://outlet.example/a.jpg"
  alt = "The hall"
+++

{{{{< figure src="a.jpg" title="The hall" >}}}}

{TEXT}
""",
        "content/posts/council/index.md",
    )
    assert article.published_at == datetime(2025, 7, 26, 8, 30, tzinfo=UTC)
    assert (article.excerpt, article.category) == ("What the council adopted.", "Policy")
    assert (article.byline, article.tags) == ("Ann Lee", ("audits", "Europe"))
    assert (article.source_url, article.body_html) == (ADDRESS, HTML)
    assert article.cover_image == "https://outlet.example/a.jpg"


def test_hugo_in_json():
    article = read(
        f"""{{
   "title": "Council adopts a rule",
   "publishDate": "2025-07-26",
   "summary": "What the council adopted.",
   "params": {{"author": {{"name": "Ann Lee"}}, "link": "{ADDRESS}"}},
   "draft": true
}}

{TEXT}
"""
    )
    assert (article.title, article.published) == ("Council adopts a rule", date(2025, 7, 26))
    assert (article.byline, article.source_url) == ("Ann Lee", ADDRESS)
    assert article.is_draft


def test_eleventy():
    article = read(
        f"""---json
{{
  "title": "Council adopts a rule",
  "date": "2025-07-26T08:30:00.000Z",
  "tags": ["post", "audits"],
  "eleventyNavigation": {{"key": "Council", "order": 3}}
}}
---
{TEXT}
"""
    )
    assert article.published_at == datetime(2025, 7, 26, 8, 30, tzinfo=UTC)
    assert article.tags == ("post", "audits")


def test_astro_in_mdx():
    article = read(
        f"""---
title: 'Council adopts a rule'
description: 'What the council adopted.'
pubDate: 'Jul 26 2025'
updatedDate: 'Aug 01 2025'
heroImage: 'https://outlet.example/a.jpg'
author:
  name: Ann Lee
  url: https://outlet.example/ann
link: {ADDRESS}
---
import Callout from '../../components/Callout.astro';
import {{ Image }} from "astro:assets";

<Callout type="note" items={{[1, 2]}}>

{TEXT}

</Callout>
<Image src="a.jpg" alt="The hall" />
""",
        "council.mdx",
    )
    assert (article.published, article.published_at) == (date(2025, 7, 26), None)
    assert (article.byline, article.excerpt) == ("Ann Lee", "What the council adopted.")
    assert (article.cover_image, article.source_url) == ("https://outlet.example/a.jpg", ADDRESS)
    assert article.body_html.strip() == HTML


def test_hexo():
    article = read(
        f"""title: Council adopts a rule
date: 2025/07/26 20:46:25
updated: 2025/07/27 08:00:00
categories:
- [Policy, Europe]
tags:
- audits
- models
---
{TEXT}
"""
    )
    assert (article.published, article.published_at) == (date(2025, 7, 26), None)
    assert (article.category, article.tags) == ("Policy", ("audits", "models", "Europe"))
    assert article.notes == ("The time has no zone: the day was kept without the time.",)


def test_pelican_in_markdown():
    article = read(
        f"""Title: Council adopts a rule: what follows
Date: 2025-07-26 10:20
Modified: 2025-07-27 19:30
Category: Policy
Tags: audits, models
Slug: council
Authors: Lee, Ann; Day, Bo
Summary: What the council
    adopted.

{TEXT}
"""
    )
    assert article.title == "Council adopts a rule: what follows"
    assert (article.published, article.byline) == (date(2025, 7, 26), "Lee, Ann; Day, Bo")
    assert (article.excerpt, article.tags) == ("What the council adopted.", ("audits", "models"))
    assert (article.category, article.body_html) == ("Policy", HTML)


def test_pelican_in_restructuredtext():
    article = read(
        f"""Council adopts a rule
#####################

:date: 2025-07-26 10:20
:tags: audits, publishing tool; models
:category: Policy
:authors: Ann Lee
:summary: What the council adopted

{TEXT}
""",
        "council.rst",
    )
    assert (article.title, article.published) == ("Council adopts a rule", date(2025, 7, 26))
    assert article.tags == ("audits, publishing tool", "models")
    assert article.body_html == HTML


def test_zola():
    article = read(
        f"""+++
title = "Council adopts a rule"
date = 2025-07-26
updated = 2025-07-27
authors = ["Ann Lee", "Bo Day"]

[taxonomies]
tags = ["audits"]
categories = ["Policy"]

[extra]
source_url = "{ADDRESS}"
+++
{TEXT}
"""
    )
    assert (article.published, article.byline) == (date(2025, 7, 26), "Ann Lee, Bo Day")
    assert (article.tags, article.category) == (("audits",), "Policy")
    assert article.source_url == ADDRESS


def test_gatsby():
    article = read(
        f"""---
title: Council adopts a rule
date: "2025-07-26T22:12:03.284Z"
description: "What the council adopted."
featuredImage: https://outlet.example/a.jpg
---

{TEXT}
"""
    )
    assert article.published_at == datetime(2025, 7, 26, 22, 12, 3, 284000, tzinfo=UTC)
    assert article.cover_image == "https://outlet.example/a.jpg"


def test_an_export_from_ghost():
    article = read(
        f"""---
title: Council adopts a rule
slug: council
date_published: 2025-07-26T08:30:00.000Z
published_at: 2025-07-26T08:30:00.000Z
created_at: 2025-06-01T08:30:00.000Z
custom_excerpt: What the council adopted.
feature_image: https://outlet.example/a.jpg
canonical_url: {ADDRESS}
authors:
  - name: Ann Lee
    slug: ann
tags:
  - name: Audits
    slug: audits
---
{HTML}
"""
    )
    assert article.published_at == datetime(2025, 7, 26, 8, 30, tzinfo=UTC)
    assert (article.byline, article.tags) == ("Ann Lee", ("Audits",))
    assert (article.excerpt, article.source_url) == ("What the council adopted.", ADDRESS)
    assert article.cover_image == "https://outlet.example/a.jpg"


def test_an_export_from_wordpress():
    article = read(
        f"""---
title: "Council adopts a rule"
date: "2025-07-26"
categories:
  - "policy"
  - "europe"
tags:
  - "audits"
coverImage: "hall.jpg"
author: alee
permalink: {ADDRESS}
---

{TEXT}

<!-- wp:more -->
"""
    )
    assert (article.category, article.tags) == ("policy", ("audits", "europe"))
    assert (article.source_url, article.body_html) == (ADDRESS, HTML)
    assert article.notes == ("The cover image 'hall.jpg' is no web address and was left out.",)


def test_a_clipping_in_obsidian():
    article = read(
        f"""---
title: "Council adopts a rule"
source: "{ADDRESS}"
author:
  - "[[Ann Lee]]"
  - "[[people/Bo Day|Bo Day]]"
published: 2025-07-26
created: 2025-08-02
description: "What the council adopted."
tags:
  - "clippings"
---
The [[Council of the EU|council]] adopted its [[rule]] on Friday.

![[hall.png]]
""",
        "Clippings/Council adopts a rule.md",
    )
    assert (article.published, article.byline) == (date(2025, 7, 26), "Ann Lee, Bo Day")
    assert (article.source_url, article.tags) == (ADDRESS, ("clippings",))
    assert article.body_html.strip() == HTML


def test_a_note_from_zotero():
    article = read(
        f"""---
title: Council adopts a rule
authors: Ann Lee; Bo Day
year: 2025
date: 26 July 2025
publication: The Outlet
url: {ADDRESS}
citekey: lee2025
abstract: What the council adopted.
---
{TEXT}
"""
    )
    assert (article.published, article.byline) == (date(2025, 7, 26), "Ann Lee, Bo Day")
    assert (article.source_name, article.source_url) == ("The Outlet", ADDRESS)
    assert article.excerpt == "What the council adopted."


def test_pandoc():
    article = read(
        f"""---
title: Council adopts a rule
author:
- name: Ann Lee
  affiliation: The Outlet
date: July 26, 2025
lang: en-GB
keywords: [audits, models]
abstract: |
  What the council

  adopted.
...

{TEXT}
"""
    )
    assert (article.published, article.byline) == (date(2025, 7, 26), "Ann Lee")
    assert (article.language, article.tags) == ("en", ("audits", "models"))
    assert article.excerpt == "What the council adopted."


def test_pandoc_with_a_title_block():
    article = read(f"% Council adopts a rule\n% Ann Lee; Bo Day\n% July 26, 2025\n\n{TEXT}\n")
    assert (article.title, article.byline) == ("Council adopts a rule", "Ann Lee, Bo Day")
    assert (article.published, article.body_html) == (date(2025, 7, 26), HTML)


@pytest.mark.parametrize("line", ["draft: true", "published: false"])
def test_drafts_of_jekyll_and_hugo(line):
    assert read(f"---\ntitle: A\ndate: 2025-07-26\n{line}\n---\n{TEXT}").is_draft


def test_what_restructuredtext_writes_otherwise_than_markdown():
    article = read(
        f"""Council adopts a rule
=====================

:date: 2025-07-26
:author: Ann Lee

The `council <{ADDRESS}>`_ adopted its :ref:`rule` on Friday, as the speaker_ says.

.. _speaker: https://outlet.example/speaker
.. image:: https://outlet.example/a.jpg
   :alt: The hall
   :width: 300px

.. note:: Not long

More ``code`` follows.
"""
    )
    assert f'<a href="{ADDRESS}"' in article.body_html
    assert 'href="https://outlet.example/speaker"' in article.body_html
    assert 'href="https://outlet.example/a.jpg"' in article.body_html
    assert "adopted its rule on Friday, as the speaker says." in article.body_text
    assert not any(mark in article.body_text for mark in ("::", ":alt:", "`", ".. "))


def test_a_page_of_notion():
    article = read(
        f"""# Council adopts a rule

Date: July 26, 2025
Tags: audits, models
URL: {ADDRESS}

{TEXT}
"""
    )
    assert (article.title, article.published) == ("Council adopts a rule", date(2025, 7, 26))
    assert (article.tags, article.source_url) == (("audits", "models"), ADDRESS)
    assert article.body_html == HTML
