"""Units and currencies: a table, not a library.

Why a table: of the libraries tried, pint reads `kt` as knot and refuses `m2` and `Mbps`, and costs 0.5 s to import.
Every row is data: (code, dimension, factor to the dimension's base, prefixes, Dutch names). Codes are UCUM's where
it has one (`Cel`, `wk`, `mo`, `a`); `bit/s`, `Wp` and `t` follow common usage.
"""

# ruff: noqa: SIM905  (word lists read best as lines of words)
from __future__ import annotations

from decimal import Decimal

PREFIXES: dict[str, tuple[str, Decimal]] = {
    "n": ("nano", Decimal("1e-9")),
    "u": ("micro", Decimal("1e-6")),
    "m": ("milli", Decimal("1e-3")),
    "c": ("centi", Decimal("1e-2")),
    "d": ("deci", Decimal("1e-1")),
    "h": ("hecto", Decimal("1e2")),
    "k": ("kilo", Decimal("1e3")),
    "M": ("mega", Decimal("1e6")),
    "G": ("giga", Decimal("1e9")),
    "T": ("tera", Decimal("1e12")),
    "P": ("peta", Decimal("1e15")),
    "E": ("exa", Decimal("1e18")),
}

# code, dimension, factor, prefixes that occur in print, Dutch names (each also takes the prefix's name)
BASES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("m", "length", "1", "numcdk", ("meter", "meters")),
    ("g", "mass", "1e-3", "numk", ("gram", "grammen")),
    ("t", "mass", "1e3", "kMG", ("ton", "tonnen")),
    ("l", "volume", "1e-3", "mcdh", ("liter", "liters")),
    ("W", "power", "1", "mkMGT", ("watt",)),
    ("Wp", "peak power", "1", "kMG", ("wattpiek",)),
    ("Wh", "energy", "3600", "kMGTP", ("wattuur", "watturen")),
    ("J", "energy", "1", "kMGTPE", ("joule", "joules")),
    ("VA", "apparent power", "1", "kM", ("voltampère", "voltampere")),
    ("V", "voltage", "1", "mkM", ("volt",)),
    ("A", "current", "1", "mk", ("ampère", "ampere")),
    ("Hz", "frequency", "1", "kMGT", ("hertz",)),
    ("Pa", "pressure", "1", "hkM", ("pascal",)),
    ("bar", "pressure", "1e5", "m", ("bar",)),
    ("bit", "data", "1", "kMGT", ("bit", "bits")),
    ("B", "data", "8", "kMGTP", ("byte", "bytes")),
    ("bit/s", "data rate", "1", "kMGT", ()),
    ("Bq", "activity", "1", "mkMGT", ("becquerel",)),
    ("Sv", "dose", "1", "um", ("sievert",)),
)

# units that take no prefix: code, dimension, factor, symbols (exact case), names
PLAIN: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("s", "time", "1", ("s", "sec"), ("seconde", "seconden")),
    ("ms", "time", "1e-3", ("ms",), ("milliseconde", "milliseconden")),
    ("min", "time", "60", ("min",), ("minuut", "minuten")),
    ("h", "time", "3600", ("h", "u"), ("uur", "uren", "uurtje")),
    ("d", "time", "86400", (), ("dag", "dagen", "kalenderdag", "kalenderdagen", "etmaal")),
    ("wk", "time", "604800", (), ("week", "weken")),
    ("mo", "calendar", "1", (), ("maand", "maanden")),
    ("a", "calendar", "12", (), ("jaar", "jaren", "jaartje")),
    ("mm2", "area", "1e-6", ("mm2",), ()),
    ("cm2", "area", "1e-4", ("cm2",), ()),
    ("dm2", "area", "1e-2", ("dm2",), ()),
    ("m2", "area", "1", ("m2", "M2", "vkm"), ()),
    ("km2", "area", "1e6", ("km2",), ()),
    ("are", "area", "100", (), ("are",)),
    ("ha", "area", "1e4", ("ha",), ("hectare", "hectaren", "hectares")),
    ("mm3", "volume", "1e-9", ("mm3",), ()),
    ("cm3", "volume", "1e-6", ("cm3",), ()),
    ("dm3", "volume", "1e-3", ("dm3",), ()),
    ("m3", "volume", "1", ("m3", "M3", "Nm3"), ()),
    ("km3", "volume", "1e9", ("km3",), ()),
    ("mi", "length", "1609.344", (), ("mijl", "mijlen")),
    ("in", "length", "0.0254", (), ("inch", "inches", "duim")),
    ("ft", "length", "0.3048", (), ("voet", "feet")),
    ("yd", "length", "0.9144", (), ("yard", "yards")),
    ("acre", "area", "4046.8564224", (), ("acre", "acres")),
    ("Cel", "temperature", "1", (), ("celsius",)),
    ("[degF]", "temperature F", "1", (), ("fahrenheit",)),
    ("K", "temperature K", "1", (), ("kelvin",)),
    ("dB", "sound", "1", ("dB", "dBA"), ("decibel",)),
    ("lx", "light", "1", ("lx",), ("lux",)),
    ("[ppm]", "ratio", "1e-6", ("ppm",), ()),
)

