"""Months and weekdays by their names in many languages, whole or shortened."""

# Without accents: English, French, German (and Austrian), Spanish, Italian, Portuguese, Dutch; then
# Swedish, Danish, Norwegian, Polish, Czech, Turkish; then Russian and Ukrainian.
_MONTHS = (
    "january janvier januar janner enero gennaio janeiro januari stycznia ledna ocak января січня",
    (
        "february fevrier februar feber febrero febbraio fevereiro februari lutego unora subat"
        " февраля лютого"
    ),
    "march mars marz marzo marco maart mrt marts marca brezna mart марта березня",
    "april avril abril aprile kwietnia dubna nisan апреля квітня",
    "may mai mayo maggio maio mei maj maja kvetna mayıs мая маи травня",
    "june juin juni junio giugno junho czerwca cervna haziran июня червня",
    "july juillet juli julio luglio julho lipca cervence temmuz июля липня",
    "august aout agosto augustus augusti sierpnia srpna agustos августа серпня",
    (
        "september septembre septiembre setiembre settembre setembro wrzesnia zari eylul"
        " сентября вересня"
    ),
    "october octobre oktober octubre ottobre outubro pazdziernika rijna ekim октября жовтня",
    "november novembre noviembre novembro listopada listopadu kasım ноября листопада",
    (
        "december decembre dezember diciembre dicembre dezembro desember grudnia prosince aralık"
        " декабря грудня"
    ),
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday"
    " lundi mardi mercredi jeudi vendredi samedi dimanche"
    " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag"
    " lunes martes miercoles jueves viernes sabado domingo"
    " lunedi martedi mercoledi giovedi venerdi sabato domenica"
    " segunda-feira terca-feira quarta-feira quinta-feira sexta-feira"
    " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
    " mandag tirsdag onsdag torsdag fredag lørdag søndag mandag tisdag lordag sondag"
    " poniedziałek wtorek sroda czwartek piatek sobota niedziela"
    " pondeli utery streda ctvrtek patek nedele"
    " pazartesi salı carsamba persembe cuma cumartesi pazar"
    " понедельник вторник среда четверг пятница суббота воскресенье"
    " понеділок вівторок середа четвер п'ятниця субота неділя"
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
