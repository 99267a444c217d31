"""Asks a process of its own what a Brightway project holds, and says what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pvfootprint.exchange.ecoinvent.refusing import Why
from pvfootprint.exchange.ecoinvent.rules import activity_rules, as_request
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.findings import Finding, InstallError

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST_LINES = 5
"""How much of Brightway's own words an error shows [lines]."""

MOST = 10
"""How many names of what is there an error shows."""

FEWEST = 0.5
"""Share of the datasets that must be found, or it is no ecoinvent that the rules know."""

OTHER_MODELS = re.compile(r"apos|conseq|substitution", re.IGNORECASE)
"""System models in which wastes and by-products are shared otherwise than here."""

WHY = {
    "absent": text("no activity has this name"),
    "product": text("the activity has another reference product"),
    "location": text("the activity is there for other locations only"),
    "unit": text("the activity is in another unit"),
    "sign": text("it delivers what the rule takes to be treated, or the other way round"),
}
"""Why no activity was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregated:
    """What one unit of an activity takes from and gives to nature, with all that is behind it.

    Parameters
    ----------
    dataset : str
        Code of ours for which it stands.
    activity, product, location : str
        Its name in ecoinvent.
    flows : dict
        Amount of each elementary flow of ours, by code [kg].
    biogenic : float
        Carbon dioxide of biomass, emitted less taken up, which is left out [kg].
    rest : float
        All other gases, by the method of the project [kgCO2e].
    score : float
        All of it by that method [kgCO2e].
    """

    dataset: str
    activity: str
    product: str
    location: str
    flows: dict[str, float]
    biogenic: float
    rest: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What was read.

    Parameters
    ----------
    found : tuple of Aggregated
        In the order of the rules.
    activities : int
        How many activities the database has.
    method : str
        Method of the project by which the rest was counted; empty if there is none.
    counted_by_method : tuple of str
        Elementary flows that make up the rest.
    precision : str
        Type in which Brightway holds amounts: ``float32`` has seven significant digits.
    findings : tuple of Finding
        Warnings: what was not found.
    """

    found: tuple[Aggregated, ...]
    activities: int
    method: str
    counted_by_method: tuple[str, ...]
    precision: str
    findings: tuple[Finding, ...]

    @property
    def sha256(self) -> str:
        """SHA-256 over what was read, in a fixed order."""
        rows = [
            [
                one.dataset,
                one.activity,
                one.product,
                one.location,
                sorted(one.flows.items()),
                one.rest,
            ]
            for one in sorted(self.found, key=lambda one: one.dataset)
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def read_background(project: str, database: str, method: Sequence[str] | None = None) -> Background:
    """Read the background out of a Brightway project of the user's own, which stays as it is.

    Parameters
    ----------
    project, database : str
        Names in Brightway; ``BRIGHTWAY2_DIR`` says where the projects are, as for Brightway.
    method : sequence of str, optional
        Brightway's name of the method for gases that no rule names; IPCC 2021 GWP100 by default.

    Returns
    -------
    Background
        What was read.

    Raises
    ------
    InstallError
        INS-020 to INS-023, INS-027, INS-028 and INS-030.
    """
    asked = {"project": project, "database": database, "method": list(method) if method else None}
    answer = _ask({**asked, **as_request()})
    if why := answer.get("refused"):
        raise InstallError([_refused(why, answer["there"], asked)])
    found = tuple(Aggregated(**one) for one in answer.get("found", []))
    missing = [*answer["missing"], *answer.get("wrong", [])]
    wanted = len({rule.dataset for rule in activity_rules()})
    if len(found) < FEWEST * wanted:
        raise InstallError([_another(database, len(found), wanted)])
    findings = [*_system_model(database), *(_missing(one) for one in missing)]
    if not answer["method"] and answer["unnamed_gases"]:
        findings.append(_no_method(answer["unnamed_gases"]))
    return Background(
        found=found,
        activities=answer["activities"],
        method=" | ".join(answer["method"] or ()),
        counted_by_method=tuple(answer["counted_by_method"]),
        precision=answer["precision"],
        findings=tuple(findings),
    )


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="pvfootprint-ecoinvent-") as folder:
        asked, answered = Path(folder) / "request.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps(request), encoding="utf-8")
        done = subprocess.run(  # noqa: S603  (this interpreter, a module of this package)
            [sys.executable, "-m", "pvfootprint.exchange.ecoinvent.project", asked, answered],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0 and answered.is_file():
            answer: dict[str, Any] = json.loads(answered.read_bytes())
            return answer
    words = "\n".join(done.stderr.strip().splitlines()[-LAST_LINES:])
    finding = Finding(
        "INS-022",
        text("Brightway could not read the database"),
        found=words or text("nothing, and ended with {code}", code=done.returncode),
        hint=text("open the project in Brightway or Activity Browser, and calculate something"),
    )
    raise InstallError([finding])


def _refused(why: str, there: list[str], asked: dict[str, Any]) -> Finding:
    project, database, method = asked["project"], asked["database"], asked["method"]
    near = joined("; ", there[:MOST])
    said = {
        Why.PROJECT: Finding(
            "INS-020",
            text("Brightway has no project {name!r}", name=project),
            found=project,
            expected=near,
            hint=text("BRIGHTWAY2_DIR says where the projects are"),
        ),
        Why.DATABASE: Finding(
            "INS-021",
            text("the project has no database {name!r}", name=database),
            found=database,
            expected=near,
        ),
        Why.METHOD: Finding(
            "INS-027",
            text("the project has no such method"),
            found=" | ".join(method or ()),
            expected=near,
        ),
        Why.LOCKED: Finding(
            "INS-023",
            text("another program is writing to the project"),
            found=project,
            hint=text("close it, and do it again"),
        ),
        Why.OLD: Finding(
            "INS-023",
            text("the project is of Brightway 2"),
            found=project,
            hint=text("in Python: bw2data.projects.migrate_project_25()"),
        ),
        Why.UNPROCESSED: Finding(
            "INS-023",
            text("the database was changed, and not processed since"),
            found=near,
            hint=text("in Python, with the project opened: bw2data.Database(NAME).process()"),
        ),
        Why.NOT_FINITE: Finding(
            "INS-030",
            text("the database gives no finite amounts"),
            found=near,
            hint=text("it may lack activities, or be linked to another database that is not there"),
        ),
    }
    return said[Why(why)]


def _another(database: str, found: int, wanted: int) -> Finding:
    return Finding(
        "INS-028",
        text("the database is no ecoinvent 3 as it is known here"),
        found=text(
            "{name}: {found} of {wanted} activities", name=database, found=found, wanted=wanted
        ),
        expected=text("ecoinvent 3, system model cut-off, imported by bw2io"),
    )


def _system_model(database: str) -> list[Finding]:
    """Warn if the name says another system model; nothing else in the database tells."""
    if not OTHER_MODELS.search(database):
        return []
    return [
        Finding(
            "INS-029",
            text("by its name, the database is of another system model than cut-off"),
            found=database,
            expected=text("ecoinvent 3, system model cut-off, imported by bw2io"),
            hint=text("do not compare its results with those of cut-off databases"),
            severity="warning",
        )
    ]


def _missing(one: dict[str, Any]) -> Finding:
    near = joined("; ", one.get("near", []))
    return Finding(
        "INS-025" if one["why"] in {"unit", "sign"} else "INS-024",
        text("{dataset} stays as the library has it", dataset=one["dataset"]),
        found=text("{activity}: {why}", activity=one["activity"], why=WHY[one["why"]]),
        expected=text("such as: {near}", near=near) if near else Text(""),
        severity="warning",
    )


def _no_method(gases: Sequence[str]) -> Finding:
    return Finding(
        "INS-026",
        text("gases that the library does not name are left out: the project has no IPCC 2021"),
        found=joined("; ", gases[:MOST]),
        hint=text("install the methods of ecoinvent, or name one with --method"),
        severity="warning",
    )
