"""Months and weekdays by their names in many languages, whole or shortened."""

# Without accents: English, French, German (and Austrian), Spanish, Italian, Portuguese, Dutch; then
# Swedish, Danish, Norwegian, Polish, Czech, Turkish; then Russian and Ukrainian; then Arabic, as in
# Egypt, and what differs in the Levant and the Maghreb where it is one word.
_MONTHS = (
    (
        "january janvier januar janner enero gennaio janeiro januari stycznia ledna ocak"
        " января січня يناير جانفي"
    ),
    (
        "february fevrier februar feber febrero febbraio fevereiro februari lutego unora subat"
        " февраля лютого فبراير فيفري شباط"
    ),
    "march mars marz mrz marzo marco maart mrt marts marca brezna mart марта березня مارس اذار",
    "april avril abril aprile kwietnia dubna nisan апреля квітня ابريل افريل نيسان",
    "may mai mayo maggio maio mei maj maja kvetna mayıs мая маи травня مايو ايار",
    "june juin juni junio giugno junho czerwca cervna haziran июня червня يونيو جوان حزيران",
    "july juillet juli julio luglio julho lipca cervence temmuz июля липня يوليو جويلية تموز",
    "august aout agosto augustus augusti sierpnia srpna agustos августа серпня اغسطس اوت",
    (
        "september septembre septiembre setiembre settembre setembro wrzesnia zari eylul"
        " сентября вересня سبتمبر ايلول"
    ),
    "october octobre oktober octubre ottobre outubro pazdziernika rijna ekim октября жовтня اكتوبر",
    "november novembre noviembre novembro listopada listopadu kasım ноября листопада نوفمبر",
    (
        "december decembre dezember diciembre dicembre dezembro desember grudnia prosince aralık"
        " декабря грудня ديسمبر"
    ),
)
# From Monday; the languages as above.
_WEEKDAYS = (
    (
        "monday lundi montag lunes lunedi segunda-feira maandag mandag poniedziałek pondeli"
        " pazartesi понедельник понеділок الاثنين"
    ),
    (
        "tuesday mardi dienstag martes martedi terca-feira dinsdag tirsdag tisdag wtorek utery"
        " salı вторник вівторок الثلاثاء"
    ),
    (
        "wednesday mercredi mittwoch miercoles mercoledi quarta-feira woensdag onsdag sroda streda"
        " carsamba среда середа الاربعاء"
    ),
    (
        "thursday jeudi donnerstag jueves giovedi quinta-feira donderdag torsdag czwartek ctvrtek"
        " persembe четверг четвер الخميس"
    ),
    (
        "friday vendredi freitag viernes venerdi sexta-feira vrijdag fredag piatek patek cuma"
        " пятница п'ятниця الجمعة"
    ),
    (
        "saturday samedi samstag sonnabend sabado sabato zaterdag lørdag lordag sobota cumartesi"
        " суббота субота السبت"
    ),
    (
        "sunday dimanche sonntag domingo zondag søndag sondag niedziela nedele pazar domenica"
        " воскресенье неділя الاحد"
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
