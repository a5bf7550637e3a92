"""Pairs of editions with their truth: the second is the first with projects renamed, moved, re-budgeted, gone and new."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from pipeline.models import TABLES, Row, Tables
from tests.kit.content import CANONICAL, Topic, axes


class Truth(NamedTuple):
    """``same``: id → id; ``changed``: new id → the columns that were changed; by what no title says: added and removed."""

    same: dict[str, str]
    changed: dict[str, set[str]]
    added: set[str]
    removed: set[str]


def topics() -> list[Topic]:
    return [topic for _, found in axes().values() for topic in found]


def row(topic: Topic, edition: str) -> Row:
    names = "; ".join(CANONICAL[code] for code in topic.who)
    empty = dict.fromkeys(TABLES["projects"].header, "")
    return {
        **empty,
        "edition": edition,
        "project_id": topic.id,
        "axis": topic.axis,
        "title": topic.title,
        "description": topic.text,
        "budget_eur": str(topic.eur or ""),
        "budget_printed": f"€ {topic.eur}" if topic.eur else "",
        "authorities": names,
        "end_goal": topic.goal,
        "page": "1",
    }


def tables(projects: list[Row], edition: str) -> Tables:
    found: Tables = {name: [] for name in TABLES}
    names = dict.fromkeys(project["axis"] for project in projects)
    found["projects"] = projects
    found["axes"] = [
        {**dict.fromkeys(TABLES["axes"].header, ""), "edition": edition, "axis": name, "page": "1"} for name in names
    ]
    found["sources"] = [
        {**dict.fromkeys(TABLES["sources"].header, ""), "edition": edition, "source": "plan.pdf", "role": "primary"}
    ]
    found["provenance"] = [
        {
            **dict.fromkeys(TABLES["provenance"].header, ""),
            "edition": edition,
            "table": "projects",
            "key": project["project_id"],
            "column": column,
            "source": "plan.pdf",
            "seq": "1",
            "page": project["page"],
            "quote": project[column],
        }
        for project in projects
        for column in ("title", "description", "budget_printed", "end_goal")
        if project[column]
    ]
    return found


def shortened(text: str, rng: Random) -> str:
    """A text with a sentence less, or its sentences in another order."""
    parts = text.split(". ")
    if len(parts) > 2:
        parts.pop(rng.randrange(len(parts)))
    else:
        parts.reverse()
    return ". ".join(parts)


def renamed(project: Row, rng: Random) -> str:
    """Another title: a shorter one, one with more words, or words of the text in its place."""
    words = project["title"].split()
    ways = [
        " ".join(words[: max(1, len(words) // 2)]),
        f"Verder met {project['title'].lower()}",
        " ".join(project["description"].split()[:6]).rstrip(",."),
    ]
    return rng.choice([way for way in ways if way != project["title"]])


def pair(seed: int) -> tuple[Tables, Tables, Truth]:
    rng = Random(seed)
    chosen = rng.sample(topics(), rng.randint(10, 24))
    fresh_count, gone = rng.randint(0, 4), rng.randint(0, 4)
    old = [row(topic, "2023-nl") for topic in chosen[fresh_count:]]
    kept = old[gone:]
    new, same, changed = [], {}, {}
    for number, project in enumerate(kept):
        after = {**project, "edition": "2024-nl", "project_id": f"p-{number}", "page": str(rng.randint(1, 9))}
        if rng.random() < 0.35:
            after["title"] = renamed(project, rng)
        if rng.random() < 0.4 and project["budget_eur"]:
            after["budget_eur"] = str(int(int(project["budget_eur"]) * rng.choice([0.4, 0.9, 1.1, 2.5])))
            after["budget_printed"] = f"€ {after['budget_eur']}"
        if rng.random() < 0.25:
            after["axis"] = rng.choice(list(axes()))
        if rng.random() < 0.3:
            after["description"] = shortened(project["description"], rng)
        if rng.random() < 0.2:
            after["end_goal"] = f"{project['end_goal']} Tegen 2027."
        new.append(after)
        same[project["project_id"]] = after["project_id"]
        beside = {"edition", "project_id", "page", "budget_printed"}
        changed[after["project_id"]] = {column for column in after if after[column] != project[column]} - beside
    added = [row(topic, "2024-nl") for topic in chosen[:fresh_count]]
    for number, project in enumerate(added):  # one that is new costs what one that is gone did cost
        if number < gone and old[number]["budget_eur"]:
            project["budget_eur"] = old[number]["budget_eur"]
    new += added
    rng.shuffle(new)
    truth = Truth(
        same, changed, {project["project_id"] for project in added}, {project["project_id"] for project in old[:gone]}
    )
    return tables(old, "2023-nl"), tables(new, "2024-nl"), truth
