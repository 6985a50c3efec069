"""Other ways to write a word: parted, joined, British and American.

The spellings are a reviewed list of stems with their endings. Nothing of them is guessed by rule
alone: `exercise` has no z, and `motor` no u.
"""

import re

# What differs, British and American; the endings that follow it; the stems that precede it.
_FAMILIES = (
    (
        ("our", "or"),
        "|s|ed|ing|er|ers|able|ably|al|ally|ist|ists|ite|ites|ful|less|hood|hoods",
        (
            "ard arm behavi cand clam col dishon endeav fav ferv flav harb hon hum lab misbehavi"
            " neighb od parl ranc rig rum sav splend tum val vap vig"
        ),
    ),
    (
        ("re", "er"),
        "|s",
        "calib cent centimet epicent fib kilomet lit lust meag met millimet sab somb spect theat",
    ),
    (
        ("is", "iz"),
        "e|es|ed|ing|er|ers|able|ation|ations|ational",
        (
            "actual agon anonym antagon apolog author automat bureaucrat canonical capital"
            " categor central character civil colon commercial commodit computer conceptual"
            " contextual criminal critic crystall custom decentral decriminal democrat demon"
            " deput destabil digit digital disorgan dramat econom emphas energ equal external"
            " familiar fertil final formal general global harmon homogen hospital human hypothes"
            " ideal immun incentiv individual industrial initial institutional internal"
            " international item jeopard legal legitim liberal local marginal material maxim"
            " mechan memor militar minim mobil modern monet monopol moral national neutral"
            " normal operational optim organ ostrac parameter patron penal personal plagiar"
            " polar politic popular priorit privat professional pseudonym public pulver radical"
            " random rational real recogn regular reorgan revital revolution sanit scrutin"
            " secular securit sensit serial social special stabil standard steril stigmat subsid"
            " summar symbol sympath synchron synthes systemat terror theor token trivial"
            " unauthor unrecogn util vandal verbal victim visual vocal weapon western"
        ),
    ),
    (("ys", "yz"), "e|ed|ing|er|ers", "anal catal electrol paral reanal"),
    (("ogue", "og"), "|s", "anal catal dial homol monol"),
    (("ence", "ense"), "|s", "def off pret"),
    (
        ("ll", "l"),
        "ed|ing|er|ers|or|ors",
        (
            "cance channe counse dia due fue grave labe leve marsha mislabe mode pane reve"
            " remode riva shove signa spira tota trave tunne unrave"
        ),
    ),
    (("l", "ll"), "|s|ment|ments", "enro fulfi insta"),
)

# What follows no pattern, British and American.
_PAIRS = (
    "acknowledgement acknowledgment",
    "acknowledgements acknowledgments",
    "ageing aging",
    "aluminium aluminum",
    "artefact artifact",
    "artefacts artifacts",
    "centred centered",
    "centring centering",
    "encyclopaedia encyclopedia",
    "focussed focused",
    "focussing focusing",
    "grey gray",
    "jewellery jewelry",
    "judgement judgment",
    "judgements judgments",
    "licence license",
    "licences licenses",
    "manoeuvre maneuver",
    "manoeuvres maneuvers",
    "manoeuvring maneuvering",
    "mould mold",
    "orientated oriented",
    "paediatric pediatric",
    "plough plow",
    "practise practice",
    "practised practiced",
    "practising practicing",
    "programme program",
    "programmes programs",
    "sceptic skeptic",
    "sceptical skeptical",
    "scepticism skepticism",
    "sceptics skeptics",
    "sizeable sizable",
    "skilful skillful",
    "towards toward",
    "wilful willful",
)


def _pairs():
    for (british, american), endings, stems in _FAMILIES:
        for stem in stems.split():
            for ending in endings.split("|"):
                yield f"{stem}{british}{ending}", f"{stem}{american}{ending}"
    yield from (pair.split() for pair in _PAIRS)


_OTHER = {}
for _british, _american in _pairs():
    _OTHER[_british], _OTHER[_american] = _american, _british


# `GPT-4`, `open-source`; and `GPT4`, of whose letters two or more come first: `B2B` is one word.
_PARTED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
_HYPHEN = re.compile("[-\u2010\u2011]")
_JOINED = re.compile(r"([^\W\d_]{2,})(\d[^\W_]*(?:\.\d+)?)")


def is_parted(word: str) -> bool:
    """Say whether hyphens part a word."""
    return _PARTED.fullmatch(word) is not None


def joined(word: str) -> str | None:
    """Return a word without the one hyphen that parts it, None where there are more."""
    return _HYPHEN.sub("", word) if len(_HYPHEN.findall(word)) == 1 else None


def parted(word: str) -> str | None:
    """Return letters and the number that follows them as two words, None for any other word."""
    found = _JOINED.fullmatch(word)
    return f"{found[1]} {found[2]}" if found else None


def other_spelling(word: str) -> str | None:
    """Return the American spelling of a British word or the other way about, in small letters."""
    return _OTHER.get(word.casefold())
