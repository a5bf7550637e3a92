"""Documents that are no brochure of the family, and the brochure of another publisher."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.kit.content import LABELS, Brochure, axes, brochure
from tests.kit.layouts import look
from tests.kit.registry import ALL, Draft, kind

Document = list[tuple[str, str]]
NOTHING = Brochure("", "", (), ())


def _stranger(rng: Random, document: Document) -> Draft:
    shown = look(rng, layout="below", cover=False, figures=False)
    return Draft(NOTHING, shown, expect={"exit": 3, "records": 0}, document=tuple(document))


@kind("programme", ALL)
def programme(rng: Random) -> Draft:
    """a party programme: promises under headings, amounts in the text, no boxes"""
    points = [
        ("Goedkoper openbaar vervoer", "Wij willen dat wie met bus of tram naar het werk gaat, daar hooguit één euro per "
         "rit voor betaalt. Dat kost 310 miljoen euro per jaar en verdient zich terug in kortere files. Ons einddoel is "
         "een verdubbeling van het aantal reizigers tegen 2034."),
        ("Werk dat loont", "De laagste lonen stijgen netto met 90 euro per maand. Het budget daarvoor vinden we door "
         "fiscale achterpoorten te sluiten. De verantwoordelijke overheid mag zich niet langer verschuilen achter studies."),
        ("Duurzaamheid is geen luxe", "Isolatie van huurwoningen krijgt voorrang op nieuwe wegen. Wij trekken € 2 miljard "
         "uit over de hele legislatuur en vragen van verhuurders een inspanning."),
        ("Een overheid die antwoordt", "Elke brief verdient binnen tien dagen een antwoord. Digitalisering mag geen muur "
         "worden: loketten blijven open, ook op zaterdag."),
        ("Samenleving zonder eenzaamheid", "Buurthuizen, koren en sportclubs houden mensen overeind. Wij verlagen de huur "
         "van gemeentezalen en betalen een coördinator per wijk."),
        ("Mobiliteit op maat van dorpen", "Waar de bus niet rijdt, komt een deeltaxi. Wij rekenen op 45 miljoen euro van "
         "de drie gewesten samen."),
    ]  # fmt: skip
    out: Document = [("h1", "Kiezen voor vooruitgang: programma voor de verkiezingen"), ("p", "Beste kiezer, in dit "
                     "programma leest u wat wij de komende vijf jaar willen doen en hoe we dat betalen.")]  # fmt: skip
    for title, text in rng.sample(points, len(points)):
        out += [("h2", title), ("p", text)]
    return _stranger(rng, out)


@kind("audit", ALL)
def audit(rng: Random) -> Draft:
    """an audit report on the plan: speaks of its budgets, axes and end goals, has no projects in boxes"""
    sections = [
        ("1 Samenvatting", "Dit verslag onderzoekt of de middelen van het herstelplan rechtmatig zijn besteed. Van de "
         "onderzochte uitgaven, samen € 418.300.000, was 96% met stukken gestaafd."),
        ("2 Toezicht op het budget", "Het budget werd driemaal herschikt. Bij de as Mobiliteit bleef € 61.000.000 ongebruikt "
         "omdat bouwvergunningen uitbleven. De bevoegde diensten gaven daarvoor geen schriftelijke motivering."),
        ("3 Verantwoordelijke overheid en rapportering", "Niet altijd was duidelijk welke overheid verantwoordelijk was. "
         "Bij negen maatregelen ondertekenden twee besturen elk een ander cijfer. Wij bevelen aan één eindverantwoordelijke "
         "aan te duiden."),
        ("4 Einddoelen en indicatoren", "Een derde van de einddoelen is niet meetbaar geformuleerd. Waar een indicator "
         "bestaat, ontbreekt vaak de beginwaarde. Dat bemoeilijkt elke uitspraak over doeltreffendheid."),
        ("5 Antwoord van de administratie", "De administratie aanvaardt zes van de acht aanbevelingen. Over de andere twee, "
         "rond digitalisering en samenleving, vraagt zij verder overleg."),
    ]  # fmt: skip
    out: Document = [("h1", "Verslag over de uitvoering van het herstelplan"), ("p", "Controleopdracht 14/2027")]
    for title, text in sections:
        out += [("h2", title), ("p", text)]
        if rng.random() < 0.6:
            out.append(("p", f"Steekproef: {rng.randint(12, 90)} dossiers, {rng.randint(2, 9)} opmerkingen."))
    return _stranger(rng, out)


@kind("form", ALL)
def form(rng: Random) -> Draft:
    """an application form whose rows bear the very labels, with nothing filled in"""
    dots = "." * rng.randint(40, 60)
    out: Document = [("h1", "Aanvraagformulier projectsubsidie"), ("p", "Vul alle velden in en bezorg het formulier voor "
                     "1 oktober aan uw gemeente. Onvolledige aanvragen worden niet behandeld.")]  # fmt: skip
    for head, rows in (
        ("A. Aanvrager", ("Naam", "Ondernemingsnummer", "Adres", "Contactpersoon")),
        ("B. Project", ("Titel van het project", "Budget", "Verantwoordelijke overheid", "Einddoel", "Looptijd")),
        ("C. Verklaring", ("Plaats en datum", "Handtekening")),
    ):
        out.append(("h2", head))
        out += [("row", f"{row}: {dots}") for row in rows]
    return _stranger(rng, out)


@kind("newsletter", ALL)
def newsletter(rng: Random) -> Draft:
    """a municipal newsletter: short articles with amounts and authorities in running text"""
    items = [
        ("Fietsenstalling geopend", "Aan het station kunnen voortaan 240 fietsen droog staan. De stalling kostte 380.000 "
         "euro, waarvan Vlaanderen de helft betaalde."),
        ("Woordje van de burgemeester", "Het budget voor volgend jaar is in evenwicht. We bouwen verder aan een bibliotheek "
         "waar jong en oud zich thuis voelen."),
        ("Bladkorven", "Vanaf 20 oktober staan de bladkorven weer in de straten. Gooi er geen takken of grasmaaisel in."),
        ("Vrijwilligers gezocht", "Voor de warmste week zoeken we soepbrouwers, tentenbouwers en zangers."),
        ("Wegenwerken Molenstraat", "De werken duren tot Pasen. De omleiding loopt via de Kerkhofdreef."),
    ]  # fmt: skip
    out: Document = [("h1", "Dorpsnieuws, herfst 2027")]
    for title, text in rng.sample(items, len(items)):
        out += [("h2", title), ("p", text)]
    return _stranger(rng, out)


PUBLISHER_LABELS = {"budget": "Middelen", "authority": "Uitvoerder", "goal": "Wat we willen bereiken"}
PUBLISHER_THEMES = (
    "Gezondheid en zorg",
    "Onderwijs en opleiding",
    "Veiligheid en weerbaarheid",
    "Voeding en platteland",
)


@kind("other-publisher", ALL)
def other_publisher(rng: Random) -> Draft:
    """another family: own labels and themes; ``profile`` in the gold says what a profile must hold"""
    made = replace(brochure(rng, PUBLISHER_THEMES, (2, 4), plain=True), title="Groeiboek voor stad en streek",
                   axis_word="thema’s")  # fmt: skip
    layout = rng.choice(("below", "margin-right", "margin-left", "above"))
    shown = look(rng, labels=LABELS | PUBLISHER_LABELS, layout=layout, form=rng.choice(("above", "inline", "beside")))
    names = sorted({a for p in made.projects for a in p.authorities})
    profile = {
        "labels": PUBLISHER_LABELS,
        "themes": {name: {"slogan": axes()[name][0].slogan} for name in PUBLISHER_THEMES},
        "authorities": names,
    }
    return Draft(made, shown, expect={"exit_without_profile": 3, "exit_with_profile": 0}, gold={"profile": profile})
