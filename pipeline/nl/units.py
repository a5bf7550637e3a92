"""Units and currencies: a table, not a library.

Why a table: of the libraries tried, pint reads `kt` as knot and refuses `m2` and `Mbps`, and costs 0.5 s to import.
Every row is data: (code, factor to the base unit of its dimension, prefixes, Dutch names). A factor only tells which of
two units that capitals make alike is the larger. Codes are UCUM's where
it has one (`Cel`, `wk`, `mo`, `a`); `bit/s`, `Wp` and `t` follow common usage.
"""

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

# code, factor, prefixes that occur in print, Dutch names (each also takes the prefix's name)
BASES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("m", "1", "numcdk", ("meter", "meters")),
    ("g", "1e-3", "numk", ("gram", "grammen")),
    ("t", "1e3", "kMG", ("ton", "tonnen")),
    ("l", "1e-3", "mcdh", ("liter", "liters")),
    ("W", "1", "mkMGT", ("watt",)),
    ("Wp", "1", "kMG", ("wattpiek",)),
    ("Wh", "3600", "kMGTP", ("wattuur", "watturen")),
    ("J", "1", "kMGTPE", ("joule", "joules")),
    ("VA", "1", "kM", ("voltampère", "voltampere")),
    ("V", "1", "mkM", ("volt",)),
    ("A", "1", "mk", ("ampère", "ampere")),
    ("Hz", "1", "kMGT", ("hertz",)),
    ("Pa", "1", "hkM", ("pascal",)),
    ("bar", "1e5", "m", ("bar",)),
    ("bit", "1", "kMGT", ("bit", "bits")),
    ("B", "8", "kMGTP", ("byte", "bytes")),
    ("bit/s", "1", "kMGT", ()),
    ("Bq", "1", "mkMGT", ("becquerel",)),
    ("Sv", "1", "um", ("sievert",)),
)

# units that take no prefix: code, factor, symbols (exact case), names
PLAIN: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("s", "1", ("s", "sec"), ("seconde", "seconden")),
    ("ms", "1e-3", ("ms",), ("milliseconde", "milliseconden")),
    ("min", "60", ("min",), ("minuut", "minuten")),
    ("h", "3600", ("h", "u"), ("uur", "uren", "uurtje")),
    ("d", "86400", (), ("dag", "dagen", "kalenderdag", "kalenderdagen", "etmaal")),
    ("wk", "604800", (), ("week", "weken")),
    ("mo", "1", (), ("maand", "maanden")),
    ("a", "12", (), ("jaar", "jaren", "jaartje")),
    ("mm2", "1e-6", ("mm2",), ()),
    ("cm2", "1e-4", ("cm2",), ()),
    ("dm2", "1e-2", ("dm2",), ()),
    ("m2", "1", ("m2", "M2", "vkm"), ()),
    ("km2", "1e6", ("km2",), ()),
    ("are", "100", (), ("are",)),
    ("ha", "1e4", ("ha",), ("hectare", "hectaren", "hectares")),
    ("mm3", "1e-9", ("mm3",), ()),
    ("cm3", "1e-6", ("cm3",), ()),
    ("dm3", "1e-3", ("dm3",), ()),
    ("m3", "1", ("m3", "M3", "Nm3"), ("kuub", "kuubs")),
    ("km3", "1e9", ("km3",), ()),
    ("mi", "1609.344", (), ("mijl", "mijlen")),
    ("in", "0.0254", (), ("inch", "inches", "duim")),
    ("ft", "0.3048", (), ("voet", "feet")),
    ("yd", "0.9144", (), ("yard", "yards")),
    ("acre", "4046.8564224", (), ("acre", "acres")),
    ("Cel", "1", (), ("celsius",)),
    ("[degF]", "1", (), ("fahrenheit",)),
    ("K", "1", (), ("kelvin",)),
    ("dB", "1", ("dB", "dBA"), ("decibel",)),
    ("lx", "1", ("lx",), ("lux",)),
    ("[ppm]", "1e-6", ("ppm",), ()),
)

# spellings in print that follow no rule → code
IRREGULAR: dict[str, str] = {
    "kmh": "km/h", "kmu": "km/h", "km/h": "km/h", "kmph": "km/h",
    "bps": "bit/s", "kbps": "kbit/s", "Mbps": "Mbit/s", "Gbps": "Gbit/s", "Tbps": "Tbit/s",
    "kb": "kbit", "Mb": "Mbit", "Gb": "Gbit",
    "kton": "kt", "Mton": "Mt", "mton": "Mt", "KT": "kt", "MT": "Mt",
    "L": "l", "mL": "ml", "cc": "cm3",
    "kWe": "kW", "MWe": "MW", "GWe": "GW", "kWth": "kW", "MWth": "MW", "GWth": "GW",
    "mS": "mS", "uS": "uS", "\u03bcS": "uS",
    "kilo": "kg", "kilo's": "kg", "meter2": "m2", "meter3": "m3",
}  # fmt: skip

# what follows "vierkante" and "kubieke"
SQUARE = {"meter": "m2", "meters": "m2", "kilometer": "km2", "kilometers": "km2", "centimeter": "cm2",
          "decimeter": "dm2", "millimeter": "mm2", "m": "m2", "km": "km2"}  # fmt: skip
CUBIC = {"meter": "m3", "meters": "m3", "kilometer": "km3", "kilometers": "km3", "centimeter": "cm3",
         "decimeter": "dm3", "millimeter": "mm3", "m": "m3"}  # fmt: skip

