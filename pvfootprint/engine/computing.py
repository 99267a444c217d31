"""Computes a footprint: from a product's name, or from a product system."""

from __future__ import annotations

import math
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pvfootprint import __version__
from pvfootprint.chain.adjusting import adjust, make_setting
from pvfootprint.chain.assembling import assemble, chain_codes
from pvfootprint.chain.declaring import NO_DATA, declare
from pvfootprint.chain.electricity import DEFAULT, ElectricityOptions, parse_electricity
from pvfootprint.chain.selecting import select
from pvfootprint.engine import contributing
from pvfootprint.engine.attributing import attribute
from pvfootprint.engine.cautioning import cautions
from pvfootprint.engine.solving import solve, solver_name
from pvfootprint.language.texts import text
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import PACKAGE, data_root, files_hash
from pvfootprint.library.gwp import DEFAULT_SET, read_set
from pvfootprint.model.findings import CalculationError, Finding
from pvfootprint.model.footprint import Amount, Footprint
from pvfootprint.model.product import sets_named
from pvfootprint.model.terms import BOUNDARY, DECLARED_UNIT, PARTIAL_FOOTPRINT, STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pvfootprint.chain.adjusting import Setting
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.chain.selecting import Selection
    from pvfootprint.engine.solving import Solution
    from pvfootprint.model.inventory import CharacterizationSet, Library
    from pvfootprint.model.system import ProductSystem

PACKAGES = ("bw2calc", "bw_processing", "matrix_utils", "numpy", "scipy")
NOT_CLAIMED = text(
    "not a full carbon footprint of a product: use, end of life and delivery to the user are "
    "outside the boundary, so products may not be compared over their life by this value"
)


class SystemChange(Protocol):
    """Makes a scenario of a product system."""

    def __call__(self, system: ProductSystem, factors: CharacterizationSet, /) -> ProductSystem:
        """Return the changed system; the GWP set shows whether it has a solution."""


def footprint(  # noqa: PLR0913  (one argument per question)
    product: str,
    *,
    per: str | None = None,
    gwp: str = DEFAULT_SET,
    electricity: str | Sequence[str] = (),
    electricity_year: int | None = None,
    losses: str = "default",
    strict: bool = False,
    settings: Mapping[str, float] | None = None,
    data: ProductData = NO_DATA,
    root: Path | None = None,
    library: Library | None = None,
    change: SystemChange | None = None,
) -> Footprint:
    """Compute the footprint of a product of the library.

    Parameters
    ----------
    product : str
        ``STAGE:TECHNOLOGY[:DESIGN]:LOCATION[@VINTAGE][@SET]``, such as ``module:perc:CN@2018``,
        or ``module:topcon:CN@iea-2026`` of a set that is installed.
    per : str, optional
        Declared unit: ``kWp``, ``m2``, ``piece`` or ``kg``; the usual one of the stage by default.
    gwp : str
        GWP set: ``ar6`` or ``ar5``.
    electricity : str or sequence of str
        Whose electricity: ``[STAGE=]PLACE[:METHOD]``, such as ``CN-Jiangsu:consumption`` or
        ``cell=CN-green-wind``; the grid of each process's own location by default.
    electricity_year : int, optional
        Year of the electricity data; the newest by default.
    losses : str
        ``default``, ``with`` or ``without`` losses of transmission and distribution.
    strict : bool
        Whether a missing year of electricity is an error instead of a fallback to the nearest.
    settings : mapping, optional
        Values of parameters: ``{"wafer.thickness_um": 130}``.
    data : ProductData
        Area [m2], efficiency [-] and power [W] of the actual product.
    root : Path, optional
        Folder with ``inventories/`` and ``methods/``; the shipped one by default.
    library : Library, optional
        The library of that folder, where it is open already.
    change : callable, optional
        Makes a scenario of the product system before it is computed.

    Returns
    -------
    Footprint
        Partial carbon footprint, cradle to gate [kgCO2e per declared unit].

    Raises
    ------
    LibraryError, SelectionError, CalculationError
        With every finding.
    """
    root = root or data_root()
    library = library or open_library(root, sets=sets_named([product]))[0]
    selection = select(library, product)
    asked = [electricity] if isinstance(electricity, str) else electricity
    options = ElectricityOptions(
        tuple(parse_electricity(one) for one in asked), electricity_year, losses, strict
    )
    changes = [make_setting(name, value) for name, value in (settings or {}).items()]
    system = build_system(library, selection, per, data, options, changes)
    factors = read_set(root, gwp, library)
    return compute(change(system, factors) if change else system, factors)


def build_system(
    library: Library,
    selection: Selection,
    per: str | None = None,
    data: ProductData = NO_DATA,
    electricity: ElectricityOptions = DEFAULT,
    settings: Sequence[Setting] = (),
) -> ProductSystem:
    """Build the product system of a selected product.

    Parameters
    ----------
    library : Library
        The compiled library.
    selection : Selection
        Dataset and format.
    per : str, optional
        Declared unit; the usual one of the stage by default.
    data : ProductData
        Quantities of the actual product.
    electricity : ElectricityOptions
        Whose electricity of which year.
    settings : sequence of Setting
        Parameters to change.

    Returns
    -------
    ProductSystem
        Complete and linked.

    Raises
    ------
    SelectionError
        For a unit, parameter or electricity that is not possible.
    """
    code = selection.product.code
    if settings:
        library = adjust(library, chain_codes(library.inventories, code), settings)
    product = library.inventories[code]
    declared = declare(product, per, data, selection.form)
    return assemble(
        library,
        product,
        declared,
        electricity=electricity,
        settings=settings,
        name=selection.name,
    )


