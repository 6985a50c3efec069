"""Words of Chinese, Japanese and Korean, which nothing parts, are found by their signs and pairs.

archive_fold writes a run of such signs as every sign and every pair of neighbours, in order:
`法律案` becomes `法 法律 律 律案 案`. What is searched for is written so too, and since both begin
and end with a single sign, a part of a run is a phrase of it, down to one sign alone. Any other text
is as before. Positions end at 16,383, so phrases are found in the first 8,000 signs of a text, and
in 40,000 its signs and pairs.

The vectors of articles that have such signs are made anew; no other row is touched.
"""

from importlib import import_module

from django.db import migrations

FORMER = import_module("articles.migrations.0001_search_functions").FOLD

# Han with its repetition mark and zero, Hiragana, Katakana but for its middle dot, Hangul.
SIGNS = r"\3005\3007\3041-\3096\309D-\30FA\30FC-\30FF\3400-\4DBF\4E00-\9FFF\AC00-\D7A3"
SIGNS += r"\+020000-\+03FFFF"

# A run is put between \0001 and \0002; each sign is written thrice, to stand with the one before
# it, alone, and with the one after it; what is twice at either end goes.
FOLD = rf"""
CREATE OR REPLACE FUNCTION archive_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN value ~ U&'[{SIGNS}\F900-\FAFF\FF66-\FF9D\1100-\11FF\3131-\318E]' THEN
    regexp_replace(
        regexp_replace(
            regexp_replace(
                normalize(
                    regexp_replace(normalize(value, NFKD), U&'[\0300-\036F]', '', 'g'), NFKC
                ),
                U&'([{SIGNS}]+)', U&' \0001\\1\0002 ', 'g'
            ),
            U&'([{SIGNS}])', '\1 \1 \1', 'g'
        ),
        U&'\0001[^ ]+ | [^ ]+\0002', '', 'g'
    )
ELSE normalize(regexp_replace(normalize(value, NFKD), U&'[\0300-\036F]', '', 'g'), NFKC) END;
"""

RENEW = f"""
UPDATE articles_article SET title = title, body_text = body_text
WHERE title ~ U&'[{SIGNS}]' OR body_text ~ U&'[{SIGNS}]';
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_event_acts")]
    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, RENEW),
        migrations.RunSQL(FOLD, FORMER.replace("CREATE", "CREATE OR REPLACE", 1)),
        migrations.RunSQL(RENEW, migrations.RunSQL.noop),
    ]
