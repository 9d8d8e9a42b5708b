"""Numbers, money, dates and durations as people read them, in Turkish or English, by the reader's clock."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel import Locale as BabelLocale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from prapazar.foundation.clock import ISTANBUL, now, reader_zone
from prapazar.foundation.scope import Locale

_LOCALES = {"tr": BabelLocale.parse("tr_TR"), "en": BabelLocale.parse("en_GB")}
_SPARK_WIDTH, _SPARK_TOP, _SPARK_BOTTOM = 100, 2, 22
_BAR_HEIGHT = 24
_STEPS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))
_UNITS = {
    "tr": {"d": "gün", "h": "sa", "m": "dk", "s": "sn"},
    "en": {"d": "d", "h": "h", "m": "min", "s": "s"},
}


def money(amount: Decimal, currency: str = "TRY", locale: Locale = "tr") -> str:
    """`₺1.234,50`; below zero with its sign in front. The lira keeps its sign in English too."""
    shown = format_currency(amount, currency, locale=_LOCALES[locale]).replace("-", "−")
    return shown.replace("TRY\u00a0", "₺").replace("TRY", "₺")


def number(value: int | Decimal, locale: Locale = "tr", *, places: int | None = None) -> str:
    """`12.408`; `places` fixes the digits after the comma."""
    pattern = None if places is None else f"#,##0.{'0' * places}" if places else "#,##0"
    return format_decimal(value, format=pattern, locale=_LOCALES[locale]).replace("-", "−")


def signed(value: int, locale: Locale = "tr") -> str:
    """A change: `+3`, `−2`, `0`."""
    return f"+{number(value, locale)}" if value > 0 else number(value, locale)


def percent(
    share: Decimal, locale: Locale = "tr", *, places: int = 0, sign: bool = False, fixed: bool = False
) -> str:
    """`0.125` is `%12` in Turkish, `12%` in English; `sign` puts a plus before a rise.

    `fixed`: as many places everywhere, for columns that are compared.
    """
    exact = share.quantize(Decimal(1).scaleb(-places - 2))
    digits = f"#,##0.{'0' * places}" if places else "#,##0"
    pattern = (f"%{digits}" if locale == "tr" else f"{digits}%") if fixed else None
    shown = format_percent(exact, pattern, locale=_LOCALES[locale], decimal_quantization=False)
    shown = shown.replace("-", "−")
    return f"+{shown}" if sign and exact > 0 else shown


def short(moment: datetime, locale: Locale = "tr") -> str:
    """For lists: `14:05` today, `21 Kas 14:05` this year, `21 Kas 2024` before."""
    there, here = moment.astimezone(reader_zone()), now().astimezone(reader_zone())
    if there.date() == here.date():
        return there.strftime("%H:%M")
    pattern = "d MMM HH:mm" if there.year == here.year else "d MMM y"
    return format_datetime(there, pattern, locale=_LOCALES[locale])


def full(moment: datetime, locale: Locale = "tr") -> str:
    """For hovering: `21 Kasım 2026 Cumartesi 14:05:09`."""
    pattern = "d MMMM y EEEE HH:mm:ss" if locale == "tr" else "EEEE d MMMM y HH:mm:ss"
    return format_datetime(moment.astimezone(reader_zone()), pattern, locale=_LOCALES[locale])


def day(moment: datetime, locale: Locale = "tr") -> str:
    """`21 Kas`, a day of the books: Istanbul's, wherever it is read."""
    return format_skeleton("dMMM", moment.astimezone(ISTANBUL), locale=_LOCALES[locale])


def date_of(written: date, locale: Locale = "tr") -> str:
    """`21 Kas 2026`, for days that have no hour."""
    return format_date(written, "d MMM y", locale=_LOCALES[locale])


def ago(moment: datetime, locale: Locale = "tr") -> str:
    """`3 dk önce`; older than a week it is the date."""
    passed = now() - moment
    if passed > timedelta(days=7):
        return short(moment, locale)
    if passed < timedelta(minutes=1):
        return "az önce" if locale == "tr" else "just now"
    shown = duration(passed, locale, parts=1)
    return f"{shown} önce" if locale == "tr" else f"{shown} ago"


def remaining(moment: datetime, locale: Locale = "tr") -> str:
    """Until a deadline: `2 sa 15 dk`; past it with the minus sign."""
    left = moment - now()
    return f"−{duration(-left, locale)}" if left < timedelta(0) else duration(left, locale)


def duration(span: timedelta, locale: Locale = "tr", *, parts: int = 2) -> str:
    """`2 sa 15 dk`, the two largest units that are not zero."""
    left = int(span.total_seconds())
    shown: list[str] = []
    for seconds, unit in _STEPS:
        if left >= seconds and len(shown) < parts:
            count, left = divmod(left, seconds)
            shown.append(f"{count} {_UNITS[locale][unit]}")
    return " ".join(shown) or f"0 {_UNITS[locale]['s']}"


def country(code: str, locale: Locale = "tr") -> str:
    """The name of an ISO code; one nobody knows is shown as it is."""
    return str(_LOCALES[locale].territories.get(code, code))


def bars(heights: Sequence[Decimal], *, highest: Decimal | None = None) -> str:
    """Path of thin bars from zero up, for `components.strip`; a height of zero draws none, the rest at least a line.

    `highest`: of another layer, to whose scale they are drawn.
    """
    if not any(heights):
        return ""
    step = Decimal(_SPARK_WIDTH) / len(heights)
    full = highest or max(heights)
    shown = []
    for place, value in enumerate(heights):
        if value > 0:
            top = max(Decimal(2), value / full * _BAR_HEIGHT)
            left, width = round(step * place, 2), round(step * Decimal("0.7"), 2)
            shown.append(f"M{left},{_BAR_HEIGHT}v-{round(top, 1)}h{width}v{round(top, 1)}z")
    return "".join(shown)


def duration_seconds(seconds: float, locale: Locale = "tr") -> str:
    """A short wait to a hundredth: `0,27`."""
    return number(Decimal(f"{seconds:.2f}"), locale, places=2)


def sparkline(values: Sequence[int | Decimal]) -> str:
    """Points of a small line for `components.sparkline`, from zero up; "" for fewer than two values."""
    if len(values) < 2:  # noqa: PLR2004 - one point is no line
        return ""
    highest = max(*values, 1)
    step = Decimal(_SPARK_WIDTH) / (len(values) - 1)
    height = _SPARK_BOTTOM - _SPARK_TOP
    return " ".join(
        f"{round(step * place, 1)},{round(_SPARK_BOTTOM - Decimal(value) / highest * height, 1)}"
        for place, value in enumerate(values)
    )
