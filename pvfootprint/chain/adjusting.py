"""Changes parameters of the chain's datasets: ``STAGE.PARAMETER=VALUE``."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pvfootprint.language.texts import text
from pvfootprint.library.formulas import with_parameters
from pvfootprint.model.findings import Finding, SelectionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pvfootprint.model.inventory import Inventory, Library

FORM = "STAGE.PARAMETER=VALUE or DATASET.PARAMETER=VALUE"


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter with another value.

    Parameters
    ----------
    target : str
        A stage, or the code of one dataset.
    parameter : str
        Name of the parameter.
    value : float
        In the parameter's own unit.
    """

    target: str
    parameter: str
    value: float

    @property
    def name(self) -> str:
        """Target and parameter, as a user would type them."""
        return f"{self.target}.{self.parameter}"

    def __str__(self) -> str:
        """Return the setting as a user would type it."""
        return f"{self.name}={self.value:g}"


def parse_setting(written: str) -> Setting:
    """Read a setting.

    Parameters
    ----------
    written : str
        For example ``wafer.thickness_um=130``.

    Returns
    -------
    Setting
        Whether there is such a parameter is the library's to say.

    Raises
    ------
    SelectionError
        SEL-013 if it does not have the form.
    """
    name, equals, number = written.partition("=")
    if not equals:
        raise SelectionError([_malformed(written)])
    return make_setting(name, number)


def make_setting(name: str, value: str | float) -> Setting:
    """Make a setting of a name and a value.

    Parameters
    ----------
    name : str
        ``STAGE.PARAMETER`` or ``DATASET.PARAMETER``.
    value : str or float
        In the parameter's own unit.

    Returns
    -------
    Setting
        Whether there is such a parameter is the library's to say.

    Raises
    ------
    SelectionError
        SEL-013 if it does not have the form.
    """
    target, _, parameter = name.strip().rpartition(".")
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not (target and parameter) or not math.isfinite(number):
        raise SelectionError([_malformed(f"{name}={value}")])
    return Setting(target, parameter, number)


def _malformed(written: str) -> Finding:
    return Finding(
        "SEL-013",
        text("the setting {written!r} is not understood", written=written),
        column="--set",
        found=written,
        expected=FORM,
        hint=text("for example {example}", example="--set wafer.thickness_um=130"),
    )


def adjust(library: Library, stage_codes: Iterable[str], settings: Iterable[Setting]) -> Library:
    """Apply settings to the datasets of a chain.

    A stage's setting holds for every dataset of that stage in the chain that has the parameter.

    Parameters
    ----------
    library : Library
        The compiled library.
    stage_codes : iterable of str
        Datasets of the product's chain.
    settings : iterable of Setting
        What is to change.

    Returns
    -------
    Library
        The library with these datasets changed; its content hash stays that of the files.

    Raises
    ------
    SelectionError
        SEL-013 for a parameter that no dataset of the chain has, SEL-009 for a value out of range.
    """
    chain = [library.inventories[code] for code in stage_codes]
    changes: dict[str, dict[str, float]] = {}
    findings: list[Finding] = []
    for setting in settings:
        found = [i for i in chain if setting.target in {i.stage, i.code}]
        found = [i for i in found if i.parameter(setting.parameter)]
        if not found:
            findings.append(_unknown(setting, chain))
        for inventory in found:
            findings += _out_of_range(setting, inventory)
            changes.setdefault(inventory.code, {})[setting.parameter] = setting.value
    if findings:
        raise SelectionError(findings)
    changed = {
        code: with_parameters(library.inventories[code], values) for code, values in changes.items()
    }
    return replace(library, inventories={**library.inventories, **changed})


def _unknown(setting: Setting, chain: list[Inventory]) -> Finding:
    there = sorted({f"{i.stage}.{p.name}" for i in chain for p in i.parameters})
    near = get_close_matches(setting.name, there, n=3, cutoff=0.4)
    return Finding(
        "SEL-013",
        text("no dataset of this chain has the parameter {name}", name=setting.name),
        column="--set",
        found=str(setting),
        expected=", ".join(there),
        hint=text("nearest: {names}", names=", ".join(near)) if near else "",
    )


def _out_of_range(setting: Setting, inventory: Inventory) -> list[Finding]:
    parameter = inventory.parameter(setting.parameter)
    if parameter is None or parameter.minimum <= setting.value <= parameter.maximum:
        return []
    return [
        Finding(
            "SEL-009",
            text("{name} is out of range", name=setting.name),
            column="--set",
            found=f"{setting.value:g}",
            expected=text(
                "{low:g} to {high:g} {unit}",
                low=parameter.minimum,
                high=parameter.maximum,
                unit=parameter.unit,
            ),
        )
    ]
