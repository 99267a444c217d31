"""Holds a module against every scheme: value, verdict, margin, and what would change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.schemes.changing import changes
from pvfootprint.analysis.schemes.valuing import Valuer
from pvfootprint.chain.declaring import declare
from pvfootprint.language.texts import Text, in_both, joined, text
from pvfootprint.library.gwp import DEFAULT_SET
from pvfootprint.model.findings import Finding, SelectionError
from pvfootprint.model.footprint import Amount
from pvfootprint.model.scheme import SchemeResult
from pvfootprint.model.terms import STAGES
from pvfootprint.rules.schemes.judging import UNSURE, doubts, judge
from pvfootprint.rules.schemes.reading import read_schemes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pvfootprint.analysis.schemes.valuing import Valued
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.scheme import Coefficients, Scheme
    from pvfootprint.model.system import ProductSystem
    from pvfootprint.rules.schemes.judging import Judgement

POWER = "kWp"
PHYSICAL = {"grid", "residual mix"}
"""What electricity counts as where no contract changes it."""

NO_VERDICT = text("no verdict: coefficients or quantities are missing")

STATUS = {
    "replaced": text("this version of the scheme has been replaced"),
    "draft": text("this scheme is a draft, not in force"),
}


def compare(
    system: ProductSystem,
    *,
    root: Path,
    library: Library,
    factors_key: str = DEFAULT_SET,
    schemes: Iterable[str] | None = None,
    coefficients: Coefficients | None = None,
) -> tuple[SchemeResult, ...]:
    """Hold a module against schemes, each within its own boundary.

    Parameters
    ----------
    system : ProductSystem
        Of a module; it is declared per kWp whatever it was declared for.
    root : Path
        Folder with ``methods/``.
    library : Library
        The library.
    factors_key : str
        GWP set of the study, for schemes that name none.
    schemes : iterable of str, optional
        Which schemes; all by default.
    coefficients : Coefficients, optional
        From :func:`pvfootprint.rules.schemes.coefficients.read_coefficients`.

    Returns
    -------
    tuple of SchemeResult
        In the order asked for. Estimates by this library's data: only the body behind a scheme
        issues its number.

    Raises
    ------
    SelectionError
        SCM-004 for a scheme that is not there, SCM-005 if the product is no module, SCM-006 if its
        power is not known.
    LibraryError
        SCM-001 to SCM-003 for a scheme's file.
    CalculationError
        As :func:`pvfootprint.engine.computing.compute`.
    """
    found = read_schemes(root, schemes)
    valuer = Valuer(per_power(system), root, library, factors_key, coefficients)
    return tuple(_result(scheme, valuer) for scheme in found)


def per_power(system: ProductSystem) -> ProductSystem:
    """Return a module's product system, declared per kWp.

    Parameters
    ----------
    system : ProductSystem
        With any declared unit.

    Returns
    -------
    ProductSystem
        The same processes for 1 kWp.

    Raises
    ------
    SelectionError
        SCM-005 if the product is no module, SCM-006 if its power is not known.
    """
    stage = system.product.stage
    if stage != "module":
        said = text("the schemes judge modules, and this is {stage}", stage=STAGES[stage])
        hint = text("name a module, or the workbook of its maker first")
        raise SelectionError([Finding("SCM-005", said, found=system.name, hint=hint)])
    if system.declared_unit.unit == POWER:
        return system
    try:
        return replace(system, declared_unit=declare(system.product, POWER))
    except SelectionError as error:
        said = text("the power of {product} is not known, and schemes judge per kWp",
                    product=system.name)  # fmt: skip
        hint = text("give the power and area of one module on the sheet of products")
        raise SelectionError([Finding("SCM-006", said, hint=hint)]) from error


def _result(scheme: Scheme, valuer: Valuer) -> SchemeResult:
    valued = valuer.value(scheme)
    judgement = None if valued.value is None else judge(valued.value, scheme)
    verdict = judgement.verdict if judgement else NO_VERDICT
    changed = changes(valued, judgement, scheme) if judgement else []
    return SchemeResult(
        scheme=scheme.key,
        version=scheme.version,
        title=scheme.title,
        title_zh=scheme.title_zh,
        status=scheme.status,
        value=None if valued.value is None else Amount(valued.value, scheme.unit),
        judged=judgement.judged if judgement else None,
        rounding=scheme.rounding.words.en,
        rounding_zh=scheme.rounding.words.zh,
        gwp=valued.gwp,
        boundary=scheme.boundary,
        boundary_zh=scheme.boundary_zh,
        thresholds=scheme.thresholds,
        met=tuple(t.key for t in judgement.met) if judgement else (),
        next_threshold=judgement.next_threshold if judgement else None,
        margin=judgement.margin if judgement else None,
        verdict=verdict.en,
        verdict_zh=verdict.zh,
        parts=valued.parts,
        own=None if valued.own is None else Amount(valued.own, scheme.unit),
        missing=_pairs(valued.missing),
        changes=_pairs(changed),
        cautions=_pairs(_cautions(scheme, valued, judgement, valuer)),
    )


def _pairs(texts: Iterable[Text]) -> tuple[tuple[str, str], ...]:
    return tuple((said.en, said.zh) for said in texts)


def _cautions(
    scheme: Scheme, valued: Valued, judgement: Judgement | None, valuer: Valuer
) -> list[Text]:
    found = [STATUS[scheme.status]] if scheme.status in STATUS else []
    found += doubts(scheme, judgement.judged if judgement else None)
    if scheme.boundary_certainty in UNSURE:
        found.append(text("boundary: {why}", why=UNSURE[scheme.boundary_certainty]))
    found += valued.cautions
    if valued.gwp and not scheme.gwp and scheme.gwp_certainty == "to be confirmed":
        said = text("the scheme's GWP set is not known; {set} of the study is used", set=valued.gwp)
        found.append(said)
    found += _contracts(scheme, valuer.system)
    if valued.own is not None:
        said = text(
            "for information only, never judged: the footprint without frame by this library's "
            "own data is {own:.1f} kgCO2e/kWp",
            own=valued.own,
        )
        found.append(said)
    return [*found, *(in_both(*note) for note in scheme.notes)]


def _contracts(scheme: Scheme, system: ProductSystem) -> list[Text]:
    """Return that contracts count, where a scheme may see that otherwise."""
    tiers = dict.fromkeys(
        use.tier for use in system.electricity_uses if use.tier not in PHYSICAL and use.amount
    )
    if not tiers or scheme.method == "components" or scheme.boundary_certainty == "own":
        return []
    return [
        text(
            "electricity of companies counts by their contracts here ({tiers}); whether the "
            "scheme accepts that is to be confirmed",
            tiers=joined(", ", (Text(tier) for tier in tiers)),
        )
    ]
