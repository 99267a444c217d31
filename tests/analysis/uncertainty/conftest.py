"""What the tests of uncertainty share: subjects made of a few processes, by hand."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest

from pvfootprint.analysis.choices import Case
from pvfootprint.analysis.subjects import Subject
from pvfootprint.chain.assembling import assemble
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.inventory import (
    CharacterizationFactor,
    CharacterizationSet,
    ElementaryFlow,
    Exchange,
    Inventory,
    Library,
)
from pvfootprint.model.system import DeclaredUnit

KILOGRAM = "kilogram"
FACTORS = CharacterizationSet(
    "test", "test", {"CO2": CharacterizationFactor("CO2", KILOGRAM, 1.0, "CO2", "fossil", "")}, ""
)


@dataclass(frozen=True)
class Hand:
    """Writes processes, and makes the subject of the first of them."""

    root: object

    def takes(self, code, amount, scale=None):
        """Take something from another process."""
        return Exchange(
            "technosphere",
            code,
            code,
            "CN",
            "",
            "",
            amount,
            KILOGRAM,
            group="materials",
            scale=scale,
            target=code,
        )

    def emits(self, amount, scale=None):
        """Emit carbon dioxide."""
        return Exchange(
            "biosphere",
            "CO2",
            "",
            "",
            "",
            "air",
            amount,
            KILOGRAM,
            group="direct",
            scale=scale,
            target="CO2",
        )

    def process(self, code, *exchanges):
        """Make one kilogram of something."""
        made = Exchange("production", code, code, "CN", "", "", 1.0, KILOGRAM, target=code)
        identity = (code, "", "", 0, code, code, "CN", KILOGRAM, "inventory", "", "")
        return Inventory(*identity, exchanges=(made, *exchanges))

    def subject(self, *processes, unit="kg"):
        """Link processes to the system of the first of them."""
        flows = {"CO2": ElementaryFlow("CO2", "CO2", "air", KILOGRAM, "", True)}
        library = Library({p.code: p for p in processes}, flows, {}, (), {}, (), "")
        system = assemble(library, processes[0], DeclaredUnit(unit, 1.0, KILOGRAM))
        case = Case(
            build=None, library=library, accounting=DEFAULT, year=None, gwp="", root=self.root
        )
        return Subject(
            system=replace(system, name=processes[0].code),
            factors=FACTORS,
            case=case,
            rules=SimpleNamespace(),
        )


@pytest.fixture(scope="session")
def hand(tmp_path_factory):
    """Give the writer of processes, with pedigree factors of its own."""
    root = tmp_path_factory.mktemp("uncertainty")
    folder = root / "methods/uncertainty"
    folder.mkdir(parents=True)
    (folder / "ecoinvent-3.toml").write_text(
        'title = "made up"\ntitle_zh = "made up"\nsource = "made-up"\n[factors]\n'
        + "".join(
            f"{name} = [1, 1.1, 1.2, 1.3, 1.4]\n"
            for name in ("reliability", "completeness", "temporal", "geographical", "technological")
        ),
        encoding="utf-8",
    )
    for name, rows in {
        "sources.csv": "key,citation,position\nmade-up,made up,\n",
        "basic.csv": "what,factor,source,note\nmaterials,1.05,made-up,\n",
        "published.csv": "dataset,plus minus,low,high,source,note\n",
    }.items():
        (folder / name).write_text(rows, encoding="utf-8")
    return Hand(root)
