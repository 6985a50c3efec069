"""Texts are folded and search entries follow at less cost.

- A text of characters that folding leaves alone, as most are, is not folded.
- The plan of a function is kept for as long as a connection lasts, so one that was made while the
  tables were small would read them whole for every article of a long import.
- A tag that the entry has already is no reason to look at the article again.
- Statistics of the index would take ANALYZE, which makes the keys of 30,000 articles for them,
  longer than all else, and tell nothing that the archive does not count itself.
"""

from importlib import import_module

from django.db import migrations

FORMER_TRIGGERS = import_module("articles.migrations.0014_search_entries").TRIGGERS
FORMER_FOLD = import_module("articles.migrations.0012_chinese_japanese_korean").FOLD

# ASCII, dashes, quotation marks, daggers, the bullet and the sign of the euro.
PLAIN = r"\0001-\007F\2010\2012-\2015\2018-\2022\20AC"

FOLD = FORMER_FOLD.replace(
    "RETURN CASE WHEN", f"RETURN CASE WHEN value !~ U&'[^{PLAIN}]' THEN value WHEN", 1
)

TAGS_CHANGED = """
CREATE OR REPLACE FUNCTION archive_tags_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM archive_index_article(article_id) FROM articles_searchentry
        WHERE article_id = OLD.content_object_id AND OLD.tag_id = ANY(tags);
    END IF;
    IF TG_OP <> 'DELETE' AND NOT EXISTS (
        SELECT FROM articles_searchentry
        WHERE article_id = NEW.content_object_id AND NEW.tag_id = ANY(tags)
    ) THEN
        PERFORM archive_index_article(NEW.content_object_id);
    END IF;
    RETURN NULL;
END $$;
"""

FORMER_TAGS_CHANGED = FORMER_TRIGGERS[
    FORMER_TRIGGERS.index("CREATE FUNCTION archive_tags_changed") : FORMER_TRIGGERS.index(
        "CREATE FUNCTION archive_event_changed"
    )
].replace("CREATE", "CREATE OR REPLACE", 1)

FUNCTIONS = """archive_index_article(bigint) archive_text_changed() archive_tags_changed()
    archive_event_changed()""".split()

BY_INDEX = "".join(f"ALTER FUNCTION {name} SET enable_seqscan = off;\n" for name in FUNCTIONS)
AS_IT_COMES = "".join(f"ALTER FUNCTION {name} RESET enable_seqscan;\n" for name in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_words_of_names")]
    operations = [
        migrations.RunSQL(
            FOLD
            + TAGS_CHANGED
            + BY_INDEX
            + "ALTER INDEX entry_keys ALTER COLUMN 1 SET STATISTICS 0",
            FORMER_FOLD
            + FORMER_TAGS_CHANGED
            + AS_IT_COMES
            + "ALTER INDEX entry_keys ALTER COLUMN 1 SET STATISTICS DEFAULT",
        )
    ]
