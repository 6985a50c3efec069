"""Which web domains publish official texts: laws, orders, judgments, treaties, standards.

A domain is official where it ends, at a dot, with one of the endings below. They belong to
states, to organisations that states founded, to courts, and to the bodies whose standards laws
refer to; CourtListener and BAILII, which keep documents of courts, stand among the courts. What a
company or another party to an event says of itself is no official text: no table can know it.
"""

import re

# What public bodies register under, before the two letters of a country: gov.uk, gob.mx, gouv.fr.
_PUBLIC = re.compile(r"(?:^|\.)(?:gov|gob|gouv|govt|gub|mil|parliament)\.[a-z]{2}\Z")

_ENDINGS = {
    "states": (
        *("gov", "mil", "europa.eu", "canada.ca", "gc.ca", "admin.ch", "gv.at", "bund.de"),
        *("go.cr", "go.id", "go.jp", "go.ke", "go.kr", "go.th", "go.tz", "go.ug"),
        *("government.nl", "overheid.nl", "rijksoverheid.nl", "government.se", "regeringen.se"),
        *("regjeringen.no", "bundesregierung.de", "governo.it", "kremlin.ru", "government.ru"),
        *("gazzettaufficiale.it", "boe.es", "gesetze-im-internet.de", "gesetze-bayern.de"),
    ),
    "regulators": (
        *("ico.org.uk", "ofcom.org.uk", "fca.org.uk", "cnil.fr", "aepd.es", "gpdp.it"),
        *("garanteprivacy.it", "dataprotection.ie", "bundesnetzagentur.de"),
    ),
    "parliaments": (
        *("parliament.uk", "parl.ca", "bundestag.de", "bundesrat.de", "assemblee-nationale.fr"),
        *("senat.fr", "camera.it", "senato.it", "congreso.es", "senado.es", "riksdagen.se"),
        *("stortinget.no", "parlament.ch", "leg.br", "oireachtas.ie"),
    ),
    "courts": (
        *("judiciary.uk", "supremecourt.uk", "jus.br", "courts.ie", "scc-csc.ca", "icj-cij.org"),
        *("conseil-constitutionnel.fr", "bundesverfassungsgericht.de"),
        *("courtlistener.com", "bailii.org"),
    ),
    "organisations of states": (
        *("int", "un.org", "unesco.org", "ohchr.org", "oecd.org", "oecd.ai", "wto.org", "imf.org"),
        *("worldbank.org", "asean.org", "g20.org"),
    ),
    "standards": (
        *("iso.org", "iec.ch", "etsi.org", "cencenelec.eu", "standards.ieee.org", "ietf.org"),
        *("rfc-editor.org", "w3.org"),
    ),
}
_LISTED = frozenset(ending for endings in _ENDINGS.values() for ending in endings)


def is_official(domain: str) -> bool:
    """Say whether a domain, in small letters, publishes official texts."""
    labels = domain.split(".")
    endings = (".".join(labels[place:]) for place in range(len(labels)))
    return any(ending in _LISTED for ending in endings) or bool(_PUBLIC.search(domain))
