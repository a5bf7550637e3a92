"""Colours, and how titles and labels are shown: the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass

from tests.kit.content import Look, Project

AXIS_COLOURS = (
    ("#1E7F4F", "#1F5FA8", "#C96A12", "#A3245B", "#5B3F99", "#007C89", "#7A5C00", "#8B1A1A", "#345E37"),
    ("#2A6F6B", "#274690", "#B3541E", "#8E2C74", "#3D3A8C", "#1B6E3C", "#6B4E16", "#9C2F2F", "#2F5D8A"),
)
TINTS = ("#E8F1E4", "#FBE9E2", "#ECE7F5", "#E6EEF7", "#FFF6DC")
ACCENTS = ("#D9531E", "#0B4F8A", "#6A2C8C", "#00857C")


@dataclass(frozen=True)
class Palette:
    axes: tuple[str, ...]
    tint: str
    accent: str

    def axis(self, name: str) -> str:
        """One colour for a name, whichever brochure it stands in."""
        return self.axes[sum(map(ord, name)) % len(self.axes)]


def palette(n: int) -> Palette:
    return Palette(AXIS_COLOURS[n % len(AXIS_COLOURS)], TINTS[n % len(TINTS)], ACCENTS[n % len(ACCENTS)])


def shown_title(project: Project, n: int, look: Look) -> str:
    if look.titles == "caps":
        return project.title.upper()
    return f"{n}. {project.title}" if look.titles == "numbered" else project.title


def shown_label(label: str, look: Look) -> str:
    """The label as the text layer will have it; small capitals are made of it by each engine."""
    if look.case == "upper":
        return label.upper()
    return "  ".join(" ".join(w) for w in label.upper().split()) if look.case == "spaced" else label


def label_share(look: Look) -> int:
    """Per cent of a box's width for labels beside their values: more where the box is narrow."""
    return 58 if _narrow(look) else 42


def label_size(look: Look) -> float:
    """Type size of labels; small enough in a narrow box for the longest word of a label beside its value."""
    return min(look.size - 2, 5.6) if _narrow(look) and look.form in ("beside", "rows", "head") else look.size - 2


def _narrow(look: Look) -> bool:
    return look.columns > 1 or look.layout not in ("below", "above")


def fields(project: Project, look: Look) -> list[tuple[str, str]]:
    """Label and value of the box's fields, in the order of the print."""
    values = {
        "budget": project.box_budget or project.budget,
        "authority": project.authority,
        "goal": project.goal,
    }
    known = [(shown_label(look.labels[k], look), values[k]) for k in look.order]
    extra = [(shown_label(k, look), v) for k, v in project.extra]
    filled = [(k, v) for k, v in known if v]
    return filled[:1] + extra + filled[1:] if len(extra) % 2 else filled + extra
