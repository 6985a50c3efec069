"""Months and weekdays by their names in seven languages, whole or shortened."""

# English, French, German (and Austrian), Spanish, Italian, Portuguese and Dutch, without accents.
_MONTHS = (
    "january janvier januar janner enero gennaio janeiro januari",
    "february fevrier februar feber febrero febbraio fevereiro februari",
    "march mars marz marzo marco maart mrt",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juin juni junio giugno junho",
    "july juillet juli julio luglio julho",
    "august aout agosto augustus",
    "september septembre septiembre setiembre settembre setembro",
    "october octobre oktober octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december decembre dezember diciembre dicembre dezembro",
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday"
    " lundi mardi mercredi jeudi vendredi samedi dimanche"
    " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag"
    " lunes martes miercoles jueves viernes sabado domingo"
    " lunedi martedi mercoledi giovedi venerdi sabato domenica"
    " segunda-feira terca-feira quarta-feira quinta-feira sexta-feira"
    " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
)
_SHORTEST_MONTH, _SHORTEST_WEEKDAY = 3, 2


def month(word: str) -> int | None:
    """The number of the month that a word without accents names, whole or shortened, or None.

    Three letters are enough where they leave no doubt: "jui" is both juin and juillet.
    """
    name = word.casefold()
    if len(name) < _SHORTEST_MONTH:
        return None
    found = [number for number, names in enumerate(_MONTHS, start=1) if _begins_one_of(name, names)]
    return found[0] if len(found) == 1 else None


def is_weekday(word: str) -> bool:
    """Whether a word without accents names a day of the week, whole or shortened."""
    name = word.casefold()
    return len(name) >= _SHORTEST_WEEKDAY and _begins_one_of(name, _WEEKDAYS)


def _begins_one_of(beginning: str, names: str) -> bool:
    return any(name.startswith(beginning) for name in names.split())
