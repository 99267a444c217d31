"""Exchanges of the processes that are made from what companies give: products and emissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.model.inventory import Exchange

if TYPE_CHECKING:
    from pvfootprint.model.inventory import ElementaryFlow


def production(code: str, name: str, location: str, unit: str) -> Exchange:
    """Return what a process makes: one unit of its product.

    Parameters
    ----------
    code : str
        Code of the process.
    name : str
        Name of the process, and of its product.
    location : str
        Where it is.
    unit : str
        Unit of the product, a key of :data:`pvfootprint.model.terms.UNITS`.

    Returns
    -------
    Exchange
        Linked to the process itself.
    """
    return Exchange("production", name, name, location, "", "", 1.0, unit, target=code)


def emission(
    flow: ElementaryFlow,
    amount: float,
    *,
    scale: float | None = None,
    note: str = "",
    line: int = 0,
) -> Exchange:
    """Return a direct emission.

    Parameters
    ----------
    flow : ElementaryFlow
        What is emitted.
    amount : float
        Per unit of the product [unit of the flow].
    scale : float, optional
        Standard deviation of the natural logarithm [-].
    note : str
        A remark.
    line : int
        Line in its file; 0 if there is none.

    Returns
    -------
    Exchange
        Linked to the flow.
    """
    return Exchange(
        "biosphere",
        flow.name,
        "",
        "",
        "",
        flow.categories,
        amount,
        flow.unit,
        group="direct",
        scale=scale,
        note=note,
        line=line,
        target=flow.code,
    )
