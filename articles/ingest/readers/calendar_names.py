"""Months and weekdays by their names in many languages, whole or shortened."""

# Without accents: English, French, German (and Austrian), Spanish, Italian, Portuguese, Dutch; then
# Swedish, Danish, Norwegian, Polish, Czech, Turkish; then Russian and Ukrainian.
_MONTHS = (
    "january janvier januar janner enero gennaio janeiro januari stycznia ledna ocak января січня",
    (
        "february fevrier februar feber febrero febbraio fevereiro februari lutego unora subat"
        " февраля лютого"
    ),
    "march mars marz mrz marzo marco maart mrt marts marca brezna mart марта березня",
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
# From Monday; the languages as above.
_WEEKDAYS = (
    (
        "monday lundi montag lunes lunedi segunda-feira maandag mandag poniedziałek pondeli"
        " pazartesi понедельник понеділок"
    ),
    (
        "tuesday mardi dienstag martes martedi terca-feira dinsdag tirsdag tisdag wtorek utery"
        " salı вторник вівторок"
    ),
    (
        "wednesday mercredi mittwoch miercoles mercoledi quarta-feira woensdag onsdag sroda streda"
        " carsamba среда середа"
    ),
    (
        "thursday jeudi donnerstag jueves giovedi quinta-feira donderdag torsdag czwartek ctvrtek"
        " persembe четверг четвер"
    ),
    (
        "friday vendredi freitag viernes venerdi sexta-feira vrijdag fredag piatek patek cuma"
        " пятница п'ятниця"
    ),
    (
        "saturday samedi samstag sonnabend sabado sabato zaterdag lørdag lordag sobota cumartesi"
        " суббота субота"
    ),
    (
        "sunday dimanche sonntag domingo zondag søndag sondag niedziela nedele pazar domenica"
        " воскресенье неділя"
    ),
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


def weekdays(word: str) -> set[int]:
    """The days of the week, Monday being 0, that a word without accents may name.

    It may be shortened, and then name several: "ma" is mardi and maandag.
    """
    name = word.casefold()
    if len(name) < _SHORTEST_WEEKDAY:
        return set()
    return {number for number, names in enumerate(_WEEKDAYS) if _begins_one_of(name, names)}


def _begins_one_of(beginning: str, names: str) -> bool:
    return any(name.startswith(beginning) for name in names.split())
