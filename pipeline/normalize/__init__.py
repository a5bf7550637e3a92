"""Stage ``normalize``: the records of all sources in, the published tables out.

Each edition is told by its primary source; witnesses are compared with it. Words as printed stay beside every value,
and every cell that words decide has its place in ``provenance``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipeline.coverage import fill_coverage
from pipeline.errors import UsageError
from pipeline.models import (
    TABLES,
    AxisRecord,
    Fate,
    Finding,
    KeyFigure,
    Record,
    Records,
    Role,
    Row,
    Severity,
    Subject,
    Tables,
    Value,
)
from pipeline.nl import Quantity
from pipeline.nl.parts import counted_heads
from pipeline.normalize.authority import authority_rows, codes, responsible
from pipeline.normalize.contradictions import contradictions
from pipeline.normalize.doubts import doubts
from pipeline.normalize.facts import Project, Text, facts
from pipeline.normalize.overrides import decide
from pipeline.normalize.period import times
from pipeline.normalize.provenance import Places, words_between
from pipeline.normalize.quantity import numbers, quantity_rows
from pipeline.normalize.subjects import cells, located
from pipeline.normalize.values import axis_amount_cause, kind, plain
from pipeline.normalize.witness import compare
from pipeline.profile import Profile

__all__ = ["normalize"]

#: Labels of a profile that fill columns of ``projects``; values of other labels go to ``extra_fields``.
FIELDS = ("budget", "authority", "end_goal")
_TIMES = ("start", "end", "target", "target_printed", "target_approx")


def normalize(records: Iterable[Records], profiles: Mapping[str, Profile]) -> Tables:
    """Tables as rows of text, sorted by edition; UsageError when an edition has no primary source or several."""
    by_edition: dict[str, list[Records]] = {}
    for source in records:
        by_edition.setdefault(source.source.edition, []).append(source)
    tables: Tables = {name: [] for name in TABLES}
    for edition, sources in sorted(by_edition.items()):
        for name, rows in _edition(edition, sources, profiles).items():
            tables[name] += rows
    used = {source.profile for sources in by_edition.values() for source in sources}
    tables["authorities"] = _authorities(profiles[name] for name in sorted(used))
    return tables


def _edition(edition: str, sources: list[Records], profiles: Mapping[str, Profile]) -> Tables:
    primaries = [source for source in sources if source.source.role is Role.primary] or sources[:1]
    if len(primaries) > 1:
        names = ", ".join(source.source.name for source in primaries)
        raise UsageError(
            f'edition {edition}: several primary sources ({names}); give all but one a note with role = "witness"'
        )
    primary = primaries[0]
    tables, findings = _source(primary, profiles[primary.profile])
    told = [(primary.source.name, finding) for finding in findings]
    for witness in sorted((s for s in sources if s is not primary), key=lambda s: s.source.name):
        theirs, theirs_told = _source(witness, profiles[witness.profile])
        compared = compare(tables, theirs)
        tables["provenance"] += compared.places
        tables["sources"] += theirs["sources"]
        tables["ledger"] += theirs["ledger"]
        # A witness is not published: what is wrong with it wants a look, but stops nothing. What it repeats is said once.
        new = [finding for finding in map(compared.ours, theirs_told) if finding not in findings]
        told += [(witness.source.name, _softened(finding)) for finding in (*new, *compared.findings)]
    tables["findings"] = [_finding_row(edition, seq, name, finding) for seq, (name, finding) in enumerate(told, 1)]
    tables["provenance"].sort(key=lambda row: (row["table"], row["key"], row["column"], row["source"], int(row["seq"])))
    return tables


def _softened(finding: Finding) -> Finding:
    from msgspec.structs import replace

    return replace(finding, severity=Severity.warning) if finding.severity is Severity.person else finding


def _finding_row(edition: str, seq: int, source: str, finding: Finding) -> Row:
    return {
        "edition": edition,
        "seq": str(seq),
        "source": source,
        "severity": finding.severity.value,
        "rule": finding.rule,
        "message": finding.message,
        "page": str(finding.page or ""),
        "quote": finding.quote,
        "hint": finding.hint,
        **finding.subject._asdict(),
    }


def _source(records: Records, profile: Profile) -> tuple[Tables, list[Finding]]:
    """The tables of one source by itself."""
    tables: Tables = {name: [] for name in TABLES}
    findings: list[Finding] = []
    places = Places(records.source.edition, records.source.name, records.units)
    headings = {axis.name: axis.heading for axis in records.axes}
    stated = facts(records)
    for project in stated.projects:
        findings += _project(tables, places, project, headings.get(project.record.axis), profile)
    for axis, text in stated.axes:
        findings += _axis(tables, places, axis, text)
    figures = [(figure, _key_figures(tables, places, figure, text, profile)) for figure, text in stated.figures]
    known = cells(records, [project.id for project in stated.projects], figures)
    findings = [*located(records.findings, known), *findings, *doubts(stated), *contradictions(stated)]
    tables["provenance"] = places.rows
    tables["sources"] = [_source_row(records, profile)]
    tables["ledger"] = [
        {
            "edition": records.source.edition,
            "source": records.source.name,
            "page": str(entry.page),
            "line": str(entry.line),
            "word_from": str(entry.word_from),
            "word_to": str(entry.word_to),
            "words": str(entry.word_to - entry.word_from + 1),
            "fate": entry.fate.value,
            "text": entry.text,
        }
        for entry in records.ledger
    ]
    findings = decide(tables, findings, records, profile)
    fill_coverage(tables)
    return tables, findings


def _project(
    tables: Tables, places: Places, project: Project, heading: Value | None, profile: Profile
) -> list[Finding]:
    edition, project_id = places.edition, project.id
    findings: list[Finding] = []
    record, amount = project.record, project.amount
    money = record.fields.get("budget", Value())
    goal = record.fields.get("end_goal", Value())
    named = record.fields.get("authority", Value())
    who = responsible(named.text, profile)
    names = [one.name for one in who]
    own_name = kind(record.description.text, profile)
    when = times(project, profile)
    tables["projects"].append(
        {
            "edition": edition,
            "project_id": project_id,
            "axis": record.axis,
            "title": record.title.text,
            "kind": own_name[0] if own_name else "",
            "description": record.description.text,
            "budget_eur": amount.eur if amount else "",
            "budget_printed": money.text,
            "authorities": "; ".join(names),
            "region_codes": "; ".join(codes(names, profile)),
            "end_goal": goal.text,
            **dict.fromkeys(_TIMES, ""),
            "page": str(record.page),
            "pairing_method": record.pairing.method,
            "pairing_score": _score(record.pairing.score),
            "pairing_margin": _score(record.pairing.margin),
            "authority_printed": named.text,
            **{column: cell.value for column, cell in when.cells.items()},
        }
    )
    key = (project_id,)
    places.add("projects", key, ("title",), record.title.words)
    places.add("projects", key, ("axis",), heading.words if heading else [])
    places.add("projects", key, ("description",), record.description.words)
    places.add("projects", key, ("budget_printed",) + (("budget_eur",) if amount and amount.eur else ()), money.words)
    places.add("projects", key, ("authorities", "authority_printed"), named.words)
    places.add("projects", key, ("end_goal",), goal.words)
    if own_name:
        places.add("projects", key, ("kind",), words_between(record.description, own_name[1], own_name[2]))
    for column, cell in when.cells.items():
        places.add("projects", key, (column,), cell.words)
    for field, text in project.texts.items():
        _quantities(tables, places, project_id, field, text)
    findings += [*(amount.findings if amount else []), *when.findings]
    findings += [
        Finding(
            rule="unknown_authority",
            severity=Severity.warning,
            page=record.page,
            quote=named.printed,
            message=f"{one.name!r} is not an authority of the profile; it is kept as printed, without code",
            hint="add it to the profile's authorities",
            subject=Subject("projects", project_id, "authorities"),
        )
        for one in who
        if not one.is_known
    ]
    tables["project_authorities"] += authority_rows(edition, project_id, who, named.text, profile)
    for seq, one in enumerate(who, 1):
        for start, end in one.bodies:
            places.add("project_authorities", (project_id, str(seq)), ("body",), words_between(named, start, end))
    _extra_fields(tables, places, project_id, record, profile)
    return findings


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _quantities(tables: Tables, places: Places, project_id: str, field: str, text: Text) -> None:
    rows = quantity_rows(places.edition, project_id, field, text.text, text.quantities)
    tables["quantities"] += rows
    for row, quantity in zip(rows, text.quantities, strict=True):
        words = words_between(text.value or Value(), quantity.start, quantity.end)
        places.add("quantities", (project_id, field, row["seq"]), ("surface",), words)


def _extra_fields(tables: Tables, places: Places, project_id: str, record: Record, profile: Profile) -> None:
    for name, value in record.fields.items():
        if name not in FIELDS:
            label = record.labels[name].text
            tables["extra_fields"].append(
                {
                    "edition": places.edition,
                    "project_id": project_id,
                    "label": label,
                    "value": value.text,
                    "label_name": name if profile.label(name) else "",
                }
            )
            places.add("extra_fields", (project_id, label), ("value",), value.words)


def _axis(tables: Tables, places: Places, axis: AxisRecord, text: Text) -> list[Finding]:
    money = next(
        (q for q in text.quantities if q.kind == "money" and q.unit == "EUR" and isinstance(q.value, Decimal)), None
    )
    unread = "names no amount that can be read" if axis.amount.words else ""
    cause = axis_amount_cause(text.text, text.quantities) if money else unread
    money = None if cause else money
    share = next((q for q in text.quantities if q.kind == "percent"), None)
    tables["axes"].append(
        {
            "edition": places.edition,
            "axis": axis.name,
            "slogan": axis.slogan.text,
            "introduction": axis.introduction.text,
            "budget_eur": plain(money.value) if money else "",
            "budget_printed": money.surface if money else "",
            "share_pct": plain(share.value) if share else "",
            "page": str(axis.page),
            "projects_count": "",
            "projects_budget_eur": "",
            "coverage_pct": "",
        }
    )
    key = (axis.name,)
    places.add("axes", key, ("axis",), axis.heading.words)
    places.add("axes", key, ("slogan",), axis.slogan.words)
    places.add("axes", key, ("introduction",), axis.introduction.words)
    if money:
        places.add(
            "axes", key, ("budget_eur", "budget_printed"), words_between(axis.amount, money.start, text.reach(money))
        )
    if share:
        places.add("axes", key, ("share_pct",), words_between(axis.amount, share.start, share.end))
    return (
        [
            Finding(
                rule="budget_not_read",
                severity=Severity.person,
                page=axis.amount.words[0].page,
                quote=axis.amount.printed,
                message=f"the amount of the axis {axis.name} {cause}; it stays empty",
                hint="state the amount in an override",
                subject=text.subject,
            )
        ]
        if cause
        else []
    )


def _key_figures(tables: Tables, places: Places, figure: KeyFigure, text: Text, profile: Profile) -> list[str]:
    """A row for each number of the statement, one without any keeps the figure as printed; the keys of the rows."""
    seqs: list[str] = []
    found: list[Quantity | None] = [quantity for quantity in text.quantities if quantity.kind != "period"]
    for at, quantity in enumerate(found or [None]):
        seq = str(len(tables["key_figures"]) + 1)
        seqs.append(seq)
        words = (
            words_between(figure.statement, quantity.start, quantity.end) if quantity and at else figure.figure.words
        )
        tables["key_figures"].append(
            {
                "edition": places.edition,
                "seq": seq,
                "statement": figure.statement.text,
                "figure_printed": quantity.surface if quantity and at else figure.figure.text,
                "page": str(figure.page),
                **(_figure(text.text, quantity, profile) if quantity else _NO_FIGURE),
            }
        )
        places.add("key_figures", (seq,), ("statement",), figure.statement.words)
        places.add("key_figures", (seq,), ("figure_printed",), words)
        if quantity:
            reach = words_between(figure.statement, quantity.start, text.reach(quantity))
            places.add(
                "key_figures",
                (seq,),
                [name for name in ("value", "low", "high") if tables["key_figures"][-1][name]],
                reach,
            )
    return seqs


_NO_FIGURE = dict.fromkeys(("kind", "value", "unit", "low", "high", "approx", "counted", "counted_kind"), "")


def _figure(text: str, quantity: Quantity, profile: Profile) -> Row:
    heads = counted_heads(text, quantity)
    counted = next((kind for kind, nouns in profile.kinds.items() if any(noun in heads for noun in nouns)), "")
    return {
        "kind": quantity.kind,
        **numbers(quantity),
        "unit": quantity.unit or "",
        "approx": quantity.approx or "",
        "counted": quantity.counted or "",
        "counted_kind": counted,
    }


def _source_row(records: Records, profile: Profile) -> Row:
    source = records.source
    paired = sum(1 for record in records.records if record.box)
    unassigned = sum(e.word_to - e.word_from + 1 for e in records.ledger if e.fate is Fate.unassigned)
    return {
        "edition": source.edition,
        "source": source.name,
        "role": source.role.value,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "profile": records.profile,
        "sha256": source.sha256,
        "pages": str(records.pages),
        "words": str(records.words),
        "projects": str(len(records.records)),
        "boxes": str(records.boxes),
        "paired": str(paired),
        "refused": str(records.boxes - paired),
        "unassigned_words": str(unassigned),
        "remark": source.remark,
        "profile_sha256": profile.sha256,
        "note_sha256": source.note_sha256,
        "data_licence": source.data_licence,
        "contributors": "; ".join(source.contributors),
        "keywords": "; ".join(source.keywords),
    }


def _authorities(profiles: Iterable[Profile]) -> list[Row]:
    rows = {
        authority.name: {
            "name": authority.name,
            "level": authority.level,
            "iso_3166_2": authority.iso_3166_2,
            "nuts1": authority.nuts1,
            "wikidata": authority.wikidata,
        }
        for profile in profiles
        for authority in profile.authorities
    }
    return [rows[name] for name in sorted(rows)]
