"""What a company says of one site and period: products, flows, electricity, suppliers, evidence.

Amounts are those of the whole period, as on the company's meters and in its books; what one unit
of a product takes follows from them and from the output.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pvfootprint.model.site_rows import (
    NOWHERE,
    DirectEmission,
    ElectricityContract,
    EnergyUse,
    MaterialUse,
    Origin,
    Row,
    SiteOutput,
    TransportLeg,
)

if TYPE_CHECKING:
    import datetime

WHOLE_SITE = "site"
"""Stands where a product's key stands, for what the whole site takes or emits."""

SUPPLY = "supply:"
"""Begins the key of a flow that is a product of the chain: ``supply:wafer``."""

SUPPLIED_STAGE = {
    "polysilicon": "mg-silicon",
    "ingot": "polysilicon",
    "wafer": "ingot",
    "cell": "wafer",
    "module": "cell",
}
"""The stage whose product a stage takes."""

SUPPLIED_STAGES = {
    "polysilicon": ("mg-silicon",),
    "ingot": ("polysilicon", "mg-silicon"),
    "wafer": ("ingot", "polysilicon"),
    "cell": ("wafer", "ingot", "polysilicon"),
    "module": ("cell", "wafer"),
}
"""Stages whose products a site may take, nearest first: many sites hold several stages, such as
pulling ingots and slicing them."""


SHARE_BASES = ("area", "mass", "pieces", "power", "machine hours", "revenue")
"""Quantities by which products can share what a site takes; all but the last are physical."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who answers, for which site and period.

    Parameters
    ----------
    name, name_en : str
        Registered name, and the English one.
    code : str
        Unified social credit code, or another register's number.
    address, contact : str
        Registered address; role of the person to ask.
    site, site_code, site_address : str
        Name, number and address of the production site.
    location : str
        Where the site is: ``CN-Jiangsu``, ``DE``.
    start, end : date
        First and last day of the data.
    currency : str
        Of every revenue in the workbook, such as ``CNY``: only their ratios count.
    prepared, note : str
        Role of the person who filled it in; a remark.
    """

    name: str
    name_en: str = ""
    code: str = ""
    address: str = ""
    contact: str = ""
    site: str
    site_code: str = ""
    site_address: str = ""
    location: str
    start: datetime.date
    end: datetime.date
    currency: str = ""
    prepared: str = ""
    note: str = ""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProduct(Row):
    """A product, or a family of power bins declared by its representative model.

    Parameters
    ----------
    key : str
        Short key by which the other sheets name it: ``P1``.
    name : str
        Name in the trade.
    technology, design : str
        As in the library, such as ``topcon`` and ``glass-glass-framed``.
    declared_unit : str
        ``kWp``, ``m2``, ``piece`` or ``kg``.
    models : tuple of str
        Models that it stands for.
    power_bins : tuple of float
        Powers in which they are sold [W].
    representative : str
        The representative model.
    power : float, optional
        Power of one piece of it at standard test conditions [W].
    area : float, optional
        Area of one piece [m2].
    efficiency : float, optional
        Power over area and standard irradiance [-].
    format : str
        Wafer format, such as ``182``.
    thickness : float, optional
        Thickness of the wafer [um].
    mass : float, optional
        Mass of one piece [kg].
    output : float
        What was made in the period, in `output_unit`.
    output_unit : str
        ``kg``, ``m2``, ``piece`` or ``kWp``.
    share : float
        Share of the site's output that these products are [-].
    share_basis : str
        A value of :data:`SHARE_BASES`: by which quantity; empty if the company does not say.
    revenue : float, optional
        What the output of the period was sold for [currency of the company].
    """

    key: str
    name: str
    technology: str
    design: str = ""
    declared_unit: str
    models: tuple[str, ...] = ()
    power_bins: tuple[float, ...] = ()
    representative: str = ""
    power: float | None = None
    area: float | None = None
    efficiency: float | None = None
    format: str = ""
    thickness: float | None = None
    mass: float | None = None
    output: float
    output_unit: str
    share: float
    share_basis: str = ""
    revenue: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyShare(Row):
    """Who supplies the product of an earlier stage, and which share of it.

    Parameters
    ----------
    product : str
        Key of the own product that takes it, or ``site``.
    stage : str
        What is supplied, such as ``wafer``; empty for the product of the stage before.
    supplier, supplier_code : str
        Name of the company, and its registered number.
    site : str
        Its production site: name or number.
    supplied : str
        Key of its product in its own workbook.
    share : float
        Share of what the product takes [-].
    location, technology : str
        Where it is made and how, as far as known: chooses the library's dataset if it gives no
        data.
    """

    product: str
    stage: str = ""
    supplier: str
    supplier_code: str = ""
    site: str = ""
    supplied: str = ""
    share: float
    location: str = ""
    technology: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document that shows something.

    Parameters
    ----------
    key : str
        By which rows name it: ``E1``.
    title, kind : str
        What it is.
    file : str
        Name of the file.
    sha256 : str
        Its SHA-256, if given.
    covers, note : str
        What it shows; a remark.
    """

    key: str
    title: str
    kind: str = ""
    file: str = ""
    sha256: str = ""
    covers: str = ""
    note: str = ""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuality:
    """How good one group of data is, in the scores of the pedigree matrix (1 good, 5 poor).

    Parameters
    ----------
    subject : str
        Key of the sheet it is about.
    reliability, completeness, temporal, geographical, technological : int, optional
        Scores, after Weidema and Wesnæs (1996), doi 10.1016/S0959-6526(96)00043-1.
    note : str
        Remark.
    """

    subject: str
    reliability: int | None = None
    completeness: int | None = None
    temporal: int | None = None
    geographical: int | None = None
    technological: int | None = None
    note: str = ""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInventory:
    """Everything that one workbook says.

    Parameters
    ----------
    stage : str
        ``polysilicon``, ``ingot``, ``wafer``, ``cell`` or ``module``.
    company : Company
        Who, where, when.
    products : tuple of SiteProduct
        What is made.
    materials, energy, electricity, outputs, emissions, transport : tuple
        Flows of the period.
    suppliers : tuple of SupplyShare
        Who supplies the stage before.
    evidence, quality : tuple
        Documents, and how good the data are.
    source : str
        File that it was read from.
    source_hash : str
        SHA-256 of that file.
    """

    stage: str
    company: Company
    products: tuple[SiteProduct, ...]
    materials: tuple[MaterialUse, ...] = ()
    energy: tuple[EnergyUse, ...] = ()
    electricity: tuple[ElectricityContract, ...] = ()
    outputs: tuple[SiteOutput, ...] = ()
    emissions: tuple[DirectEmission, ...] = ()
    transport: tuple[TransportLeg, ...] = ()
    suppliers: tuple[SupplyShare, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    quality: tuple[DataQuality, ...] = ()
    source: str = field(default="", compare=False)
    source_hash: str = field(default="", compare=False)

    def product(self, key: str) -> SiteProduct | None:
        """Return the product of that key, if there is one."""
        return next((product for product in self.products if product.key == key), None)