# spellings in print that follow no rule → code
IRREGULAR: dict[str, str] = {
    "kmh": "km/h", "kmu": "km/h", "km/h": "km/h", "kmph": "km/h",
    "bps": "bit/s", "kbps": "kbit/s", "Mbps": "Mbit/s", "Gbps": "Gbit/s", "Tbps": "Tbit/s",
    "kb": "kbit", "Mb": "Mbit", "Gb": "Gbit",
    "kton": "kt", "Mton": "Mt", "mton": "Mt", "KT": "kt", "MT": "Mt",
    "L": "l", "mL": "ml", "cc": "cm3",
    "kilo": "kg", "kilo's": "kg", "meter2": "m2", "meter3": "m3",
}  # fmt: skip

# what follows "vierkante" and "kubieke"
SQUARE = {"meter": "m2", "meters": "m2", "kilometer": "km2", "kilometers": "km2", "centimeter": "cm2",
          "decimeter": "dm2", "millimeter": "mm2", "m": "m2", "km": "km2"}  # fmt: skip
CUBIC = {"meter": "m3", "meters": "m3", "kilometer": "km3", "kilometers": "km3", "centimeter": "cm3",
         "decimeter": "dm3", "millimeter": "mm3", "m": "m3"}  # fmt: skip

# adjectives that hold a unit: een 15-jarige, een driedaagse opleiding
ADJECTIVES = {"jarig": "a", "jarige": "a", "jarigen": "a", "jaars": "a", "daags": "d", "daagse": "d",
              "maands": "mo", "weeks": "wk", "weekse": "wk", "urig": "h", "urige": "h"}  # fmt: skip

CURRENCY_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
# ISO 4217 codes that occur in Belgian and European policy text; capitals as printed
CURRENCY_CODES = frozenset(
    """EUR USD GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF RON BGN UAH RUB TRY CAD AUD NZD INR BRL ZAR MAD CDF
    BEF NLG""".split()
)
CURRENCY_WORDS = {
    "euro": "EUR", "euro's": "EUR", "euros": "EUR", "eurocent": "EUR", "eur": "EUR",
    "dollar": "USD", "dollars": "USD", "usd": "USD", "yen": "JPY", "roebel": "RUB", "zloty": "PLN",
    "yuan": "CNY", "gbp": "GBP", "chf": "CHF",
}  # fmt: skip
CENTS = frozenset({"cent", "cents", "centen", "eurocent", "eurocenten"})
# scale and currency in one word
CURRENCY_SCALED = {
    "keur": ("EUR", 1_000), "keuro": ("EUR", 1_000), "meur": ("EUR", 1_000_000), "meuro": ("EUR", 1_000_000),
    "mioeur": ("EUR", 1_000_000), "mlneur": ("EUR", 1_000_000), "mdeur": ("EUR", 1_000_000_000),
    "mldeur": ("EUR", 1_000_000_000), "kusd": ("USD", 1_000), "musd": ("USD", 1_000_000),
}  # fmt: skip

CONVERSION: dict[str, tuple[str, Decimal]] = {}
"""code → (dimension, factor to the dimension's base)."""
SYMBOLS: dict[str, str] = {}
"""Symbol in exact case → code."""
NAMES: dict[str, str] = {}
"""Lower-case name, or symbol that is safe without its case → code."""


def _fill() -> None:
    for code, dimension, factor, prefixes, names in BASES:
        for letter in ("", *prefixes):
            name, times = PREFIXES.get(letter, ("", Decimal(1)))
            CONVERSION[letter + code] = (dimension, times * Decimal(factor))
            SYMBOLS[letter + code] = letter + code
            if letter == "u":
                SYMBOLS["\u03bc" + code] = letter + code
            NAMES.update((name + word, letter + code) for word in names)
    for code, dimension, factor, symbols, names in PLAIN:
        CONVERSION[code] = (dimension, Decimal(factor))
        SYMBOLS.update((symbol, code) for symbol in symbols)
        NAMES.update((word, code) for word in names)
    SYMBOLS.update(IRREGULAR)
    for code in ("B", "K"):  # one letter that is more often a name than a unit
        SYMBOLS.pop(code, None)
    # Text set in capitals loses case. Where two units differ by case alone the larger one is meant (MW, not mW);
    # symbols that are Dutch words or too short (A, ma, pa, as) keep their case.
    larger = sorted(SYMBOLS.items(), key=lambda item: -CONVERSION.get(item[1], ("", Decimal(0)))[1])
    for symbol, code in larger:
        if len(symbol) >= 2 and symbol.lower() not in {"ma", "pa", "mm", "va", "mpa", "ev", "es"}:
            NAMES.setdefault(symbol.lower(), code)
    NAMES["mm"] = "mm"


_fill()


def base_value(value: Decimal, unit: str) -> tuple[str, Decimal] | None:
    """(dimension, value in the dimension's base unit), or None for a unit without conversion (rates, money)."""
    if unit not in CONVERSION:
        return None
    dimension, factor = CONVERSION[unit]
    return dimension, value * factor
