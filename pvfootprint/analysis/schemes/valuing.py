"""Computes a module's value within the boundary of each scheme."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pvfootprint.analysis.schemes.formula import add_up, unknown_quantities
from pvfootprint.analysis.schemes.quantities import Quantities
from pvfootprint.engine.computing import compute
from pvfootprint.engine.contributing import share
from pvfootprint.engine.solving import solve
from pvfootprint.language.texts import joined, text
from pvfootprint.library.gwp import read_set
from pvfootprint.model.footprint import Part
from pvfootprint.model.terms import GROUPS, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pvfootprint.language.texts import Text
    from pvfootprint.model.footprint import Footprint, StagePart
    from pvfootprint.model.inventory import Inventory, Library
    from pvfootprint.model.scheme import Coefficients, Scheme
    from pvfootprint.model.system import ProductSystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """A module's value under one scheme, and how it came about.

    Parameters
    ----------
    value : float, optional
        Unrounded [kgCO2e/kWp]; None where coefficients or quantities are missing.
    parts : tuple of Part
        They sum to `value`, the largest first.
    suppliers : tuple of Part
        The same by company, where the value is a whole footprint.
    gwp : str
        GWP set; empty where coefficients hold it.
    own : float, optional
        As :attr:`pvfootprint.model.scheme.SchemeResult.own` [kgCO2e/kWp].
    missing, cautions : tuple of Text
        What is needed for a value; what a reader must know about it.
    """

    value: float | None
    parts: tuple[Part, ...] = ()
    suppliers: tuple[Part, ...] = ()
    gwp: str = ""
    own: float | None = None
    missing: tuple[Text, ...] = ()
    cautions: tuple[Text, ...] = ()


class Valuer:
    """Computes values of one module; each boundary and GWP set is solved once.

    Parameters
    ----------
    system : ProductSystem
        Of a module, per kWp.
    root : Path
        Folder with ``methods/``.
    library : Library
        The library.
    gwp : str
        GWP set of the study.
    coefficients : Coefficients, optional
        What the user loaded.
    """

    def __init__(
        self,
        system: ProductSystem,
        root: Path,
        library: Library,
        gwp: str,
        coefficients: Coefficients | None,
    ) -> None:
        self.system, self.root, self.library, self.gwp = system, root, library, gwp
        self.coefficients = coefficients
        self.footprints: dict[tuple[tuple[str, ...], str], Footprint] = {}

    def value(self, scheme: Scheme) -> Valued:
        """Return the module's value under a scheme.

        Parameters
        ----------
        scheme : Scheme
            As read.

        Returns
        -------
        Valued
            Value, parts, what is missing.

        Raises
        ------
        CalculationError, LibraryError, SelectionError
            As :func:`pvfootprint.engine.computing.compute` and
            :func:`pvfootprint.library.gwp.read_set`.
        """
        how = {
            "footprint": self._of_footprint,
            "groups": self._of_groups,
            "components": self._of_components,
        }
        return how[scheme.method](scheme)

    def _footprint(self, scheme: Scheme) -> Footprint:
        key = scheme.without, scheme.gwp or self.gwp
        if key not in self.footprints:
            factors = read_set(self.root, key[1], self.library)
            system = without_inputs(self.system, scheme.without)
            self.footprints[key] = compute(system, factors)
        return self.footprints[key]

    def _of_footprint(self, scheme: Scheme) -> Valued:
        footprint = self._footprint(scheme)
        suppliers = [
            Part(s.code, f"{s.company}, {s.site} ({s.stage_en})",
                 f"{s.company}，{s.site}（{s.stage_zh}）", s.value, s.share)
            for s in footprint.suppliers
            if s.company
        ]  # fmt: skip
        return Valued(
            value=footprint.total.value,
            parts=_parts(footprint.stages, GROUPS),
            suppliers=_largest_first(suppliers),
            gwp=scheme.gwp or self.gwp,
            cautions=self._left_out(scheme),
        )

    def _of_groups(self, scheme: Scheme) -> Valued:
        footprint = self._footprint(scheme)
        stages = [stage for stage in footprint.stages if stage.stage in scheme.stages]
        parts = _parts(stages, scheme.groups)
        heat = math.fsum(stage.groups["heat"] for stage in stages)
        cautions = [*self._left_out(scheme), *self._whole(scheme)]
        if "heat" not in scheme.groups and heat:
            said = text("heat and fuels of these stages, not counted: {heat:.1f} kgCO2e/kWp",
                        heat=heat)  # fmt: skip
            cautions.append(said)
        return Valued(
            value=math.fsum(part.value for part in parts),
            parts=parts,
            gwp=scheme.gwp or self.gwp,
            cautions=tuple(cautions),
        )

    def _whole(self, scheme: Scheme) -> list[Text]:
        """Return that summaries count in whole, where they are not split by stage and group."""
        summaries = [
            member.title
            for member in self.system.members
            if member.source == "summary" and member.stage in scheme.stages
        ]
        if not summaries or "direct" not in scheme.groups:
            return []
        return [
            text(
                "{names}: only a summary, which is not split; it counts with all that is before "
                "it, so the value is an upper bound",
                names=joined("; ", summaries),
            )
        ]

    def _left_out(self, scheme: Scheme) -> tuple[Text, ...]:
        if not scheme.without or takes_any(self.system, scheme.without):
            return ()
        return (text("no frame is among the module's inputs, so none is taken out"),)

    def _of_components(self, scheme: Scheme) -> Valued:
        own = self._footprint(scheme).total.value
        loaded = self.coefficients.schemes.get(scheme.key, ()) if self.coefficients else ()
        factors = read_set(self.root, self.gwp, self.library)
        quantities = Quantities(self.system, solve(self.system, factors))
        if not loaded:
            said = text(
                "coefficients of the official annex for {scheme}: load them with --coefficients",
                scheme=scheme.key,
            )
            return Valued(
                value=None,
                own=own,
                missing=(said, *unknown_quantities(scheme, quantities)),
                cautions=self._left_out(scheme),
            )
        found = add_up(scheme, loaded, quantities)
        return Valued(
            value=found.value,
            parts=found.parts,
            own=own,
            missing=found.missing,
            cautions=(*self._left_out(scheme), *found.cautions),
        )


def without_inputs(system: ProductSystem, datasets: Iterable[str]) -> ProductSystem:
    """Return a product system whose modules do not take some inputs.

    Parameters
    ----------
    system : ProductSystem
        A module's.
    datasets : iterable of str
        Codes, such as those of the frame.

    Returns
    -------
    ProductSystem
        The same, but for these exchanges of processes of the stage ``module``. What brings them
        and packs them stays.
    """
    left_out = set(datasets)
    inventories = {
        inventory.code: _without(inventory, left_out) for inventory in system.inventories
    }
    return replace(
        system,
        product=inventories[system.product.code],
        inventories=tuple(inventories.values()),
    )


def _without(inventory: Inventory, datasets: set[str]) -> Inventory:
    if inventory.stage != "module":
        return inventory
    kept = tuple(
        e for e in inventory.exchanges if e.type != "technosphere" or e.target not in datasets
    )
    return replace(inventory, exchanges=kept)


def takes_any(system: ProductSystem, datasets: Iterable[str]) -> bool:
    """Return whether a module of a product system takes one of some inputs."""
    asked = set(datasets)
    return any(
        e.target in asked
        for inventory in system.inventories
        if inventory.stage == "module"
        for e in inventory.inputs
    )


def _parts(stages: Iterable[StagePart], groups: Iterable[str]) -> tuple[Part, ...]:
    """Return the groups of stages as parts of their sum."""
    groups = tuple(groups)
    values = [(stage, group, stage.groups[group]) for stage in stages for group in groups]
    total = math.fsum(value for _, _, value in values)
    parts = [
        Part(f"{stage.stage}:{group}", *_name(stage.stage, group), value, share(value, total))
        for stage, group, value in values
        if value
    ]
    return _largest_first(parts)


def _name(stage: str, group: str) -> tuple[str, str]:
    said = text("{group} of {stage}", group=GROUPS[group], stage=STAGES[stage])
    return said.en, said.zh


def _largest_first(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: (-part.value, part.key)))
