"""Dutch words that make, qualify or refuse a number. Data only; each list says why it is there."""

from __future__ import annotations

from decimal import Decimal

from pipeline.nl.words import FUNCTION_WORDS

# Scale words, long scale: biljoen is 1e12. `duizend` is read as a number word too (tweeduizend).
SCALES: dict[str, Decimal] = {
    "duizend": Decimal(10**3),
    "miljoen": Decimal(10**6), "mln": Decimal(10**6), "mio": Decimal(10**6), "miljoenen": Decimal(10**6),
    "million": Decimal(10**6),
    "miljard": Decimal(10**9), "mld": Decimal(10**9), "mia": Decimal(10**9), "mrd": Decimal(10**9),
    "miljarden": Decimal(10**9), "billion": Decimal(10**9),
    "biljoen": Decimal(10**12), "biljard": Decimal(10**15),
}  # fmt: skip
# Plurals scale a stated number (12 miljoenen) but are vague alone (miljoenen euro's).
SCALE_PLURALS = frozenset({"miljoenen", "miljarden"})
# Letters scale money only: 5G is not five billion.
SCALE_LETTERS: dict[str, Decimal] = {
    "k": Decimal(10**3), "m": Decimal(10**6), "mn": Decimal(10**6), "md": Decimal(10**9), "bn": Decimal(10**9),
}  # fmt: skip

