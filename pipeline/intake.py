"""Taking in a new file: its note, and for a stranger a draft of a profile."""

from __future__ import annotations

import json
from collections import Counter

from pipeline.models import Pages, Source

#: A label-like line has at most so many words and stands at least so often.
WORDS, REPEATED = 5, 3


def note_text(source: Source, edition: str, profile: str) -> str:
    """The note of a new file, with what is known filled in; a person completes title, publisher and licence."""
    return (
        f'edition = {_quoted(edition)}\ntitle = {_quoted(source.edition)}\npublisher = ""\n'
        f'language = "nl"\nprofile = "{profile}"\nrole = "primary"\nsha256 = "{source.sha256}"\n'
        'licence = "not stated in the source"\n'
    )


def _quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False)


def label_like(pages: Pages) -> list[tuple[str, int]]:
    """Short lines that repeat, most frequent first: what the labels of an unknown family may be."""
    counts: Counter[str] = Counter()
    for page in pages.pages:
        for line in page.lines:
            text = " ".join(word.text for word in line).split(":")[0].strip()
            if 0 < len(text.split()) <= WORDS and text[:1].isupper() and not any(char.isdigit() for char in text):
                counts[text.rstrip(" .…")] += 1
    return sorted(
        ((t, n) for t, n in counts.items() if n >= REPEATED and len(t) > 2), key=lambda item: (-item[1], item[0])
    )


def profile_draft(pages: Pages, name: str) -> str:
    """TOML to start from: the label-like lines of the file, each to be kept under one of the three names or dropped."""
    found = label_like(pages)[:12]
    lines = [
        f"# Draft for {pages.source.name}. Keep one wording (or more) under each label; delete the other candidates.",
        f'name = "{name}"',
        'language = "nl"',
        "",
        "# label-like lines, with how often each stands in the file: "
        + ", ".join(f"{text} ({n})" for text, n in found),
    ]
    for label, kind in (("budget", "money"), ("authority", "authority"), ("end_goal", "text")):
        lines += ["", "[[labels]]", f'name = "{label}"', f'type = "{kind}"', 'wordings = ["…"]']
    lines += ["", "[[axes]]", 'name = "…"', "", "[[authorities]]", 'name = "…"', 'level = "federal"', ""]
    return "\n".join(lines)
