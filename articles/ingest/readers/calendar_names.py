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
# Of languages whose short forms would be those of other months: Finnish, Hungarian, Romanian,
# Slovak, Croatian (but for October, which is November in Polish), Slovene, Catalan; Estonian,
# Latvian, Lithuanian, Icelandic; Bulgarian; Greek; Hebrew.
WHOLE_MONTHS = (
    (
        "tammikuuta ianuarie januara sijecnja januarja gener jaanuar janvaris janvari sausio януари"
        " ιανουαριου ינואר בינואר"
    ),
    (
        "helmikuuta februarie februara veljace februarja febrer veebruar februaris vasario февруари"
        " φεβρουαριου פברואר בפברואר"
    ),
    "maaliskuuta marcius martie ozujka marca marts marta kovo март μαρτιου מרץ במרץ",
    "huhtikuuta aprilis aprilie aprila travnja aprill balandzio април απριλιου אפריל באפריל",
    "toukokuuta majus maja svibnja maig maijs maija geguzes май μαιου מאי במאי",
    "kesakuuta junius iunie juna lipnja junija juny juuni junijs birzelio юни ιουνιου יוני ביוני",
    "heinakuuta julius iulie jula srpnja julija juliol juuli julijs liepos юли ιουλιου יולי ביולי",
    (
        "elokuuta augusztus augusta kolovoza avgusta agost augusts rugpjucio август αυγουστου"
        " אוגוסט באוגוסט"
    ),
    (
        "syyskuuta szeptember septembrie septembra rujna setembre septembris rugsejo септември"
        " σεπτεμβριου ספטמבר בספטמבר"
    ),
    "lokakuuta octombrie oktobra oktoober oktobris spalio октомври οκτωβριου אוקטובר באוקטובר",
    (
        "marraskuuta noiembrie novembra studenoga studenog novembris lapkricio ноември νοεμβριου"
        " נובמבר בנובמבר"
    ),
    (
        "joulukuuta decembrie decembra prosinca desembre detsember decembris gruodzio декември"
        " δεκεμβριου דצמבר בדצמבר"
    ),
)
# From Monday; the languages as above, with Finnish, Hungarian, Romanian and Greek at the end.
_WEEKDAYS = (
    (
        "monday lundi montag lunes lunedi segunda-feira maandag mandag poniedziałek pondeli"
        " pazartesi понедельник понеділок الاثنين"
        " maanantai hetfo luni δευτερα"
    ),
    (
        "tuesday mardi dienstag martes martedi terca-feira dinsdag tirsdag tisdag wtorek utery"
        " salı вторник вівторок الثلاثاء"
        " tiistai kedd τριτη"
    ),
    (
        "wednesday mercredi mittwoch miercoles mercoledi quarta-feira woensdag onsdag sroda streda"
        " carsamba среда середа الاربعاء"
        " keskiviikko szerda miercuri τεταρτη"
    ),
    (
        "thursday jeudi donnerstag jueves giovedi quinta-feira donderdag torsdag czwartek ctvrtek"
        " persembe четверг четвер الخميس"
        " torstai csutortok joi πεμπτη"
    ),
    (
        "friday vendredi freitag viernes venerdi sexta-feira vrijdag fredag piatek patek cuma"
        " пятница п'ятниця الجمعة"
        " perjantai pentek vineri παρασκευη"
    ),
    (
        "saturday samedi samstag sonnabend sabado sabato zaterdag lørdag lordag sobota cumartesi"
        " суббота субота السبت"
        " lauantai szombat sambata σαββατο"
    ),
    (
        "sunday dimanche sonntag domingo zondag søndag sondag niedziela nedele pazar domenica"
        " воскресенье неділя الاحد"
        " sunnuntai vasarnap duminica κυριακη"
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
    found = {number for number, names in enumerate(_MONTHS, start=1) if _begins_one_of(name, names)}
    found |= {number for number, names in enumerate(WHOLE_MONTHS, start=1) if name in names.split()}
    return found.pop() if len(found) == 1 else None


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
