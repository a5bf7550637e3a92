"""``python -m tests.kit make --out DIR --seed S --count N [--class C] [--engine E]`` and ``python -m tests.kit classes``."""

from __future__ import annotations

import argparse
import sys
from itertools import cycle, islice
from pathlib import Path

from tests.kit import CLASSES, engines_available, make


def plan(seed: int, count: int, cls: str | None, engine: str | None) -> list[tuple[str, str, int]]:
    """``count`` triples: every wanted class with every wanted engine that is here, then again with the next seed."""
    here = set(engines_available())
    pairs = [
        (c.name, e)
        for c in CLASSES.values()
        for e in c.engines
        if e in here and cls in (None, c.name) and engine in (None, e)
    ]
    numbered = ((c, e, seed + i // len(pairs)) for i, (c, e) in enumerate(cycle(pairs)))
    return list(islice(numbered, count or len(pairs))) if pairs else []


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kit", description="Make brochures with true records.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("classes", help="list the classes with their engines")
    order = commands.add_parser("make", help="make brochures")
    order.add_argument("--out", type=Path, required=True)
    order.add_argument("--seed", type=int, default=1)
    order.add_argument("--count", type=int, default=0, help="how many (default: each class with each engine once)")
    order.add_argument("--class", dest="cls", choices=sorted(CLASSES))
    order.add_argument("--engine")
    args = parser.parse_args()
    if args.command == "classes":
        here = engines_available()
        for c in CLASSES.values():
            marks = " ".join(e if e in here else f"({e})" for e in c.engines)
            print(f"{c.name:22s} {c.about:75s} {marks}")
        return 0
    todo = plan(args.seed, args.count, args.cls, args.engine)
    for cls, engine, seed in todo:
        print(make(cls, engine, seed, args.out).name)
    print(f"{len(todo)} brochures in {args.out}", file=sys.stderr)
    return 0 if todo else 2


if __name__ == "__main__":
    sys.exit(main())
