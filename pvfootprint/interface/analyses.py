"""The analyses as functions for Python: of products as people name them, or of what is open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pvfootprint.analysis.comparing import comparing
from pvfootprint.analysis.comparing.drawing import with_draws
from pvfootprint.analysis.hotspots.finding import CUTOFF, TOP, find_hotspots
from pvfootprint.analysis.reduction import reducing
from pvfootprint.analysis.scenarios import apply, apply_file, read_changes, read_scenario
from pvfootprint.analysis.subjects import Subject
from pvfootprint.analysis.uncertainty import sensitivity as _sensitivity
from pvfootprint.analysis.uncertainty import uncertainty as _uncertainty
from pvfootprint.analysis.uncertainty.checking import DEFAULT_SEED
from pvfootprint.engine import computing
from pvfootprint.interface.inputs import is_file
from pvfootprint.interface.subjects import open_subject
from pvfootprint.interface.variants import evaluate
from pvfootprint.library.folders import data_root
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.scenario import Scenario
from pvfootprint.rules.levers.reading import read_levers, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pvfootprint.analysis.uncertainty import Simulated, Weighed
    from pvfootprint.model.comparison import Comparison
    from pvfootprint.model.footprint import Footprint
    from pvfootprint.model.hotspots import Hotspots
    from pvfootprint.model.reduction import Reduction
    from pvfootprint.model.scenario import Change

    Product = Subject | str | Sequence[str]
    """What is open, a product of the library, or files and folders of one product."""


def footprint(product: Product, **options: Any) -> Footprint:  # noqa: ANN401  (of two functions)
    """Compute the footprint of a product.

    Parameters
    ----------
    product : Subject, str or sequence of str
        A product of the library such as ``"module:topcon:CN"``; workbooks, a folder of them or a
        submission; or what :func:`pvfootprint.interface.subjects.open_subject` opened.
    **options
        Of a product of the library, those of :func:`pvfootprint.engine.computing.footprint`; of
        files, those of :func:`pvfootprint.interface.subjects.open_subject`.

    Returns
    -------
    Footprint
        Partial carbon footprint, cradle to gate [kgCO2e per declared unit].

    Raises
    ------
    PvfootprintError
        With every finding.
    """
    if isinstance(product, str) and not is_file(product):
        return computing.footprint(product, **options)
    subject = _open(product, options)
    return computing.compute(subject.system, subject.factors)


def hotspots(
    product: Product, *, cutoff: float = CUTOFF, depth: int | None = None, top: int = TOP
) -> Hotspots:
    """Find where a footprint comes from.

    Parameters
    ----------
    product : Subject, str or sequence of str
        As :func:`footprint`.
    cutoff, depth, top
        As :func:`pvfootprint.analysis.hotspots.finding.find_hotspots`.

    Returns
    -------
    Hotspots
        Tables that sum to the footprint, a tree and the flows between processes.

    Raises
    ------
    PvfootprintError
        With every finding.
    """
    return find_hotspots(_open(product), cutoff=cutoff, depth=depth, top=top)


def uncertainty(
    product: Product,
    against: Product | None = None,
    **options: Any,  # noqa: ANN401  (those of the simulation)
) -> Simulated:
    """Simulate how sure a footprint is.

    Parameters
    ----------
    product, against : Subject, str or sequence of str
        As :func:`footprint`; another product is drawn in pairs with the first.
    **options
        ``draws``, ``seed``, ``processes``, ``unstated``, ``matrix``, ``threshold``, ``progress``:
        as :func:`pvfootprint.analysis.uncertainty.simulating.uncertainty`.

    Returns
    -------
    Simulated
        ``result``, and the draws as ``scores``.

    Raises
    ------
    PvfootprintError
        With every finding.
    """
    other = None if against is None else _open(against)
    return _uncertainty(_open(product), other, **options)


def sensitivity(
    product: Product,
    **options: Any,  # noqa: ANN401  (those of the simulation)
) -> Weighed:
    """Find which data decide how sure a footprint is.

    Parameters
    ----------
    product : Subject, str or sequence of str
        As :func:`footprint`.
    **options
        ``top``, ``draws``, ``seed``, ``processes``, ``unstated``, ``matrix``, ``progress``: as
        :func:`pvfootprint.analysis.uncertainty.weighing.sensitivity`.

    Returns
    -------
    Weighed
        ``result`` with the data points, ranked.

    Raises
    ------
    PvfootprintError
        With every finding.
    """
    return _sensitivity(_open(product), **options)


def reduce(
    product: Product,
    target: float | None = None,
    *,
    levers: Sequence[str] = (),
    leave_out: Sequence[str] = (),
) -> Reduction:
    """Find what would lower a footprint.

    Parameters
    ----------
    product : Subject, str or sequence of str
        As :func:`footprint`.
    target : float, optional
        What the footprint is to come down to [kgCO2e per declared unit].
    levers : sequence of str
        Keys of ``methods/levers/``, or files; the whole catalogue by default.
    leave_out : sequence of str
        Keys of levers that are not to be offered.

    Returns
    -------
    Reduction
        Each lever alone, the sequence, and the smallest set that reaches the target.

    Raises
    ------
    PvfootprintError
        With every finding.
    """
    offered = without(read_levers(data_root(), levers), leave_out)
    return reducing.reduce(_open(product), offered, target)


def compare(
    products: Sequence[Product],
    *,
    cutoff: float = comparing.CUTOFF,
    draws: int | None = None,
    seed: int = DEFAULT_SEED,
) -> Comparison:
    """Set products side by side.

    Parameters
    ----------
    products : sequence of Subject, str or sequence of str
        At least two, each as :func:`footprint` takes it.
    cutoff : float
        Share of the larger footprint below which causes of a difference are taken together [-].
    draws, seed : int, optional
        In how many draws each is held against the first, and where they begin; none by default.

    Returns
    -------
    Comparison
        Totals, parts, methods, and causes of the differences to the first.

    Raises
    ------
    PvfootprintError
        With every finding.
    """
    subjects = [_open(product) for product in products]
    found = comparing.compare(subjects, cutoff=cutoff)
    if draws is not None:
        found, _ = with_draws(found, subjects, draws=draws, seed=seed)
    return found


def scenarios(
    product: Product,
    scenario: str | Path | Scenario | Mapping[str, Change | Mapping[str, object]],
    variants: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Compute variants of a product, all at once.

    Parameters
    ----------
    product : Subject, str or sequence of str
        As :func:`footprint`.
    scenario : str, Path, Scenario or mapping
        A scenario file, a scenario as read, or its changes by name: as a file writes them
        (``{"power": {"kind": "electricity", "to": "CN-green-wind"}}``) or as models.
    variants : DataFrame or mapping of arrays, optional
        Columns ``CHANGE.FIELD`` with a value for each variant, ``CHANGE.on`` 1 or 0 among them;
        what is left out is as in the scenario. By default one variant: the scenario.

    Returns
    -------
    pandas.DataFrame
        The columns of `variants`; ``value`` and each stage [kgCO2e per declared unit], the stages
        summing to ``value``; ``primary_data_share`` [-].

    Raises
    ------
    PvfootprintError
        SCN-... for what is wrong with scenario or variants; CAL-... if a variant has no sound
        solution.
    """
    return evaluate(_open(product), _changes(scenario), variants)


