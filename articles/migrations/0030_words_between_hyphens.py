"""What hyphens join are words: `open-source` has those of `open source`, `GPT-5` of `GPT 5`.

PostgreSQL's parser makes the whole a word too, which stands before its parts and so between the
first of them and the word before; and it takes `-5` for a number below zero. archive_fold writes a
space in place of a hyphen between letters or digits. Before a last part such as `up`, which says
nothing by itself, it writes none: `start-up` is `startup`, and not `start`. A short name with an
ampersand is one word: `AT&T`, of whose letters none would say anything by itself, is `ATT`.

PostgreSQL replaces a function in whole, so it stands here in whole again; what its other parts mean
is told in 0012. The vectors of articles that have such a hyphen are made anew, and since grouping
reads them, its next run looks at all articles anew.
"""

from importlib import import_module

from django.db import migrations

FORMER = import_module("articles.migrations.0012_chinese_japanese_korean")
SIGNS = FORMER.SIGNS
GROUP_ANEW = import_module("articles.migrations.0028_group_anew").group_anew

HYPHEN = r"([[:alnum:]])[-\2010\2011](?=[[:alnum:]])"

BEFORE_A_PARTICLE = (
    r"(?i)([[:alpha:]])[-\2010\2011](by|down|in|off|on|out|over|to|up)"
    r"(?![[:alnum:]\2010\2011-])"
)

NAME_WITH_AMPERSAND = r"(?i)\m([[:alpha:]]{1,2})&([[:alpha:]]{1,2})\M"

FOLD = rf"""
CREATE OR REPLACE FUNCTION archive_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
SELECT CASE WHEN parted ~ U&'[{SIGNS}\F900-\FAFF\FF66-\FF9D\1100-\11FF\3131-\318E]' THEN
    regexp_replace(
        regexp_replace(
            regexp_replace(
                normalize(
                    regexp_replace(normalize(parted, NFKD), U&'[\0300-\036F]', '', 'g'), NFKC
                ),
                U&'([{SIGNS}]+)', U&' \0001\\1\0002 ', 'g'
            ),
            U&'([{SIGNS}])', '\1 \1 \1', 'g'
        ),
        U&'\0001[^ ]+ | [^ ]+\0002', '', 'g'
    )
ELSE normalize(regexp_replace(normalize(parted, NFKD), U&'[\0300-\036F]', '', 'g'), NFKC) END
FROM regexp_replace(
    regexp_replace(
        regexp_replace(value, '{NAME_WITH_AMPERSAND}', '\1\2', 'g'),
        U&'{BEFORE_A_PARTICLE}', '\1\2', 'g'
    ),
    U&'{HYPHEN}', '\1 ', 'g'
) parted;
END;
"""

RENEW = rf"""
UPDATE articles_article SET title = title, body_text = body_text
WHERE title ~ U&'{HYPHEN}|&' OR body_text ~ U&'{HYPHEN}|&';
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0029_undated")]
    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, RENEW),
        migrations.RunSQL(FOLD, FORMER.FOLD),
        migrations.RunSQL(RENEW, migrations.RunSQL.noop),
        migrations.RunPython(GROUP_ANEW, GROUP_ANEW),
    ]