def compute(
    system: ProductSystem, factors: CharacterizationSet, solution: Solution | None = None
) -> Footprint:
    """Compute the footprint of a product system.

    Parameters
    ----------
    system : ProductSystem
        Complete and linked.
    factors : CharacterizationSet
        GWP set.
    solution : Solution, optional
        Its solution under `factors`, where it is solved already.

    Returns
    -------
    Footprint
        With contributions that sum to the total within 1e-12.

    Raises
    ------
    CalculationError
        CAL-001, CAL-002 or CAL-003.
    """
    solution = solution or solve(system, factors)
    if not math.isfinite(solution.score):
        finding = Finding(
            "CAL-002", text("the footprint is not a finite number"), found=str(solution.score)
        )
        raise CalculationError([finding])
    unit = system.declared_unit.unit
    split = contributing.not_split(system, solution, factors)
    left_out = contributing.cut_offs(system, solution)
    proxies = contributing.proxy_share(system, solution)
    attributed = attribute(system, solution)
    return Footprint(
        product=_product(system),
        declared_unit=_declared_unit(system),
        scope=_scope(),
        total=Amount(solution.score, f"kgCO2e/{unit}"),
        categories=contributing.by_category(system, solution, factors),
        gases=contributing.by_gas(system, solution, factors),
        stages=contributing.by_stage(system, solution),
        processes=contributing.by_process(system, solution),
        not_split=split,
        data_classes=contributing.by_data_class(system, solution),
        proxy_share=proxies,
        primary_data_share=attributed.primary_share,
        cut_offs=left_out,
        electricity=tuple(
            {
                "place": c.location,
                "stage": c.stage,
                "year": c.year,
                "method": c.method,
                "losses": c.losses,
                "dataset": c.node,
            }
            for c in system.electricity
        ),
        warnings=cautions(system, solution, split, proxies, left_out, attributed),
        method={"gwp": factors.key, "title": factors.title},
        hashes={
            "library": system.library_hash,
            "method": factors.content_hash,
            "product_system": system.content_hash,
            "software": software_hash(),
            **{f"library {one.name}": one.content_hash for one in system.sets},
            **({"scenario": system.scenario_hash} if system.scenario_hash else {}),
            **{m.code: m.file_hash for m in system.members if m.file_hash},
        },
        computed_with=computed_with(),
        suppliers=attributed.suppliers,
        gaps=attributed.gaps,
    )


def _product(system: ProductSystem) -> dict[str, Any]:
    inventory = system.product
    stage = STAGES[inventory.stage]
    return {
        "name": system.name,
        "dataset": inventory.code,
        "stage": inventory.stage,
        "stage_en": stage.en,
        "stage_zh": stage.zh,
        "technology": inventory.technology,
        "design": inventory.design,
        "location": inventory.location,
        "vintage": inventory.vintage,
        "settings": list(system.settings),
        **_maker(system),
    }


def _maker(system: ProductSystem) -> dict[str, Any]:
    """Return what is known of a company's product; nothing for one of the library."""
    member = next((m for m in system.members if m.code == system.product.code), None)
    if member is None:
        return {}
    return {
        "key": member.product,
        "product_name": member.name,
        "company": member.company,
        "company_code": member.company_code,
        "site": member.site,
        "models": list(member.models),
        "power_bins": list(member.power_bins),
        "representative": member.representative,
        "start": member.start.isoformat(),
        "end": member.end.isoformat(),
    }


def _declared_unit(system: ProductSystem) -> dict[str, Any]:
    declared = system.declared_unit
    return {
        "en": DECLARED_UNIT.en,
        "zh": DECLARED_UNIT.zh,
        "amount": 1,
        "unit": declared.unit,
        "reference_flow": {"amount": declared.reference_flow, "unit": declared.reference_unit},
        "assumptions": list(declared.assumptions),
    }


def _scope() -> dict[str, str]:
    return {
        "object_en": PARTIAL_FOOTPRINT.en,
        "object_zh": PARTIAL_FOOTPRINT.zh,
        "boundary_en": BOUNDARY.en,
        "boundary_zh": BOUNDARY.zh,
        "not_claimed_en": NOT_CLAIMED.en,
        "not_claimed_zh": NOT_CLAIMED.zh,
    }


@cache
def software_hash() -> str:
    """Return the SHA-256 over the package's Python files: which code computed a number."""
    return files_hash(sorted(PACKAGE.rglob("*.py")), PACKAGE)


def computed_with() -> dict[str, str]:
    """Return solver, versions and platform."""
    versions = {name: version(name) for name in PACKAGES}
    return {
        "pvfootprint": __version__,
        "solver": solver_name(),
        **versions,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
    }
