"""Words are found however they are joined, and with accents or without.

PostgreSQL's parser takes `open-source` for a word of its own before its parts, `-5` for a number
below zero, `AI/ML` for the name of a file and `sectors.Bring` for that of a server. archive_parted
writes what such words are made of:

- without signs that nobody sees, such as soft hyphens;
- a short name with an ampersand, and initials with full stops, as one word: of the letters of
  `AT&T` none would say anything by itself, and `A.I.` is `AI`;
- a hyphen or slash within a word as a space, but nothing before a last part such as `up`, which
  says nothing by itself: `start-up` is `startup`, and not `start`;
- a space after a sentence that the next follows without one;
- runs of Chinese, Japanese and Korean signs as is told in 0012.

archive_bare drops accents. An ending is told by its accents in many languages, so archive_stems
reads a text with them and without, and drops them from the stems of the former: `regulación` is
`regul`, as `regulaciones` is, and `regulacion`, as readers write it who have no `ó`. English, which
knows none, is read without.

The vectors of articles that have such words are made anew, and so are the indexes that hold words,
12 seconds for 7,800 articles, and for a million probably an hour or two. Since grouping reads vectors, its next run looks at all
articles anew.
"""

from importlib import import_module

from django.db import migrations

SIGNS = import_module("articles.migrations.0012_chinese_japanese_korean").SIGNS
FORMER = import_module("articles.migrations.0016_less_cost")
FORMER_VECTOR = import_module("articles.migrations.0017_long_words").VECTOR
GROUP_ANEW = import_module("articles.migrations.0028_group_anew").group_anew

# Soft hyphens, spaces without width, marks of direction; accents that belong to no letter.
UNSEEN = r"\00AD\061C\200B\200E\200F\202A-\202E\2060-\206F\FEFF\0300-\036F"

INITIAL = r"(?i)\m([[:alpha:]])\.(?=[[:alpha:]]\M)"
NAME_WITH_AMPERSAND = r"(?i)\m([[:alpha:]]{1,2})&([[:alpha:]]{1,2})\M"
BEFORE_A_PARTICLE = (
    r"(?i)([[:alpha:]])[-\2010\2011](by|down|in|off|on|out|over|to|up)"
    r"(?![[:alnum:]\2010\2011-])"
)
JOINT = r"([[:alnum:]])[-\2010\2011/](?=[[:alnum:]])"
NEXT_SENTENCE = "([[:alnum:]]{2}[.])(?=[[:upper:]][[:lower:]])"

# A run of signs is put between \0001 and \0002; each sign is written thrice, to stand with the one
# before it, alone, and with the one after it; what is twice at either end goes.
PARTED = rf"""
CREATE FUNCTION archive_parted(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
SELECT CASE WHEN NOT plain AND parted ~ U&'[{SIGNS}]' THEN
    regexp_replace(
        regexp_replace(
            regexp_replace(parted, U&'([{SIGNS}]+)', U&' \0001\\1\0002 ', 'g'),
            U&'([{SIGNS}])', '\1 \1 \1', 'g'
        ),
        U&'\0001[^ ]+ | [^ ]+\0002', '', 'g'
    )
ELSE parted END
FROM
    (SELECT value !~ U&'[^{FORMER.PLAIN}]' AS plain) looked,
    LATERAL (
        SELECT CASE WHEN plain THEN value
            ELSE regexp_replace(normalize(value, NFKC), U&'[{UNSEEN}]', '', 'g') END AS seen
    ) read,
    regexp_replace(seen, '{INITIAL}', '\1', 'g') initials,
    regexp_replace(initials, '{NAME_WITH_AMPERSAND}', '\1\2', 'g') names,
    regexp_replace(names, U&'{BEFORE_A_PARTICLE}', '\1\2', 'g') whole,
    regexp_replace(whole, U&'{JOINT}', '\1 ', 'g') words,
    regexp_replace(words, '{NEXT_SENTENCE}', '\1 ', 'g') parted;
END;
"""

