"""How fast the reader is beside one regular expression with Babel and text2num on the same sentences.

Run it: python tests/benchmarks/bench_quantities.py [SECONDS]
Prints texts per CPU second of both, side by side in alternating rounds, their ratio, and the time for long texts.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from babel.numbers import NumberFormatError, parse_decimal
from text_to_num import alpha2digit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from pipeline.nl import find_quantities

CASES = Path(__file__).resolve().parents[1] / "nl" / "cases" / "quantities.jsonl"
ROUNDS = 5
LONG = {"digits and dots": "1.", "digits and spaces": "12 345 ", "prose": "Er zijn 12 bussen en € 3,5 miljoen. "}

_AMOUNT = re.compile(
    r"(€|EUR|\$|£)?\s?(\d[\d.,]*)\s?(duizend|miljoen|mln|mio|miljard|mld|mia)?\s?"
    r"(€|euro|EUR|%|procent|km²?|m[23²³]?|ha|[kMG]Wh?|ton|jaar)?\b",
    re.IGNORECASE,
)
_SCALE = {"duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "mio": 10**6, "miljard": 10**9, "mld": 10**9, "mia": 10**9}


def plain(text: str) -> list[tuple[int, int, float]]:
    """The peer: number words to digits, one pattern, the locale's own parser."""
    found = []
    for match in _AMOUNT.finditer(alpha2digit(text, "nl")):
        try:
            value = float(parse_decimal(match.group(2).rstrip(".,"), locale="nl_BE"))
        except NumberFormatError:
            continue
        found.append((match.start(), match.end(), value * _SCALE.get((match.group(3) or "").lower(), 1)))
    return found


def rate(read: Callable[[str], object], texts: list[str], seconds: float) -> float:
    """Texts per CPU second."""
    done, began = 0, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        for text in texts:
            read(text)
        done += len(texts)
    return done / spent


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    texts = [json.loads(line)["text"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    rates = [(rate(find_quantities, texts, seconds), rate(plain, texts, seconds)) for _ in range(ROUNDS)]
    ours, peer = (sorted(column)[ROUNDS // 2] for column in zip(*rates, strict=True))
    length = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} sentences of {length:.0f} characters, median of {ROUNDS} rounds of {seconds:g} s")
    print(f"find_quantities               {ours:10.0f} texts per CPU second")
    print(f"pattern + Babel + text2num    {peer:10.0f} texts per CPU second")
    print(f"ratio                         {ours / peer:10.2f}  (at least 1/9 = 0.11 is asked)")
    for name, seed in LONG.items():
        costs = []
        for size in (125_000, 1_000_000):
            began = time.process_time()
            find_quantities(seed * (size // len(seed)))
            costs.append(time.process_time() - began)
        print(f"1 MB of {name:<18} {costs[1]:10.2f} CPU s, {costs[1] / max(costs[0], 1e-3):.1f} times that of 1/8 MB")


if __name__ == "__main__":
    main()