UNITS = {
    "nul": 0, "één": 1, "eén": 1, "éen": 1, "twee": 2, "drie": 3, "vier": 4,
    "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16,
    "zeventien": 17, "achttien": 18, "negentien": 19,
}  # fmt: skip
TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80,
    "negentig": 90,
}  # fmt: skip
# Ordinals that are not number word + de/ste
IRREGULAR_ORDINALS = {"eerste": 1, "derde": 3, "achtste": 8, "één": 1}
ORDINALS_BELOW_TEN = {"derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7, "achtste": 8, "negende": 9}
# Words for parts; `half` and `kwart` need what they are a part of (half jaar, kwart miljoen, een kwart van)
PARTS: dict[str, Decimal] = {
    "half": Decimal("0.5"), "halve": Decimal("0.5"), "helft": Decimal("0.5"), "kwart": Decimal("0.25"),
    "driekwart": Decimal("0.75"),
}  # fmt: skip
# What follows a part (een derde van, een derde minder), and what stands before one that ends its clause (met een derde).
PARTS_OF = frozenset(
    """van deel der daarvan hiervan ervan procent minder meer lager hoger sneller goedkoper duurder groter kleiner korter langer
    zuiniger""".split()
)
BEFORE_PART = frozenset(
    """met tot maar ruim bijna ongeveer circa zowat slechts minstens maximaal is was bedraagt dan haast nog amper hooguit
    minimaal tussen dus""".split()
)
VULGAR_FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip

MONTHS = {
    "januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "augustus": 8,
    "september": 9, "oktober": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
# After these `jaren` counts years, and a number behind it is something else (de komende jaren 50 bussen).
COUNTED_YEARS = frozenset(
    "vorige recente enkele paar aantal alle beide meerdere vele veel meer latere zoveel hoeveel".split()
)
COUNTED_YEARS_ENDINGS = ("ende", "gaande", "ste", "lopen", "bije")
# A year-like number after one of these is a year, whatever adjective follows.
TIME_PREPOSITIONS = frozenset(
    """in sinds tegen vanaf tot vóór na eind einde begin midden medio jaar begrotingsjaar boekjaar schooljaar najaar voorjaar
    zomer winter herfst lente anno omstreeks sedert tijdens uiterlijk tenminste minste laatste""".split()
)
# Words (or their ends) before two years in one: schooljaar 2010-11, seizoen 2011/12.
SEASONS = ("jaar", "seizoen", "zitting", "periode", "winter", "winters", "jaargang", "jaren", "cyclus", "academiejaar")
QUARTERS = frozenset({"kwartaal", "trimester", "kwart"})
HALVES = frozenset({"semester", "jaarhelft", "helft", "halfjaar"})

# Approximators, one to four words before the number (longest first when looked up)
APPROX: dict[str, str] = {
    "minstens": "min", "minimaal": "min", "minimum": "min", "min.": "min", "ten minste": "min", "tenminste": "min",
    "op zijn minst": "min", "zeker": "min", "niet minder dan": "min", "vanaf": "min", "≥": "min",
    "een minimum van": "min", "al zeker": "min", "ten laagste": "min", "minimaal wel": "min",
    "groter of gelijk aan": "min", "hoger of gelijk aan": "min", "> =": "min",
    "hoogstens": "max", "maximaal": "max", "maximum": "max", "max.": "max", "max": "max", "ten hoogste": "max",
    "ten laatste": "max", "op zijn hoogst": "max", "niet meer dan": "max", "≤": "max", "een maximum van": "max",
    "tot maximaal": "max", "hooguit": "max", "kleiner of gelijk aan": "max", "lager of gelijk aan": "max",
    "< =": "max", "tot en met": "max",
    "ongeveer": "about", "circa": "about", "ca.": "about", "ca": "about", "zowat": "about", "zo'n": "about",
    "rond": "about", "rond de": "about", "rond het": "about", "om en bij": "about", "om en bij de": "about",
    "+ / -": "about", "±": "about", "~": "about", "≈": "about", "naar schatting": "about", "grofweg": "about",
    "plusminus": "about", "omtrent": "about", "om en nabij": "about", "om en nabij de": "about",
    "pakweg": "about", "gemiddeld": "about", "ongeveer een": "about", "geschat op": "about", "afgerond": "about",
    "een goede": "about", "een kleine": "almost", "ergens rond": "about", "in de buurt van": "about", "c.": "about",
    "meer dan": "more_than", "ruim": "more_than", "boven": "more_than", "boven de": "more_than", ">": "more_than",
    "hoger dan": "more_than", "groter dan": "more_than", "langer dan": "more_than", "ouder dan": "more_than",
    "over de": "more_than", "meer dan een": "more_than", "meer dan de": "more_than", "dik": "more_than",
    "minder dan": "less_than", "nog geen": "less_than", "<": "less_than", "onder": "less_than",
    "onder de": "less_than", "lager dan": "less_than", "kleiner dan": "less_than", "korter dan": "less_than",
    "jonger dan": "less_than", "beneden": "less_than", "beneden de": "less_than", "net geen": "less_than",
    "bijna": "almost", "haast": "almost", "nagenoeg": "almost", "bijna een": "almost", "vrijwel": "almost",
    "net niet": "almost", "bijna de": "almost", "zo goed als": "almost",
    **{f"niet {word} dan": "max" for word in ("langer", "ouder", "hoger", "groter", "verder", "later", "zwaarder", "duurder")},
    **{f"niet {word} dan": "min" for word in ("korter", "jonger", "lager", "kleiner", "lichter", "goedkoper")},
    "net zo goed als": "", "even goed als": "",  # a comparison
}  # fmt: skip
APPROX_AFTER = {"of meer": "min", "of minder": "max", "en meer": "min", "en ouder": "min", "of ouder": "min",
                "of hoger": "min", "of lager": "max", "of jonger": "max"}  # fmt: skip
APPROX_PERIOD: dict[str, str] = {
    "tegen": "by", "uiterlijk": "by", "uiterlijk in": "by", "ten laatste in": "by", "vóór": "by",
    "niet later dan": "by", "niet later dan in": "by", "niet vroeger dan": "since", "niet eerder dan": "since",
    "uiterlijk op": "by", "ten laatste op": "by", "sinds": "since", "vanaf": "since", "sedert": "since",
    "eind": "end", "einde": "end", "eind van": "end", "einde van": "end", "het einde van": "end", "begin": "begin",
    "begin van": "begin", "het begin van": "begin", "vroeg in": "begin", "midden": "mid", "medio": "mid",
    "half": "mid", "midden in": "mid", "het midden van": "mid", "rond": "about", "omstreeks": "about",
    "circa": "about", "ongeveer": "about",
}  # fmt: skip

# A number after one of these is a reference, a name or a place in a list, not a quantity.
REFERENCES = frozenset(
    """artikel artikelen art artt nummer nummers nr nrs no lot loten perceel percelen lijn lijnen pagina pagina's bladzijde
    bladzijden blz pag p pp figuur figuren fig tabel tabellen grafiek kaart bijlage bijlagen hoofdstuk hoofdstukken
    paragraaf paragrafen par alinea lid punt afdeling sectie boekdeel deel stap fase fases fasen pijler pijlers as maatregel
    actie doelstelling mijlpaal component componenten categorie klasse niveau type model versie v release zone groep cluster
    spoor perron halte tram trein treinen bus tramlijn buslijn treinlijn spoorlijn metrolijn route knooppunt afrit uitrit
    wagon locomotief vliegtuig dossier dossiernummer kamerstuk document doc stuk referentie ref kenmerk rekening
    rekeningnummer telefoon telefoonnummer tel fax gsm btw ondernemingsnummer postcode postbus kavel kamer zaal lokaal
    verdieping bijdrage voetnoot noot nota week verordening richtlijn besluit decreet ordonnantie resolutie norm standaard
    protocol scope tier indicator programma project richtsnoer sdg sdg's doel doelen werkpakket wp formulier vraag vragen
    stelling aanbeveling advies aflevering editie jaargang volume vol ronde kolom rij regel voorbeeld scenario optie variant
    bijlage-nr windows covid covid-19 apollo boeing airbus isbn issn iban bic isin ip pijplijn druk hst titel titels poort
    code codes kilometerpaal kilometerpunt zaak zaaknummer arrest vitamine formule omega box boxen schaal schalen kader
    kaders luik luiken fiche fiches issue overweging overwegingen onderdeel onderdelen aanwijzing thema bouwsteen bouwstenen
    prioriteit ambitie leerjaar beroepsniveau mbo vmbo hbo kwadrant spoorpakket blok cel rubriek bouwblok bouwlaag fasering
    bouwfase domein speerpunt actielijn actiepunt uitgangspunt principe opgave werf hoofdlijn casus antwoord item boek
    boeken case graad oefening opdracht les module sessie slide dia foto afbeelding schema kaartblad plaat diagram noten
    eindnoot voetnoten artikels keur keurmerk radio npo tv natura android ios iphone ipad playstation galaxy html css usb
    tls ssl wifi fi bluetooth java python php office build update beta alfa lvl chapter section deelplan deelproject
    zorgprofiel profiel klas functiegroep salarisschaal loonschaal tabblad uranium plutonium cesium jodium kobalt strontium
    radium lutetium iridium thorium polonium americium top gewestweg autosnelweg snelweg expresweg ring agenda horizon visie
    europa web industrie industry""".split()
)
# After these a colon does not part the word from its number; and names that end in a year.
COLON_REFERENCES = ("tel", "fax", "gsm", "nr", "rek", "versie", "version", "release", "build", "kenmerk", "referentie", "dossier",
                    "postcode", "bijlage", "pagina", "blz")  # fmt: skip
YEAR_NAMES = frozenset({"nr", "agenda", "horizon", "visie", "europa", "natura", "dossier", "no", "keurmerk"})
REFERENCE_ENDINGS = ("nummer", "nummers")
# Of these, words that also stand before a real count or year (project 2025 …): they refuse small bare numbers only.
WEAK_REFERENCES = frozenset(
    """bus tram trein treinen programma project doel doelen zone groep kaart deel punt lid kamer advies besluit as
    vraag vragen europa vlaanderen ring route actie maatregel graad druk volume lijn lijnen component document stuk
    nota norm scenario verordening richtlijn decreet bijdrage ronde weken visie agenda""".split()
)

# No counted nouns: after a number they begin the next part of the sentence.
NO_NOUNS = FUNCTION_WORDS | frozenset(
    """er is was wat waar wie hoe niet geen ook nog al maar wel zo zeer heel meer minder keer maal der des langs wordt worden
    werd werden waren zal zullen zou zouden kan kunnen kon konden moet moeten moest moesten mag mogen heeft hebben had
    hadden gaat gaan ging gingen komt komen kwam kwamen krijgt krijgen kreeg kregen doet doen deed deden blijft blijven
    bleef bleven staat staan stond stonden ligt liggen lag lagen reed rijden reden nam namen stijgt stijgen steeg stegen
    daalt dalen daalde daalden groeit groeien groeide groeiden bedraagt bedroeg bedragen telt tellen telde telden men we
    wij u hij zij ze ik jullie haar elk elke ieder operationeel klaar goed beschikbaar respectievelijk waarvan waarbij
    waarin terwijl samen totaal hoog lang breed diep groot oud zwaar daarvan daarnaast vooral reeds noch namelijk nl
    alsook plus begint begon begonnen start startte startten loopt lopen liep liepen volgt volgen volgde volgden verder
    zelf hier nu later vroeger eerst bereikt bereiken bereikte bereikten opent openen sluit sluiten maakt maken maakte
    maakten geeft geven gaf gaven levert leveren leverde leverden ontving ontvingen werkt werken werkte werkten vindt
    vonden vond treedt trad traden verviel vervielen""".split()
)
# Units that count no noun: 25 jaar later, 40 °C
NO_NOUN_UNITS = frozenset({"a", "mo", "wk", "d", "h", "min", "s", "Cel", "[degF]", "pp"})
# Plural nouns of which many are counted in policy texts: a year-like number before one of them is a count even
# after "in", where grammar alone cannot tell it from a year and a verb.
COUNTABLE_ENDINGS = (
    "ingen", "plaatsen", "woningen", "palen", "punten", "bussen", "banen", "huizen", "scholen", "kinderen",
    "personen", "mensen", "gezinnen", "bedrijven", "leerlingen", "studenten", "patiënten", "bomen", "voertuigen",
    "wagens", "gebouwen", "installaties", "stations", "jobs", "bedden", "gemeenten", "ambtenaren", "meters",
    "werknemers", "jongeren", "aanvragen", "dossiers", "kmo's", "laptops", "fietsen", "burgers", "inwoners",
    "projecten", "leraren", "arbeiders", "zelfstandigen", "ondernemingen", "panelen", "premies", "stuks",
    "eenheden", "appartementen", "kilometers", "hectaren", "deelnemers", "vrijwilligers", "werkzoekenden",
    "loten", "contracten", "toestellen", "computers", "aansluitingen", "vacatures", "laadpalen", "euro's",
    "partners", "ziekenhuizen", "crèches", "verpleegkundigen", "arbeidsplaatsen",
)  # fmt: skip
# Words without an ending that belong to the adjective behind them: volledig nieuwe, standaard gele
MODIFIER_ENDINGS = ("ig", "lijk", "isch", "baar", "aal", "eel", "ief", "loos", "zaam", "vol", "aard")
# Verbs in -en that look like one of those endings
VERBS_LIKE_NOUNS = frozenset(
    """gesloten besloten afgesloten aangesloten uitgesloten ontsloten genoten gingen vingen hingen ontvingen vervingen kregen
    ondergingen begingen""".split()
)

# Verbs of change: "stijgt van 5 tot 10" is two quantities, "varieert van 5 tot 10" one range.
CHANGE_STEMS = (
    "stijg", "steeg", "steg", "gesteg", "daal", "dal", "gedaald", "groei", "gegroeid", "verhoog", "verhog", "verlaag",
    "verlag", "evolueer", "evoluer", "geëvolueerd", "neem", "neemt", "nam", "toegenomen", "afgenomen", "toenem",
    "afnem", "toeneem", "afneem", "zakt", "zakken", "gezakt", "optrek", "opgetrokken", "trekt", "teruggedrongen",
    "terugdring", "verminder", "uitbreid", "uitgebreid", "klim", "geklommen", "kromp", "krimp", "teruggebracht",
    "terugbreng", "breng", "opgevoerd", "voert", "opvoer",
)  # fmt: skip

# Towns with a Belgian post code that brochures print in addresses (closed by need, not complete)
TOWNS = frozenset(
    """brussel brussels antwerpen gent charleroi luik brugge namen leuven bergen mechelen aalst hasselt
    kortrijk oostende genk roeselare doornik seraing moeskroen verviers vilvoorde halle dendermonde turnhout
    lokeren beveren sint-niklaas waregem ieper eupen aarlen nijvel waver dinant bastenaken hoei tongeren
    anderlecht schaarbeek elsene ukkel etterbeek vorst jette evere sint-gillis molenbeek zaventem tervuren
    diegem machelen louvain-la-neuve ottignies geel herentals mol diest tienen eeklo knokke-heist blankenberge
    veurne diksmuide poperinge torhout tielt izegem menen wevelgem harelbeke zottegem geraardsbergen ninove
    wetteren deinze zelzate boom mortsel edegem kontich lier willebroek asse grimbergen amsterdam rotterdam
    bruxelles liège namur mons tournai wavre arlon""".split()
)
# Names of codes that take a number (capitals as printed); other acronyms are judged by what stands before them.
CODES = frozenset(
    """ISO IC EN prEN CEN CENELEC ETSI ASTM NEN NBN DIN IEC IEEE RAL DOC TGV HLE ICE EP RFC UN CAO PC SAE ESRS IFRS
    IAS MS AM PFAS E R N A""".split()
)
# After these an acronym is an organisation, and a number behind it may count (koopt de MIVB 24 bussen).
BEFORE_ORGANISATION = frozenset("de het door bij aan voor van met onze".split())
