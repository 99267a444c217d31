"""Computes a company's product, states its footprint, and holds statements against computations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.engine.computing import compute
from pvfootprint.engine.summarising import summarise
from pvfootprint.language.texts import text
from pvfootprint.library.folders import data_root
from pvfootprint.library.gwp import available_sets, read_set
from pvfootprint.model.findings import Finding
from pvfootprint.submission.archives import shown
from pvfootprint.submission.comparing import origins_of
from pvfootprint.submission.statements import GasValue, QualityScores, StageValue, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.inventory import CharacterizationSet, Library
    from pvfootprint.model.site import DataQuality, SiteInventory
    from pvfootprint.model.summary import SupplySummary
    from pvfootprint.model.system import ProductSystem
    from pvfootprint.submission.manifest import Options
    from pvfootprint.submission.parts import SealedPart

CLOSE = 1e-9
"""How far a stated total may be from the sum of its flows, over the sizes of these [-]."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A footprint of a company's product.

    Parameters
    ----------
    footprint : Footprint
        The footprint.
    findings : tuple of Finding
        Warnings and questions.
    system : ProductSystem
        What was computed.
    factors : CharacterizationSet
        GWP set of the footprint.
    suppliers : tuple of SiteInventory
        Workbooks behind the product's own.
    """

    footprint: Footprint
    findings: tuple[Finding, ...]
    system: ProductSystem
    factors: CharacterizationSet
    suppliers: tuple[SiteInventory, ...]


def compute_inputs(
    library: Library,
    own: SiteInventory,
    suppliers: Sequence[SiteInventory],
    summaries: Sequence[SupplySummary],
    options: Options,
    root: Path | None = None,
) -> Computed:
    """Compute a product from the data of its maker and its suppliers.

    Parameters
    ----------
    library : Library
        The compiled library.
    own : SiteInventory
        Workbook of its maker.
    suppliers, summaries
        What its suppliers gave.
    options : Options
        Which product, and how.
    root : Path, optional
        Folder with ``methods/``; the shipped one by default.

    Returns
    -------
    Computed
        Footprint and findings, and what :func:`state` needs besides.

    Raises
    ------
    SupplyError, SelectionError, CalculationError
        As :func:`pvfootprint.engine.chain_footprint.chain_footprint`.
    """
    system, findings = chain_system(
        library,
        own,
        suppliers,
        summaries,
        product=options.product or "",
        per=options.per,
        options=ElectricityOptions(year=options.electricity_year),
        fill_gaps=options.fill_gaps,
    )
    factors = read_set(root or data_root(), options.gwp, library)
    return Computed(compute(system, factors), tuple(findings), system, factors, tuple(suppliers))


def state(computed: Computed, library: Library, own: SiteInventory, options: Options) -> Statement:
    """Return what may be stated of a product whose inventory is not shown.

    Parameters
    ----------
    computed : Computed
        From :func:`compute_inputs`, with the same library, workbook and options.
    library : Library
        The compiled library.
    own : SiteInventory
        Workbook of its maker.
    options : Options
        Which product, and how.

    Returns
    -------
    Statement
        Not signed and without a sealed inventory.

    Raises
    ------
    CalculationError
        As :func:`pvfootprint.engine.summarising.summarise`.
    """
    footprint = computed.footprint
    summary = summarise(computed.system, own, computed.factors, computed.suppliers)
    # Other flows do not change a footprint, and tell more of the process than is asked for.
    warming = tuple(e for e in summary.emissions if library.flows[e.flow].greenhouse_gas)
    return Statement(
        format="pvfootprint sealed part",
        version=1,
        signer="",
        workbook=own.source_hash,
        sealed=None,
        summary=replace(summary, emissions=warming),
        footprint=footprint.total.value,
        stages=tuple(
            StageValue(stage=part.stage, value=part.value, share=part.share)
            for part in footprint.stages
        ),
        gases=tuple(
            GasValue(gas=part.gas, mass=part.mass, value=part.value) for part in footprint.gases
        ),
        quality=tuple(map(_scores, own.quality)),
        proxy_share=footprint.proxy_share,
        electricity_year=options.electricity_year,
        fill_gaps=options.fill_gaps,
        origins=origins_of(footprint.to_dict()),
    )


def _scores(quality: DataQuality) -> QualityScores:
    return QualityScores(
        subject=quality.subject,
        reliability=quality.reliability,
        completeness=quality.completeness,
        temporal=quality.temporal,
        geographical=quality.geographical,
        technological=quality.technological,
    )


def check_total(part: SealedPart, library: Library, root: Path | None = None) -> list[Finding]:
    """Hold the total of a summary against its own elementary flows.

    Parameters
    ----------
    part : SealedPart
        Whose signature holds.
    library : Library
        The compiled library.
    root : Path, optional
        Folder with ``methods/``; the shipped one by default.

    Returns
    -------
    list of Finding
        SUB-016 if they differ; nothing where the GWP set is another than the one installed, which
        the chain says.
    """
    summary = part.statement.summary
    root = root or data_root()
    if summary.gwp not in available_sets(root):
        message = text("the summary uses a GWP set that is not known")
        return [Finding("SUB-016", message, part.file, found=shown(summary.gwp))]
    factors = read_set(root, summary.gwp, library)
    known = [e for e in summary.emissions if e.flow in library.flows]
    if factors.content_hash != summary.method_hash or len(known) != len(summary.emissions):
        return []
    values = [
        emission.amount * factor.amount
        for emission in known
        if (factor := factors.factors.get(library.flows[emission.flow].name))
    ]
    if abs(sum(values) - summary.total) <= CLOSE * sum(map(abs, values)):
        return []
    return [
        Finding(
            "SUB-016",
            text("the total of the summary is not what its elementary flows give"),
            part.file,
            column="summary.total",
            found=f"{summary.total:.9g}",
            expected=f"{sum(values):.9g}",
            hint=text("ask the supplier for the part again, as pvfootprint made it"),
        )
    ]