# Letters whose accent is a part of them, which no form of Unicode takes off.
LETTERS = "øØłŁđĐðÐħĦŧŦı", "oOlLdDdDhHtTi"
PAIRS_OF_LETTERS = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "þ": "th", "Þ": "Th", "ß": "ss"}

BARE = r"translate(regexp_replace(normalize(value, NFD), U&'[\0300-\036F]', '', 'g'), '{}', '{}')"
BARE = BARE.format(*LETTERS)
for letter, pair in PAIRS_OF_LETTERS.items():
    BARE = f"replace({BARE}, '{letter}', '{pair}')"
BARE = f"""
CREATE FUNCTION archive_bare(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN value !~ U&'[^{FORMER.PLAIN}]' THEN value ELSE normalize({BARE}, NFC) END;
"""

FOLD = """
CREATE OR REPLACE FUNCTION archive_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN archive_bare(archive_parted(value));
"""

# A vector holds 1 MB at most, so of a long text the beginning alone is read with its accents.
STEMS = """
CREATE FUNCTION archive_stems(configuration regconfig, parted text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
SELECT CASE
    WHEN bare = parted OR configuration IN (
        'pg_catalog.english'::regconfig, 'pg_catalog.simple'::regconfig
    ) THEN to_tsvector(configuration, bare)
    ELSE (
        to_tsvector(configuration, bare)::text || ' '
        || archive_bare(to_tsvector(configuration, left(parted, 100000))::text)
    )::tsvector END
FROM archive_bare(parted) bare;
END;
"""

VECTOR = r"""
CREATE OR REPLACE FUNCTION archive_vector(language text, title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(archive_stems(archive_configuration(language), archive_parted(title)), 'A')
    || setweight(
        archive_stems(
            archive_configuration(language),
            regexp_replace(
                left(archive_parted(left(body, 200000)), 200000), '(\S{255})', '\1 ', 'g'
            )
        ), 'D');
"""

OTHER_LETTERS = LETTERS[0] + "".join(PAIRS_OF_LETTERS)
CHANGED = rf"[[:alnum:]][-\2010\2011/&.][[:alnum:]]|[{UNSEEN}{OTHER_LETTERS}]"
RENEW = rf"""
UPDATE articles_article SET title = title, body_text = body_text
WHERE title ~ U&'{CHANGED}' OR body_text ~ U&'{CHANGED}'
    OR language !~ '^en' AND octet_length(body_text) > char_length(body_text);
"""

# An index that is made at once takes less time than one that follows each row.
WITHOUT_INDEXES = "DROP INDEX entry_keys; DROP INDEX entry_sample;"
KEYS = """
ON articles_searchentry USING gin (
    archive_key(
        article_id, listed, published, source, category, language, byline, tags, length, vector
    )
)
"""
WITH_INDEXES = f"""
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
CREATE INDEX entry_keys {KEYS};
CREATE INDEX entry_sample {KEYS} WHERE (article_id * 2654435761 >> 16) % 16 = 0;
ALTER INDEX entry_keys ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX entry_sample ALTER COLUMN 1 SET STATISTICS 0;
REINDEX INDEX event_words;
REINDEX INDEX source_words;
REINDEX INDEX tag_words;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0029_undated")]
    operations = [
        migrations.RunSQL(WITHOUT_INDEXES, RENEW + WITH_INDEXES),
        migrations.RunSQL(PARTED, "DROP FUNCTION archive_parted(text)"),
        migrations.RunSQL(BARE, "DROP FUNCTION archive_bare(text)"),
        migrations.RunSQL(FOLD, FORMER.FOLD),
        migrations.RunSQL(STEMS, "DROP FUNCTION archive_stems(regconfig, text)"),
        migrations.RunSQL(VECTOR, FORMER_VECTOR),
        migrations.RunSQL(RENEW + WITH_INDEXES, WITHOUT_INDEXES),
        migrations.RunPython(GROUP_ANEW, GROUP_ANEW),
    ]
