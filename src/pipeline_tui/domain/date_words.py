"""The words of date phrases in English and German (product.md, "Date phrases").

Both languages are read whatever the language of the screen. All words stand here as
`plain()` leaves them: lower case, without the comma or the full stop of an abbreviation.
Umlauts must be typed (as `ü` or `ue`); a bare `u` is a typing error that gets a suggestion.
"""

from __future__ import annotations

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_TRANSCRIBED: set[str] = set()  # spellings that are read, but not what a suggestion says


def plain(word: str) -> str:
    """A typed word as the tables have it: `Fr.,` is `fr`, `Übermorgen` is `übermorgen`."""
    word = word.casefold().rstrip(",;")
    return word.rstrip(".") if word[-2:-1].isalpha() else word


def _numbered(*groups: str, first: int = 0) -> dict[str, int]:
    """Every word of the n-th group stands for n; spellings with ae, oe, ue are added."""
    table: dict[str, int] = {}
    for number, group in enumerate(groups, first):
        for word in group.split():
            table[word] = number
            if (transcribed := _without_umlauts(word)) != word:
                table[transcribed] = number
                _TRANSCRIBED.add(transcribed)
    return table


def _set(words: str) -> frozenset[str]:
    return frozenset(_numbered(words))


def _without_umlauts(word: str) -> str:
    for umlaut, pair in _UMLAUTS.items():
        word = word.replace(umlaut, pair)
    return word


WEEKDAYS = _numbered(
    "mon monday mo montag",
    "tue tues tuesday di dienstag",
    "wed weds wednesday mi mittwoch",
    "thu thur thurs thursday do donnerstag",
    "fri friday fr freitag",
    "sat saturday sa samstag sonnabend",
    "sun sunday so sonntag",
)
"""0 is Monday, as in `date.weekday()`."""

DOUBTFUL_WEEKDAYS = _set("so do mi")
"""Days only at the end of the line or before a time (product.md)."""

MONTHS = _numbered(
    "jan january januar jänner",
    "feb february februar",
    "mar march mär mrz märz",
    "apr april",
    "may mai",
    "jun june juni",
    "jul july juli",
    "aug august",
    "sep sept september",
    "oct october okt oktober",
    "nov november",
    "dec december dez dezember",
    first=1,
)

_GERMAN_ORDINALS = (
    "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt "
    "fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst "
    "zweiundzwanzigst dreiundzwanzigst vierundzwanzigst fünfundzwanzigst sechsundzwanzigst "
    "siebenundzwanzigst achtundzwanzigst neunundzwanzigst dreißigst einunddreißigst"
)
_ENGLISH_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
    "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
ORDINALS = _numbered(
    *(
        f"{english} {german}e {german}en {german}er"
        for english, german in zip(
            _ENGLISH_ORDINALS.split(), plain(_GERMAN_ORDINALS).split(), strict=True
        )
    ),
    first=1,
)
"""Days of a month in words: `the first of december`, `am dritten Dezember`."""

COUNTS = _numbered(
    "a an one ein eine einem einer eins",
    "two zwei",
    "three drei",
    "four vier",
    "five fünf",
    "six sechs",
    "seven sieben",
    "eight acht",
    "nine neun",
    "ten zehn",
    "eleven elf",
    "twelve zwölf",
    first=1,
)

ARTICLES = _set("a an ein eine einem einer")
"""Counts that are no hour: `at a` is no time."""

NEAR_DAYS = _numbered("today heute", "tomorrow tmr tmrw morgen", "übermorgen")
"""Days from today."""

# What a unit is, by the letter a length of time has it as.
UNITS = {
    **dict.fromkeys(_set("d day days tag tage tagen"), "d"),
    **dict.fromkeys(_set("w week weeks wk wks woche wochen"), "w"),
    **dict.fromkeys(_set("m mo month months mon monat monate monaten"), "m"),
    **dict.fromkeys(_set("q quarter quarters quartal quartale quartalen"), "q"),
    **dict.fromkeys(_set("y year years j jahr jahre jahren"), "y"),
    **dict.fromkeys(_set("wd workday workdays weekday weekdays"), "wd"),
    **dict.fromkeys(_set("werktag werktage werktagen"), "wd"),
    **dict.fromkeys(_set("arbeitstag arbeitstage arbeitstagen"), "wd"),
    "t": "d",
}

SHORT_UNITS = frozenset({"d", "w", "wd"})
"""Letters that need no plus: `3d`, `2w`. The others could mean metres, tons or litres."""

HALVES = _set("half halbes halben")
"""`in half a year`"""

WORKING = _set("working business work")
"""`3 working days`"""

NEXT = {
    **dict.fromkeys(_set("next nächste nächsten nächster nächstes nächstem"), 1),
    **dict.fromkeys(_set("übernächste übernächsten übernächster übernächstes"), 2),
}
"""ISO weeks (months …) from this one."""

COMING = _set("coming this kommende kommenden kommender kommendes diese diesen dieser dieses")
"""Before a weekday these mean no more than the weekday itself: the next one to come."""

COMING_SPAN = _set("coming kommende kommenden kommender kommendes")
"""Before a week, month … these mean the next one."""

