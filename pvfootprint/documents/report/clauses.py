"""What ISO 14067:2018 asks of a study report, and where the report says it.

The text of the standard could not be read; the list is the project's own wording of what clause 7
asks for. Items and numbers are to be confirmed against the standard.
"""

from __future__ import annotations

from dataclasses import dataclass

from pvfootprint.language.texts import Text, text

CERTAINTY = "to be confirmed"
"""How sure the list is, a value of :data:`pvfootprint.model.rules.CERTAINTIES`."""


@dataclass(frozen=True, slots=True)
class ReportClause:
    """One thing that a study report must say.

    Parameters
    ----------
    key : str
        Stable name.
    clause : str
        Standard and clause, without letter.
    asks : Text
        What is asked for.
    where : tuple of str
        Keys of the sections and blocks that say it; all of them are in every report.
    """

    key: str
    clause: str
    asks: Text
    where: tuple[str, ...]


CLAUSES = (
    ReportClause(
        "stages",
        "7.2",
        text("emissions and removals by life-cycle stage, absolute and relative"),
        ("stages",),
    ),
    ReportClause("fossil", "7.2", text("fossil emissions and removals"), ("categories",)),
    ReportClause(
        "biogenic", "7.2", text("biogenic emissions and removals"), ("categories", "biogenic")
    ),
    ReportClause(
        "land-use-change",
        "7.2",
        text("emissions and removals from direct land-use change"),
        ("categories",),
    ),
    ReportClause("aircraft", "7.2", text("emissions of aircraft"), ("categories",)),
    ReportClause(
        "biogenic-carbon", "7.2", text("biogenic carbon in biomass inputs"), ("biogenic",)
    ),
    ReportClause(
        "unit",
        "7.3",
        text("functional or declared unit and reference flow"),
        ("unit",),
    ),
    ReportClause(
        "boundary",
        "7.3",
        text("system boundary: elementary flows, and how unit processes were chosen"),
        ("boundary",),
    ),
    ReportClause(
        "unit-processes", "7.3", text("list of important unit processes"), ("unit-processes",)
    ),
    ReportClause(
        "collection", "7.3", text("collection of data and their sources"), ("sources", "literature")
    ),
    ReportClause("gases", "7.3", text("greenhouse gases taken into account"), ("gases",)),
    ReportClause("factors", "7.3", text("characterization factors"), ("warming", "gases")),
    ReportClause("cut-offs", "7.3", text("cut-off criteria and cut-offs"), ("cut-offs",)),
    ReportClause("allocation", "7.3", text("allocation procedures"), ("allocation",)),
    ReportClause(
        "timing", "7.3", text("timing of emissions and removals, if applicable"), ("time",)
    ),
    ReportClause(
        "data",
        "7.3",
        text("description of data: decisions about them and their quality"),
        ("sources", "gaps", "quality"),
    ),
    ReportClause(
        "sensitivity",
        "7.3",
        text("results of sensitivity analyses and uncertainty assessments"),
        ("sensitivity",),
    ),
    ReportClause(
        "electricity",
        "7.3",
        text("treatment of electricity, with factors and constraints of the grids"),
        ("electricity", "bases", "grids"),
    ),
    ReportClause(
        "interpretation",
        "7.3",
        text("results of the interpretation, with conclusions and limitations"),
        ("issues", "checks", "limitations"),
    ),
    ReportClause(
        "value-choices", "7.3", text("value choices and their reasons"), ("rules", "checks")
    ),
    ReportClause(
        "scope",
        "7.3",
        text("scope, changes of it, and exclusions with reasons"),
        ("goal", "boundary", "cut-offs"),
    ),
    ReportClause(
        "life-cycle",
        "7.3",
        text("description of the life-cycle stages, use profile and end of life if applicable"),
        ("boundary",),
    ),
    ReportClause(
        "alternatives",
        "7.3",
        text("influence of other use profiles and end-of-life scenarios, if applicable"),
        ("boundary",),
    ),
    ReportClause(
        "period", "7.3", text("time for which the footprint is representative"), ("time",)
    ),
    ReportClause(
        "category-rules",
        "7.3",
        text("product category rules or other requirements applied"),
        ("goal", "rules"),
    ),
    ReportClause(
        "tracking", "7.3", text("tracking of performance, if applicable"), ("limitations",)
    ),
)
"""In the order of the standard as far as it is known."""
