"""How flows are counted: what a rule set tells the chain."""

from __future__ import annotations

from dataclasses import dataclass

BASES = ("market", "location")
"""``market``: contracts and certificates count; ``location``: what physically supplies the site."""

ALLOCATION_METHODS = ("subdivision", "physical", "economic")
"""Ways to share flows between products, in the order of ISO 14044:2006, 4.3.4.2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounting:
    """How flows of companies are counted.

    Parameters
    ----------
    electricity_basis : str
        ``market`` or ``location``.
    instruments : tuple of str
        Kinds of contract that count, in the order of the hierarchy: ``own generation``,
        ``direct line``, ``green power``.
    certificate_energy : float
        Electricity that one certificate stands for [kWh].
    certificate_form : str
        Regular expression that a whole certificate number matches.
    certificate_age : int
        Longest time between generation and use [months].
    product_claims : bool
        Whether a product may claim an instrument alone where its own meter shows what it took.
    allocation_order : tuple of str
        Methods of :data:`ALLOCATION_METHODS`, the first that the data allow is taken.
    """

    electricity_basis: str = "market"
    instruments: tuple[str, ...] = ("own generation", "direct line", "green power")
    certificate_energy: float = 1000.0
    certificate_form: str = "[0-9A-Za-z]{32}"
    certificate_age: int = 24
    product_claims: bool = True
    allocation_order: tuple[str, ...] = ALLOCATION_METHODS


DEFAULT = Accounting()


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectricityUse:
    """Part of a site's electricity, by what it counts as.

    Parameters
    ----------
    company, site : str
        Whose.
    product : str
        Key of the product that claims it alone; ``site`` where all products share it.
    tier : str
        ``own generation``, ``direct line``, ``green power``, ``residual mix`` or ``grid``.
    amount : float
        Over the period [kWh].
    share : float
        Over what the site used [-].
    dataset : str
        Code of the electricity dataset; its upstream value is the factor.
    technology, place : str
        As in the contract; ``CN`` for a grid.
    year : int, optional
        Year of the factor.
    contracts : tuple of str
        Numbers of the contracts.
    certificates : int
        How many certificates it rests on.
    why, why_zh : str
        Why it counts so where a contract asked for more, or which flag the factor carries.
    """

    company: str
    site: str
    product: str
    tier: str
    amount: float
    share: float
    dataset: str
    technology: str = ""
    place: str = ""
    year: int | None = None
    contracts: tuple[str, ...] = ()
    certificates: int = 0
    why: str = ""
    why_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """How flows of a site were shared between its products and co-products.

    Parameters
    ----------
    company, site : str
        Whose.
    subject : str
        What was shared: ``site`` for flows of the whole site, or the name of a co-product that
        leaves a product's process.
    method : str
        A value of :data:`ALLOCATION_METHODS`.
    basis : str
        Quantity behind the factors, such as ``mass [kg]`` or ``revenue [CNY]``.
    factors : dict
        Share of each product and co-product, by key or name; they sum to 1 [-].
    alternative : dict
        Shares by the other method, where the data allow one; empty otherwise [-].
    alternative_method : str
        That method.
    """

    company: str
    site: str
    subject: str
    method: str
    basis: str
    factors: dict[str, float]
    alternative: dict[str, float]
    alternative_method: str = ""