# words that hold a number and a unit
MULTIPLES = {"kwartier": ("min", "15"), "halfjaar": ("a", "0.5"), "half-jaar": ("a", "0.5"), "decennium": ("a", "10"),
             "decennia": ("a", "10"), "eeuw": ("a", "100"), "eeuwen": ("a", "100"), "kwarteeuw": ("a", "25"),
             "lustrum": ("a", "5"), "lustra": ("a", "5")}  # fmt: skip

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
    "euro": "EUR", "euro's": "EUR", "euros": "EUR", "eur": "EUR",
    "dollar": "USD", "dollars": "USD", "usd": "USD", "yen": "JPY", "roebel": "RUB", "zloty": "PLN",
    "yuan": "CNY", "gbp": "GBP", "chf": "CHF", "hryvnia": "UAH", "forint": "HUF", "renminbi": "CNY",
}  # fmt: skip
# currencies that only their country tells apart: the nouns in print, then adjective → code
CURRENCIES_BY_COUNTRY: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (("dollar", "dollars"), {"amerikaanse": "USD", "canadese": "CAD", "australische": "AUD", "nieuw-zeelandse": "NZD"}),
    (
        ("kroon", "kronen"),
        {"deense": "DKK", "zweedse": "SEK", "noorse": "NOK", "tsjechische": "CZK", "ijslandse": "ISK"},
    ),
    (
        ("frank", "franken"),
        {"zwitserse": "CHF", "belgische": "BEF", "congolese": "CDF", "franse": "FRF", "luxemburgse": "LUF"},
    ),
    (("pond", "ponden"), {"britse": "GBP", "engelse": "GBP", "egyptische": "EGP"}),
    (("roepie", "roepies"), {"indiase": "INR", "indische": "INR", "pakistaanse": "PKR", "indonesische": "IDR"}),
    (("dirham", "dirhams"), {"marokkaanse": "MAD"}),
    (("dinar", "dinars"), {"tunesische": "TND", "algerijnse": "DZD", "servische": "RSD"}),
    (("lira", "lires"), {"turkse": "TRY"}),
    (("lev", "leva"), {"bulgaarse": "BGN"}),
    (("leu", "lei"), {"roemeense": "RON"}),
    (("real", "reaal", "reais"), {"braziliaanse": "BRL"}),
    (("rand",), {"zuid-afrikaanse": "ZAR"}),
    (("peso", "peso's"), {"mexicaanse": "MXN", "argentijnse": "ARS", "chileense": "CLP", "filipijnse": "PHP"}),
    (("shilling", "shillings"), {"keniaanse": "KES", "oegandese": "UGX"}),
    (("won",), {"zuid-koreaanse": "KRW", "koreaanse": "KRW"}),
    (("sjekel", "shekel", "sjekels"), {"israëlische": "ILS"}),
    (("roebel", "roebels"), {"russische": "RUB"}),
    (("hryvnia",), {"oekraïense": "UAH"}),
    (("zloty", "zloty's"), {"poolse": "PLN"}),
    (("forint",), {"hongaarse": "HUF"}),
    (("yen",), {"japanse": "JPY"}),
    (("yuan",), {"chinese": "CNY"}),
    (("gulden",), {"nederlandse": "NLG"}),
    (("mark",), {"duitse": "DEM"}),
)
CURRENCY_PHRASES = {
    "pond sterling": "GBP",
    **{
        f"{country} {noun}": code
        for nouns, codes in CURRENCIES_BY_COUNTRY
        for country, code in codes.items()
        for noun in nouns
    },
}
CURRENCY_FIRST_WORDS = frozenset({"us", *(phrase.replace("-", " ").split()[0] for phrase in CURRENCY_PHRASES)})
CENTS = frozenset({"cent", "cents", "centen", "eurocent", "eurocenten", "ct", "cts"})
# scale and currency in one word
CURRENCY_SCALED = {
    "keur": ("EUR", 1_000), "keuro": ("EUR", 1_000), "meur": ("EUR", 1_000_000), "meuro": ("EUR", 1_000_000),
    "mioeur": ("EUR", 1_000_000), "mlneur": ("EUR", 1_000_000), "mdeur": ("EUR", 1_000_000_000),
    "mldeur": ("EUR", 1_000_000_000), "kusd": ("USD", 1_000), "musd": ("USD", 1_000_000),
}  # fmt: skip

SYMBOLS: dict[str, str] = {}
"""Symbol in exact case → code."""
NAMES: dict[str, str] = {}
"""Lower-case name, or symbol that is safe without its case → code."""


def _fill() -> None:
    factors: dict[str, Decimal] = {}
    for code, factor, prefixes, names in BASES:
        for letter in ("", *prefixes):
            name, times = PREFIXES.get(letter, ("", Decimal(1)))
            factors[letter + code] = times * Decimal(factor)
            SYMBOLS[letter + code] = letter + code
            if letter == "u":
                SYMBOLS["\u03bc" + code] = letter + code
            NAMES.update((name + word, letter + code) for word in names)
    for code, factor, symbols, names in PLAIN:
        factors[code] = Decimal(factor)
        SYMBOLS.update((symbol, code) for symbol in symbols)
        NAMES.update((word, code) for word in names)
    SYMBOLS.update(IRREGULAR)
    for code in ("B", "K"):  # one letter that is more often a name than a unit
        SYMBOLS.pop(code, None)
    # Text set in capitals loses case. Where two units differ by case alone the larger one is meant (MW, not mW);
    # symbols that are Dutch words or too short (A, ma, pa, as) keep their case.
    larger = sorted(SYMBOLS.items(), key=lambda item: -factors.get(item[1], Decimal(0)))
    for symbol, code in larger:
        if len(symbol) >= 2 and symbol.lower() not in {"ma", "pa", "mm", "va", "mpa", "ev", "es"}:
            NAMES.setdefault(symbol.lower(), code)
    NAMES["mm"] = "mm"


_fill()