WEEK = _set("week woche")
LONGER_SPANS = {
    **dict.fromkeys(_set("month monat monats"), "m"),
    **dict.fromkeys(_set("quarter quartal quartals"), "q"),
    **dict.fromkeys(_set("year jahr jahres jahrs"), "y"),
}
ENDS = {
    **dict.fromkeys(_set("eom monatsende ultimo monatsletzter monatsletzten"), "m"),
    **dict.fromkeys(_set("eoq quartalsende"), "q"),
    **dict.fromkeys(_set("eoy jahresende"), "y"),
}
END = _set("end ende")
QUARTER_ENDS = {"q1": 3, "q2": 6, "q3": 9, "q4": 12}
"""The last month of a quarter, for `end of q4`."""
OF = _set("of the des der dieses diesen this")

WEEK_NUMBER = _set("kw w cw wk week woche kalenderwoche")
"""`w50`, `week 50`"""
FIRM_WEEK_NUMBER = _set("kw cw kalenderwoche")
"""What can only be a week: `kw54` is refused, but `w54` may be a product."""

BEFORE_DATE = _set("on by until till due am bis zum spätestens")
"""What may stand before a date phrase and is part of it."""
AFTER_THESE = _set("the am zum den dem der on by")
"""… and what may follow them."""

BEFORE_TIME = _set("at um")
HOUR_WORDS = {word: hour for word, hour in COUNTS.items() if word not in ARTICLES}
O_CLOCK = _set("uhr h o'clock o’clock")
HALF_DAYS = {"am": 0, "a.m": 0, "a.m.": 0, "pm": 12, "p.m": 12, "p.m.": 12}
HALF = _set("halb")
QUARTER = _set("quarter viertel")
PAST = _set("past nach")
TO = _set("to vor")
NOON = _set("noon mittag mittags")

EVERY = _set("every each jede jeden jeder jedes alle")
REPEATING = {
    **dict.fromkeys(_set("daily täglich"), ("d", 1)),
    **dict.fromkeys(_set("werktags werktäglich"), ("wd", 1)),
    **dict.fromkeys(_set("weekly wöchentlich"), ("w", 1)),
    **dict.fromkeys(
        _set("fortnightly zweiwöchentlich 14-tägig 14-täglich vierzehntägig"), ("w", 2)
    ),
    **dict.fromkeys(_set("monthly monatlich"), ("m", 1)),
    **dict.fromkeys(_set("quarterly vierteljährlich quartalsweise"), ("m", 3)),
    **dict.fromkeys(_set("half-yearly halbjährlich"), ("m", 6)),
    **dict.fromkeys(_set("yearly annually jährlich"), ("y", 1)),
}
"""Recurrences in one word: unit and number."""
ON_WEEKDAYS = _numbered(
    "mondays montags",
    "tuesdays dienstags",
    "wednesdays mittwochs",
    "thursdays donnerstags",
    "fridays freitags",
    "saturdays samstags sonnabends",
    "sundays sonntags",
)
OTHER = _set("other")
PLACES = {
    **dict.fromkeys(_set("last letzter letzte letzten letztes letztem"), -1),
    **_numbered(
        "first 1st erste ersten erster erstes 1.",
        "second 2nd zweite zweiten zweiter zweites 2.",
        "third 3rd dritte dritten dritter drittes 3.",
        "fourth 4th vierte vierten vierter viertes 4.",
        first=1,
    ),
}
"""Which of a month's Mondays, or every how many weeks; -1 is the last."""
LAST_OF_MONTH = _set("monatsletzter monatsletzte monatsletzten ultimo")
MONTH_WORDS = _set("month monat monats")
OF_MONTH = _set("of the a in im des eines jeden jedes every each")
BEFORE_DAYS = _set("on am an the den dem immer jeweils")
AND = _set("and und &")
OR = _set("or oder /")
TIMES = _set("times mal x")
FIRST_DAY = _set("from ab starting beginning beginnend")
"""Before the day a recurrence begins."""
UNTIL = _set("until till bis through")
"""Before the day a recurrence ends."""
ABOUT = _set("about regarding re of from for since vom von für über wegen bezüglich zu zur seit")
"""What a date may hang on that says what the words before it are about: `offer of 20.11.`"""
THE = _set("the a an der die das dem den")
GONE = _set("yesterday gestern vorgestern")
"""Days gone by, which nothing that is to come can be on."""

ALL_WORDS = tuple(
    sorted(
        word
        for word in {
            *WEEKDAYS, *MONTHS, *COUNTS, *NEAR_DAYS, *UNITS, *WORKING, *NEXT, *COMING,
            *LONGER_SPANS, *ENDS, *END, *OF, *BEFORE_DATE, *BEFORE_TIME, *O_CLOCK,
            *HALF, *QUARTER, *PAST, *TO, *NOON, "in", "after", "from", "now",
        }
        if len(word) > 1 and word not in _TRANSCRIBED
    )
)  # fmt: skip
"""What a mistyped word of a date may have been meant to be."""

REPEAT_WORDS = tuple(sorted({*ALL_WORDS, *EVERY, *REPEATING, *ON_WEEKDAYS} - _TRANSCRIBED))
"""… and one of a line that may hold a recurrence."""
