"""The clauses that every rule set has: what each may hold, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.accounting import ALLOCATION_METHODS, BASES
from pvfootprint.model.clause_words import (
    EITHER,
    NATIONAL_FACTOR,
    NOT_SET,
    SALES_WEIGHTED,
    SCOPE,
    WORST,
)
from pvfootprint.model.terms import CATEGORIES, STAGES

if TYPE_CHECKING:
    pass

INSTRUMENTS = ("own generation", "direct line", "green power")
CLAIMS = (
    "full carbon footprint",
    "comparison over the life cycle",
    "carbon neutrality",
    "overall environmental superiority",
)
GROUPING = ("technology", "design", "format", "area", "site", "bill of materials")
UNITS = ("kg", "m2", "piece", "kWp")


@dataclass(frozen=True, slots=True)
class Known:
    """What a clause may hold.

    Parameters
    ----------
    kind : annotation
        Annotation that pydantic validates a value against.
    unit : str
        Unit of a number, ``-`` for a share; empty for other values.
    expected : Text
        The same in words.
    may_be_unset : bool
        Whether :data:`NOT_SET` may stand instead.
    """

    kind: Any
    unit: str
    expected: Text
    may_be_unset: bool = False


def _pattern(written: str) -> str:
    """Refuse what is no regular expression."""
    try:
        re.compile(written)
    except re.error as error:
        raise ValueError(str(error)) from error
    return written


def _declared(units: dict[str, str]) -> dict[str, str]:
    """Refuse stages and units that there are not."""
    for stage, written in units.items():
        if stage not in STAGES or not set(allowed_units(written)) <= set(UNITS):
            msg = f"{stage} = {written}"
            raise ValueError(msg)
    return units


def allowed_units(written: str) -> tuple[str, ...]:
    """Return the declared units of a stage, as a rule set writes them: ``piece | m2``."""
    return tuple(unit.strip() for unit in written.split("|"))


def _number(low: float, high: float) -> object:
    return Annotated[float, Field(ge=low, le=high, allow_inf_nan=False)]


def _whole(low: int, high: int) -> object:
    return Annotated[int, Field(ge=low, le=high)]


def _share(*, may_be_unset: bool = True) -> Known:
    return Known(_number(0, 1), "-", _or_unset(text("a number from 0 to 1")), may_be_unset)


def _limit(low: float, high: float, unit: str) -> Known:
    said = text("a number from {low:g} to {high:g}", low=low, high=high)
    return Known(_number(low, high), unit, _or_unset(said), may_be_unset=True)


def _or_unset(said: Text) -> Text:
    return text("{said}, or {not_set} where no number is laid down", said=said, not_set=NOT_SET)


def _one_of(*words: str) -> Known:
    return Known(Literal[words], "", joined(" or ", words))


def _list_of(*words: str) -> Known:
    one: Any = Literal[words]
    kind = Annotated[tuple[one, ...], Field(min_length=1)]
    return Known(kind, "", text("a list of: {words}", words=joined(", ", words)))


YES_OR_NO = Known(bool, "", text("true or false"))

CLAUSES: dict[str, Known] = {
    "object.stages": _list_of(*STAGES),
    "object.declared_unit": Known(
        Annotated[dict[str, str], Field(min_length=1), AfterValidator(_declared)],
        "",
        text("declared units by stage, such as kWp or piece | m2"),
    ),
    "object.own_data": YES_OR_NO,
    "boundary.scope": _one_of(SCOPE),
    "boundary.first_stage": _one_of(*STAGES),
    "boundary.capital_goods": _share(),
    "boundary.not_claimed": _list_of(*CLAIMS),
    "cut_off.flow_footprint": _share(),
    "cut_off.total_footprint": _share(),
    "cut_off.flow_mass": _share(),
    "cut_off.total_mass": _share(),
    "cut_off.flow_energy": _share(),
    "cut_off.total_energy": _share(),
    "cut_off.unknown": _limit(0, 1000, "flow"),
    "allocation.order": _list_of(*ALLOCATION_METHODS),
    "allocation.sensitivity": YES_OR_NO,
    "recycling.method": _one_of("cut-off"),
    "recycling.silicon_loop": _one_of("closed"),
    "period.months": _limit(1, 60, "month"),
    "period.new_line_months": _limit(1, 60, "month"),
    "age.primary": _limit(0, 30, "year"),
    "age.secondary": _limit(0, 50, "year"),
    "primary.share": _share(),
    "primary.controlled": _share(),
    "quality.dqr": _limit(1, 5, "-"),
    "electricity.basis": _one_of(*BASES),
    "electricity.side_by_side": YES_OR_NO,
    "electricity.instruments": _list_of(*INSTRUMENTS),
    "electricity.certificate_energy": Known(
        _number(1e-3, 1e9), "kWh", text("a number from {low:g} to {high:g}", low=1e-3, high=1e9)
    ),
    "electricity.certificate_form": Known(
        Annotated[str, Field(min_length=1), AfterValidator(_pattern)],
        "",
        text("a regular expression"),
    ),
    "electricity.certificate_age": Known(
        _whole(0, 240), "month", text("a whole number from {low} to {high}", low=0, high=240)
    ),
    "electricity.product_claims": YES_OR_NO,
    "electricity.residual_mix": YES_OR_NO,
    "electricity.grid_factor": _one_of(NATIONAL_FACTOR, "any life-cycle"),
    "gwp.set": Known(
        Annotated[str, Field(pattern="^[a-z0-9-]+$")], "", text("a GWP set, such as ar6")
    ),
    "gases.apart": _list_of(*CATEGORIES),
    "gases.offsets": _one_of("excluded"),
    "gases.biomass_carbon": YES_OR_NO,
    "family.grouping": _list_of(*GROUPING),
    "family.representative": YES_OR_NO,
    "family.value": _one_of(WORST, SALES_WEIGHTED, EITHER),
    "family.spread": _share(),
    "gaps.filled": _share(),
    "gaps.estimated": _share(),
    "gaps.proxies": _share(),
    "validity.months": _limit(1, 120, "month"),
}
"""Every clause of a rule set, by section and name."""
