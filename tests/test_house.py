"""The house: who may import whom, what loads when, and that DVC knows all code a stage runs."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from pipeline.flow import STAGES
from tests.conftest import PROJECT

PACKAGE = PROJECT / "pipeline"
MODULES = {
    ".".join((path.parent if path.name == "__init__.py" else path.with_suffix("")).relative_to(PROJECT).parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
ROOMS = (*STAGES, "nl")

#: Room or file → what it may import of ours, beside itself. The command and the flow may use all.
OURS = {
    "errors": set(),
    "models": set(),
    "nl": set(),
    "later": set(),
    "faults": set(),
    "report": {"models"},
    "addresses": {"models"},
    "store": {"addresses", "errors", "faults", "models"},
    "workspace": {"errors", "store"},
    "batch": {"errors", "store"},
    "profile": {"errors", "faults", "models", "store"},
    "sources": {"errors", "models", "store"},
    "quotes": {"models"},
    "coverage": {"models"},
    "conservation": {"models"},
    **{stage: {"coverage", "errors", "later", "models", "profile", "quotes", "store", "nl"} for stage in STAGES},
    "validate": {"coverage", "errors", "later", "models", "profile", "quotes", "store", "nl", "conservation"},
    "diff": {"errors", "models", "quotes"},
    "proof": {"errors", "models", "quotes", "report", "verify"},
    "why": {"errors", "models", "verify"},
    "verify": {"errors", "models", "profile", "quotes", "store", "nl", "conservation", "sources"},
}
#: Heavy or telling library → the only places that import it.
HOMES = {
    "spacy": ("pipeline/nl/component.py", "pipeline/normalize/"),
    "pdfplumber": ("pipeline/read/pdf.py",),
    "pdfminer": ("pipeline/read/",),
    "pypdfium2": ("pipeline/read/", "pipeline/verify/letters.py", "pipeline/proof/pictures.py"),
    "pandas": ("pipeline/validate/",),
    "great_expectations": ("pipeline/validate/",),
    "jinja2": ("pipeline/proof/",),
    "markupsafe": ("pipeline/proof/",),
    "scipy": ("pipeline/assemble/", "pipeline/diff/"),
    "numpy": ("pipeline/assemble/", "pipeline/read/witness.py"),
    "text_to_num": ("pipeline/nl/",),
    "rapidfuzz": ("pipeline/segment/",),
    "jsonschema": ("pipeline/faults.py",),
    "xlsxwriter": ("pipeline/publish/sheet.py",),
    "openpyxl": (),
    "duckdb": (),
    "frictionless": (),
    "typer": ("pipeline/cli.py",),
    "rich": ("pipeline/cli.py",),
    "babel": (),  # the tests' yardsticks alone
}
#: Files that themselves are imported when they are needed, and only then.
LATE = {
    f"pipeline/{room}/{name}.py": f"pipeline.{room}.{name}"
    for room, names in (
        ("read", ("annotations", "damage", "drawing", "layers", "structure", "visibility")),
        ("assemble", ("meaning", "pairing", "relations")),
    )
    for name in names
}
#: A stage is a function from records to records: no clock, no chance, and files at the door alone.
IMPURE = {"time", "datetime", "random", "secrets", "uuid", "socket", "subprocess", "locale"}
FILES = {"os", "pathlib", "shutil", "tempfile", "glob"}
WITH_FILES = {"read", "validate"}  # the readers, and the loader of the suites


class Import(NamedTuple):
    """``module`` as written; ``lazy`` inside a function; ``typing`` for the type checker alone."""

    module: str
    lazy: bool
    typing: bool

    @property
    def top(self) -> str:
        return self.module.split(".")[0]


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def imports(node: ast.AST, lazy: bool = False, typing: bool = False) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(name.name, lazy, typing) for name in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "imports are absolute"
            for name in child.names:
                full = f"{child.module}.{name.name}"
                yield Import(full if full in MODULES else str(child.module), lazy, typing)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from imports(child, lazy, True)
        else:
            yield from imports(child, lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef), typing)


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("module", MODULES)
def test_who_imports_whom(module: str) -> None:
    own = room(module)
    for found in imports(tree(module)):
        if found.top == "pipeline" and own in OURS:
            assert room(found.module) in {own, *OURS[own]}, f"{module} imports {found.module}"
        assert found.top != "tests"
    if module == "pipeline":
        assert not list(imports(tree(module)))


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_stay_at_home(module: str) -> None:
    path = str(MODULES[module].relative_to(PROJECT))
    for found in imports(tree(module)):
        if found.top in HOMES and not found.typing:
            assert path.startswith(HOMES[found.top]), f"{path} imports {found.module}"
            if path in LATE:
                continue
            if (
                found.top in {"pdfplumber", "pdfminer", "pypdfium2", "scipy", "numpy", "rich"}
                or room(module) == "normalize"
            ):
                assert found.lazy, f"{path} imports {found.module} before it is needed"


@pytest.mark.parametrize("module", MODULES)
def test_late_files_are_imported_late(module: str) -> None:
    late = module in LATE.values()
    assert all(late or found.lazy or found.typing for found in imports(tree(module)) if found.module in LATE.values())


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) in ROOMS])
def test_stages_are_pure(module: str) -> None:
    banned = IMPURE | (set() if room(module) in WITH_FILES else FILES)
    assert not {found.top for found in imports(tree(module))} & banned
    calls = {ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}
    assert not calls & {"print", "input", "open"}


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_door_says_what_goes_in_and_what_comes_out(name: str) -> None:
    door = tree(f"pipeline.{name}")
    assert len(ast.get_docstring(door) or "") > 80
    public: list[str] = next(
        (
            ast.literal_eval(node.value)
            for node in door.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ),
        [],
    )
    defined = {node.name for node in door.body if isinstance(node, ast.FunctionDef)}
    imported = {name.name for node in door.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert set(public) <= defined | imported
    if name != "nl":
        assert name in defined | imported, "one verb names the room and its function"


def test_every_module_says_what_it_is() -> None:
    assert not [module for module in MODULES if module != "pipeline" and not ast.get_docstring(tree(module))]


# --- what loads when ---------------------------------------------------------------------------------------------

HEAVY = (
    "pdfplumber",
    "pdfminer",
    "spacy",
    "pandas",
    "great_expectations",
    "scipy",
    "numpy",
    "rich.table",
    "rich.console",
)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option: str) -> None:
    script = (
        "import sys\nsys.argv = ['brochure', sys.argv[1]]\nfrom pipeline.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"sys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, option],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip()
    assert done.stderr == ""


@pytest.mark.parametrize(
    "module", ["pipeline", *(f"pipeline.{name}" for name in ("nl", "models", "flow", "sources", "publish"))]
)
def test_what_everybody_imports_is_light(module: str) -> None:
    """Followed through the imports that run at once, so that no module is lost in what this process has loaded."""
    seen, queue = set(), [module]
    while queue:
        at = queue.pop()
        if at in seen or at not in MODULES:
            continue
        seen.add(at)
        for found in imports(tree(at)):
            if not found.lazy and not found.typing:
                assert found.top not in HOMES or found.top == "text_to_num", f"{at} loads {found.module}"
                queue.append(found.module)


# --- DVC ---------------------------------------------------------------------------------------------------------


def functions(module: str) -> dict[str, ast.AST]:
    """Top-level functions and classes by name."""
    return {node.name: node for node in tree(module).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def reached(module: str, start: str) -> tuple[set[str], set[str]]:
    """Modules that ``start`` of ``module`` imports, itself or through its neighbours, and the neighbours it uses."""
    known, names, queue = functions(module), set(), [start]
    while queue:
        name = queue.pop()
        if name not in names:
            names.add(name)
            used = {node.id for node in ast.walk(known[name]) if isinstance(node, ast.Name)}
            queue += sorted(used & known.keys())
    top = ast.Module([node for node in tree(module).body if not isinstance(node, ast.FunctionDef | ast.ClassDef)], [])
    found = [*imports(top), *(found for name in names for found in imports(known[name], lazy=True))]
    return {item.module for item in found if not item.typing}, names


def closure(starts: Iterable[str], without: set[str]) -> set[str]:
    """Modules of ours that ``starts`` import, at once or later, not entering ``without``."""
    seen: set[str] = set()
    queue = list(starts)
    while queue:
        module = queue.pop()
        if module in seen or module not in MODULES:
            continue
        seen.add(module)
        parts = module.split(".")
        queue += [".".join(parts[:n]) for n in range(1, len(parts))]
        if module not in without:
            queue += [found.module for found in imports(tree(module)) if not found.typing]
    return seen


def code_of(stage: str) -> set[Path]:
    """Files of the code that ``brochure STAGE`` runs."""
    doors = {"pipeline.cli", "pipeline.flow"}
    starts: set[str] = set(doors)
    for door in doors:
        starts |= reached(door, stage)[0]
    return {MODULES[module] for module in closure(starts, doors)}


def dvc_stages() -> dict[str, dict[str, object]]:
    return dict(yaml.safe_load((PROJECT / "dvc.yaml").read_text("utf-8"))["stages"])


def covers(deps: Iterable[Path], file: Path) -> bool:
    return any(dep == file or dep in file.parents for dep in deps)


def test_dvc_has_the_stages_of_the_flow() -> None:
    stages = dvc_stages()
    assert tuple(stages) == STAGES
    assert [stage["cmd"] for stage in stages.values()] == [f"brochure {name} --keep-going" for name in STAGES]


@pytest.mark.parametrize("stage", STAGES)
def test_dvc_knows_the_code_of_a_stage(stage: str) -> None:
    deps = [PROJECT / str(dep) for dep in dvc_stages()[stage]["deps"]]  # type: ignore[attr-defined]
    code = code_of(stage)
    assert not sorted(str(file.relative_to(PROJECT)) for file in code if not covers(deps, file))
    if "profiles_for" in reached("pipeline.flow", stage)[1]:
        assert PACKAGE / "profiles" in deps
    if stage == "validate":
        assert PROJECT / "expectations" in deps
    # And nothing that the stage does not run: a change reruns what it touches, and no more.
    ours = [dep for dep in deps if PACKAGE in dep.parents and dep.name != "profiles"]
    assert not sorted(str(dep.relative_to(PROJECT)) for dep in ours if not any(covers([dep], file) for file in code))


def test_dvc_passes_products_on_and_keeps_them_in_git() -> None:
    stages = dvc_stages()
    made: set[str] = {"raw", "expectations"}
    for name, stage in stages.items():
        outs = [*stage["outs"], *stage.get("metrics", [])]  # type: ignore[misc]
        assert all(options["cache"] is False for out in outs for options in out.values())
        data = {str(dep) for dep in stage["deps"] if not str(dep).startswith(("pipeline", "requirements"))}  # type: ignore[attr-defined]
        assert data <= made, name
        made |= {key for out in outs for key in out}
    assert all(options["persist"] is True for out in stages["publish"]["outs"] for options in out.values())  # type: ignore[attr-defined]


# --- no brochure in the code -------------------------------------------------------------------------------------


def test_nothing_of_a_brochure_stands_in_code_or_profile() -> None:
    table = PROJECT / "extracted" / "tables" / "projects.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    phrases = {_letters(row[column]) for row in rows for column in ("title", "end_goal") if len(row[column]) > 8}
    for file in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.toml")]):
        text = _letters(file.read_text("utf-8"))
        assert not [phrase for phrase in phrases if phrase in text], file.relative_to(PROJECT)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