def changed(
    product: Product,
    scenario: str | Path | Scenario | Mapping[str, Change | Mapping[str, object]],
) -> Subject:
    """Make the changes of a scenario to a product.

    Parameters
    ----------
    product, scenario
        As :func:`scenarios`.

    Returns
    -------
    Subject
        The changed product, for any other analysis.

    Raises
    ------
    PvfootprintError
        SCN-... for what is wrong with the scenario.
    """
    subject = _open(product)
    if isinstance(scenario, str | Path):
        return apply_file(subject, Path(scenario))
    return apply(subject, _changes(scenario))


def _open(product: Product, options: Mapping[str, Any] | None = None) -> Subject:
    if isinstance(product, Subject):
        return product
    return open_subject(product, **(options or {}))


def _changes(
    scenario: str | Path | Scenario | Mapping[str, Change | Mapping[str, object]],
) -> Mapping[str, Change]:
    if isinstance(scenario, str | Path):
        scenario = read_scenario(Path(scenario))
    if isinstance(scenario, Scenario):
        return scenario.changes
    made: dict[str, Any] = {n: c for n, c in scenario.items() if not isinstance(c, Mapping)}
    written = {n: dict(c) for n, c in scenario.items() if isinstance(c, Mapping)}
    read, findings = read_changes(written)
    if findings:
        raise AnalysisError(findings)
    return {name: made.get(name) or read[name] for name in scenario}
