"""Dates in the forms in which they are met."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.ingest.readers import dates
from articles.ingest.records import Rejection

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def reason(value):
    with pytest.raises(Rejection) as rejection:
        dates.parse(value)
    return str(rejection.value)


@pytest.mark.parametrize(
    "value",
    [
        "2025-07-26",
        " 2025-7-26 ",
        "2025/07/26",
        "2025.07.26",
        "20250726",
        "2025-W30-6",
        "2025W306",
        "2025-207",
        "2025207",
        "July 26, 2025",
        "July 26 2025",
        "July 26,2025",
        "Jul. 26, 2025",
        "Jul 26th, 2025",
        "Saturday, July 26th, 2025",
        "Sat. July 26, 2025",
        "26 July 2025",
        "26 jul 2025",
        "the 26th of July 2025",
        "26. July 2025",
        "Sat, 26 July 2025",
        "26-Jul-2025",
        "26/Jul/2025",
        "2025-Jul-26",
        "26/07/2025",
        "26-07-2025",
        "07/26/2025",
        "07.26.2025",
        "26.7.2025",
        "26.07.2025",
        "26. 7. 2025",
    ],
)
def test_it_reads_a_day(value):
    assert dates.parse(value) == dates.Moment(date(2025, 7, 26))


@pytest.mark.parametrize(
    "value",
    [
        "26 juillet 2025",
        "26 juil. 2025",
        "le samedi 26 juillet 2025",
        "samedi 26 juillet 2025",
        "26. Juli 2025",
        "Samstag, den 26. Juli 2025",
        "26 de julio de 2025",
        "sábado, 26 de julio del 2025",
        "26 luglio 2025",
        "sabato 26 lug 2025",
        "26 de julho de 2025",
        "26 juli 2025",
        "zaterdag 26 juli 2025",
        "2025年7月26日",
        "2025年07月26日(土)",
        "2025年7月26日 星期六",
        "２０２５年７月２６日",
        "2025년 7월 26일",
        "2025. 7. 26.",
        "26. juli 2025",
        "lördag 26 juli 2025",
        "26 lipca 2025",
        "26. července 2025",
        "26 Temmuz 2025",
        "26 июля 2025 г.",
        "Суббота, 26 Июля 2025",
        "26 липня 2025",
    ],
)
def test_it_reads_a_day_in_other_languages(value):
    assert dates.parse(value) == dates.Moment(date(2025, 7, 26))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1er août 2025", date(2025, 8, 1)),
        ("15 février 2025", date(2025, 2, 15)),
        ("26. März 2025", date(2025, 3, 26)),
        ("3. Jänner 2025", date(2025, 1, 3)),
        ("1º de março de 2025", date(2025, 3, 1)),
        ("quarta-feira, 1 de outubro de 2025", date(2025, 10, 1)),
        ("8 mrt 2025", date(2025, 3, 8)),
        ("8 mei 2025", date(2025, 5, 8)),
        ("9 sept. 2025", date(2025, 9, 9)),
        ("4 maj 2025", date(2025, 5, 4)),
        ("4. marts 2025", date(2025, 3, 4)),
        ("3 października 2025", date(2025, 10, 3)),
        ("5 Mayıs 2025", date(2025, 5, 5)),
        ("1 декабря 2025", date(2025, 12, 1)),
        ("Published April 3, 2025", date(2025, 4, 3)),
        ("Posted on 3 April 2025", date(2025, 4, 3)),
        ("Publié le 3 avril 2025", date(2025, 4, 3)),
        ("Veröffentlicht am 3. April 2025", date(2025, 4, 3)),
        ("2025-W01-1", date(2024, 12, 30)),
        ("2024-366", date(2024, 12, 31)),
    ],
)
def test_it_reads_other_days(value, expected):
    assert dates.parse(value) == dates.Moment(expected)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-07-26T10:30:00Z", (2025, 7, 26, 10, 30)),
        ("2025-07-26t10:30:00z", (2025, 7, 26, 10, 30)),
        ("2025-07-26 10:30:00 +0200", (2025, 7, 26, 8, 30)),
        ("2025-07-26T10:30:00+0530", (2025, 7, 26, 5, 0)),
        ("2025-07-26T10:30:00+05:30", (2025, 7, 26, 5, 0)),
        ("2025-07-26T01:30:00.123+02:00", (2025, 7, 25, 23, 30, 0, 123000)),
        ("2025-07-26T10:30:00,1234567Z", (2025, 7, 26, 10, 30, 0, 123456)),
        ("2025-07-26T23:30:00-05", (2025, 7, 27, 4, 30)),
        ("2025-07-26T10:30:00\N{MINUS SIGN}05:00", (2025, 7, 26, 15, 30)),
        ("2025-07-26T10:30+02:00[Europe/Oslo]", (2025, 7, 26, 8, 30)),
        ("20250726T103000Z", (2025, 7, 26, 10, 30)),
        ("2025-07-26 10:30:00 +0200 CEST", (2025, 7, 26, 8, 30)),
        ("2025-07-26 10:30:00 +0000 UTC", (2025, 7, 26, 10, 30)),
        ("Published: July 26, 2025 at 9:05 AM EST", (2025, 7, 26, 14, 5)),
        ("2025-07-26 10:30 UTC", (2025, 7, 26, 10, 30)),
        ("2025-207T10:30Z", (2025, 7, 26, 10, 30)),
        ("Sat, 26 Jul 2025 23:30:00 -0500", (2025, 7, 27, 4, 30)),
        ("26 Jul 2025 10:30:00 GMT", (2025, 7, 26, 10, 30)),
        ("Sat, 26 Jul 2025 10:30:00 EST", (2025, 7, 26, 15, 30)),
        ("26-Jul-2025 10:30 CET", (2025, 7, 26, 9, 30)),
        ("July 26, 2025 3:45 PM UTC", (2025, 7, 26, 15, 45)),
        ("July 26, 2025 at 12:05 a.m. EDT", (2025, 7, 26, 4, 5)),
        ("12:30 PM PDT, July 26, 2025", (2025, 7, 26, 19, 30)),
        ("12:30 AM PST, Jan 26, 2025", (2025, 1, 26, 8, 30)),
        ("2025-07-26 01:30 AEST", (2025, 7, 25, 15, 30)),
        ("Samstag, 26. Juli 2025 um 15:45 Uhr MESZ", (2025, 7, 26, 13, 45)),
        ("Sat Jul 26 15:45:00 UTC 2025", (2025, 7, 26, 15, 45)),
        (
            "Sat Jul 26 2025 15:45:00 GMT+0200 (Central European Summer Time)",
            (2025, 7, 26, 13, 45),
        ),
        ("2025-07-25T24:00:00Z", (2025, 7, 26, 0, 0)),
        ("2025-07-25T24:00+02:00", (2025, 7, 25, 22, 0)),
        ("2016-12-31T23:59:60Z", (2016, 12, 31, 23, 59, 59)),
        ("2017-01-01T05:29:60.5+05:30", (2016, 12, 31, 23, 59, 59)),
        ("1753525800", (2025, 7, 26, 10, 30)),
        ("1753525800.75", (2025, 7, 26, 10, 30)),
        ("1753525800250", (2025, 7, 26, 10, 30, 0, 250000)),
        ("631152000", (1990, 1, 1, 0, 0)),
    ],
)
def test_it_reads_a_moment_and_its_day_in_utc(value, moment):
    expected = datetime(*moment, tzinfo=UTC)
    assert dates.parse(value) == (expected.date(), expected, "")


@pytest.mark.parametrize(
    "value",
    [
        "2025-07-26T10:30",
        "2025-07-26 23:30:00",
        "20250726103000",
        "202507261030",
        "July 26, 2025, 3:45 PM",
        "26 July 2025 at 15:45",
        "15:45, 26 July 2025",
        "26 juillet 2025 à 15h45",
        "26.07.2025 um 15.45 Uhr",
        "2025年7月26日15:45",
        "Sat Jul 26 15:45:00 2025",
    ],
)
def test_a_time_without_a_zone_leaves_the_day_as_written(value):
    note = "The time has no zone: the day was kept without the time."
    assert dates.parse(value) == (date(2025, 7, 26), None, note)


@pytest.mark.parametrize("zone", ["IST", "CST", "BST", "AST", "ET", "PT", "XYZ"])
def test_letters_that_leave_the_zone_open_leave_the_day_as_written(zone):
    note = f"The zone '{zone}' is not certain: the day was kept without the time."
    assert dates.parse(f"2025-07-26 23:30 {zone}") == (date(2025, 7, 26), None, note)


@pytest.mark.parametrize("value", ["2025-07-26T00:00:00", "2025-07-26 00:00", "20250726000000"])
def test_midnight_without_a_zone_is_a_day(value):
    assert dates.parse(value) == dates.Moment(date(2025, 7, 26))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-02-30", "Impossible date: '2025-02-30'."),
        ("2025-13-01", "Impossible date: '2025-13-01'."),
        ("2025-366", "Impossible date: '2025-366'."),
        ("2025-W54-1", "Impossible date: '2025-W54-1'."),
        ("31 June 2025", "Impossible date: '31 June 2025'."),
        ("31 juin 2025", "Impossible date: '31 juin 2025'."),
        ("2025年2月30日", "Impossible date: '2025年2月30日'."),
        ("32/13/2025", "Impossible date: '32/13/2025'."),
        ("32.07.2025", "Impossible date: '32.07.2025'."),
        ("2025-07-26T25:00:00Z", "Impossible date: "),
        ("2025-07-26T24:00:01Z", "Impossible date: "),
        ("2025-07-26T12:30:60Z", "Impossible date: "),
        ("2025-07-26T23:59:61Z", "Impossible date: "),
        ("2025-07-26 13:30 pm", "Impossible date: "),
        ("2025-07-26T10:30+25:00", "Impossible date: "),
        ("2025-07-26T10:30+05:60", "Impossible date: "),
        ("Sat, 99 Jul 2025 10:30:00 GMT", "Impossible date: "),
        ("03/04/2025", "Ambiguous date: '03/04/2025'. Write it as 2025-04-03 or 2025-03-04"),
        ("3-4-2025", "Ambiguous date: '3-4-2025'. Write it as 2025-04-03 or 2025-03-04"),
        ("26/07/25", "Year with two digits: '26/07/25'."),
        ("25-07-26", "Year with two digits: '25-07-26'."),
        ("1899-12-31", "Year out of range: '1899-12-31'."),
        ("2101-01-01", "Year out of range: '2101-01-01'."),
        ("631151999", "Year out of range: '631151999'. Seconds are taken from 1990 to 2100."),
        ("4133980800000", "Year out of range: '4133980800000'. Seconds are taken "),
        ("0001-01-01T00:00:00+14:00", "Impossible date: "),
        ("9999-12-31T23:59:59-12:00", "Impossible date: "),
        ("yesterday", "Date not understood: 'yesterday'."),
        ("2025-07", "Date not understood: '2025-07'."),
        ("2025-W30", "Date not understood: '2025-W30'."),
        ("July 2025", "Date not understood: 'July 2025'."),
        ("jui 26, 2025", "Date not understood: 'jui 26, 2025'."),
        ("soon 26 July 2025", "Date not understood: 'soon 26 July 2025'."),
        ("2025-07-26T10", "Date not understood: "),
        ("", "Date not understood: ''."),
    ],
)
def test_it_says_what_is_wrong_with_a_date(value, expected):
    assert reason(value).startswith(expected)


def test_a_reason_holds_nothing_that_cannot_be_stored():
    assert reason("\ud800\x00soon") == reason("soon")


def test_a_day_and_a_month_that_are_the_same_number_are_not_ambiguous():
    assert dates.parse("05/05/2025").day == date(2025, 5, 5)


@pytest.mark.parametrize(
    ("value", "weekday"),
    [
        ("Monday, 24 July 2025", "Monday"),
        ("Mon, 24 Jul 2025 23:30:00 -0500", "Mon"),
        ("Mon Jul 24 15:45:00 UTC 2025", "Mon"),
        ("10:30 UTC, Monday, July 24, 2025", "Monday"),
        ("lundi 24 juillet 2025", "lundi"),
        ("понедельник, 24 июля 2025", "понедельник"),
    ],
)
def test_a_weekday_that_does_not_fit_is_left_out_and_told(value, weekday):
    note = f"The weekday '{weekday}' does not fit 2025-07-24: the date was taken without it."
    assert dates.parse(value).note == note
    assert dates.parse(value).day in (date(2025, 7, 24), date(2025, 7, 25))


@pytest.mark.parametrize(
    "value",
    [
        "Thursday, 24 July 2025",
        "Thu, 24 Jul 2025 23:30:00 -0500",
        "Thursday, 24 July 2025 24:00 UTC",
        "do 24 juli 2025",
        "So, 26. Juli 2025",
        "So, 27. Juli 2025",
        "четверг, 24 июля 2025",
        "П'ятниця, 25 липня 2025",
        "lørdag, 26. juli 2025",
    ],
)
def test_a_weekday_that_fits_is_not_told(value):
    assert dates.parse(value).note == ""


def test_a_weekday_is_told_beside_what_else_there_is_to_tell():
    assert dates.parse("Mon, 3.4.2025 10:30").note == (
        "The date 'Mon, 3.4.2025 10:30' was read as 2025-04-03, since with dots the day stands"
        " first. The weekday 'Mon' does not fit 2025-04-03: the date was taken without it."
        " The time has no zone: the day was kept without the time."
    )


MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
FORMS = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%G-W%V-%u",
    "%Y-%j",
    "%d.%m.%Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%a, %d %b %Y",
    "%A %d %B %Y",
    "%d-%b-%Y",
    "%Y年%m月%d日",
    "%Y년 %m월 %d일",
]


@given(DAYS)
def test_it_reads_every_day_in_every_form(day):
    for form in FORMS:
        assert dates.parse(day.strftime(form))[:2] == (day, None), form


@given(DAYS, st.sampled_from(sorted(MONTHS)))
def test_it_reads_every_day_in_every_language(day, language):
    month = MONTHS[language].split()[day.month - 1]
    assert dates.parse(f"{day.day} {month} {day.year}") == dates.Moment(day)


@given(DAYS)
def test_it_reads_days_with_slashes_or_says_that_they_are_ambiguous(day):
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        value = day.strftime(form)
        if day.day <= 12 and day.day != day.month:
            assert reason(value).startswith("Ambiguous date: ")
        else:
            assert dates.parse(value) == dates.Moment(day)


@given(st.integers(631_152_000_000, 4_102_444_800_000), st.integers(-14 * 60, 14 * 60))
def test_it_reads_every_moment_in_every_form(milliseconds, minutes):
    zone = timezone(timedelta(minutes=minutes))
    whole = datetime.fromtimestamp(milliseconds // 1000, zone)
    moment = whole + timedelta(milliseconds=milliseconds % 1000)
    assert dates.parse(moment.isoformat()).at == moment
    assert dates.parse(str(milliseconds)).at == moment
    for form in ("%a, %d %b %Y %H:%M:%S %z", "%Y%m%dT%H%M%S%z", "%B %d, %Y at %I:%M:%S %p %z"):
        assert dates.parse(whole.strftime(form)).at == whole
    assert dates.parse(str(int(whole.timestamp()))).at == whole


@given(st.text(alphabet="0123456789-/:. TZ+,julaMonGMTE年", max_size=40))
@example("9" * 100)
@example("-" * 100_000)
@example(" ." * 50)
@example("jul " * 1_000_000)
def test_any_text_is_a_date_or_a_reason(value):
    try:
        day, moment, _ = dates.parse(value)
    except Rejection:
        return
    assert dates.FIRST_YEAR <= day.year <= dates.LAST_YEAR
    assert moment is None or moment.date() == day


@pytest.mark.parametrize("value", ["3.4.2025", "03.04.2025", "3. 4. 2025"])
def test_it_says_that_dots_told_day_and_month_apart(value):
    note = f"The date '{value}' was read as 2025-04-03, since with dots the day stands first."
    assert dates.parse(value) == dates.Moment(date(2025, 4, 3), None, note)


def test_a_day_that_can_be_no_other_has_no_note():
    assert dates.parse("04.04.2025").note == dates.parse("26.04.2025").note == ""


def test_a_zone_that_is_a_place_gives_the_day_and_a_note():
    moment = dates.parse("2025-07-26T10:30:00 Europe/Oslo")
    assert (moment.day, moment.at) == (date(2025, 7, 26), None)
    assert "Europe/Oslo" in moment.note
