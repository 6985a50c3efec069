"""The functions that turn text into search vectors, in the database so that a column can use them.

archive_fold drops accents from Latin letters and settles compatibility forms: `Économie` and
`economie` are one word. archive_vector stems by the language of the article, weighs the title A
and the body D, and reads the first 200,000 characters of a body, since a vector holds 1 MB at
most.
"""

from django.db import migrations

FOLD = r"""
CREATE FUNCTION archive_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN normalize(regexp_replace(normalize(value, NFKD), U&'[\0300-\036F]', '', 'g'), NFKC);
"""

CONFIGURATIONS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}

CONFIGURATION = """
CREATE FUNCTION archive_configuration(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE split_part(lower(language), '-', 1)
{cases}
    ELSE 'pg_catalog.simple'::regconfig END;
""".format(
    cases="\n".join(
        f"    WHEN '{code}' THEN 'pg_catalog.{name}'::regconfig"
        for code, name in CONFIGURATIONS.items()
    )
)

VECTOR = """
CREATE FUNCTION archive_vector(language text, title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector(archive_configuration(language), archive_fold(title)), 'A')
    || setweight(
        to_tsvector(
            archive_configuration(language), left(archive_fold(left(body, 200000)), 200000)
        ), 'D');
"""


class Migration(migrations.Migration):
    dependencies = []
    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION archive_fold(text)"),
        migrations.RunSQL(CONFIGURATION, "DROP FUNCTION archive_configuration(text)"),
        migrations.RunSQL(VECTOR, "DROP FUNCTION archive_vector(text, text, text)"),
    ]
