"""A submission as the certifier takes it: verified, with the product that is applied for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pvfootprint.chain.electricity import ElectricityOptions
from pvfootprint.chain.sites import product_code
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.model.certificate_record import Party, Site
from pvfootprint.model.findings import SubmissionError
from pvfootprint.submission.manifest import LEADER
from pvfootprint.submission.verifying import check_submission

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.model.accounting import Accounting
    from pvfootprint.model.findings import Finding
    from pvfootprint.model.inventory import Library
    from pvfootprint.model.site import SiteInventory, SiteProduct
    from pvfootprint.model.system import ProductSystem
    from pvfootprint.submission.inputs import Inputs
    from pvfootprint.submission.manifest import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A submission whose files are complete and unchanged.

    Parameters
    ----------
    name : str
        Name of its file.
    content : bytes
        The file.
    options : Options
        What was asked for when it was computed.
    inputs : Inputs
        What its workbooks and sealed parts say.
    leader : SiteInventory
        Workbook of the product's maker.
    product : SiteProduct
        The product.
    stated : dict
        Its footprint as stated.
    recomputed : dict
        The same, computed again.
    findings : tuple of Finding
        About it.
    """

    name: str
    content: bytes
    options: Options
    inputs: Inputs
    leader: SiteInventory
    product: SiteProduct
    stated: dict[str, Any]
    recomputed: dict[str, Any]
    findings: tuple[Finding, ...]

    @property
    def suppliers(self) -> tuple[SiteInventory, ...]:
        """The other workbooks."""
        return tuple(site for site in self.inputs.sites if site is not self.leader)

    @property
    def code(self) -> str:
        """Code of the product in the product system."""
        return product_code(self.leader, self.product)

    @property
    def company(self) -> Party:
        """Who makes the product."""
        company = self.leader.company
        return Party(
            name=company.name,
            name_en=company.name_en,
            code=company.code,
            address=company.address,
        )

    @property
    def site(self) -> Site:
        """Where it is made."""
        company = self.leader.company
        return Site(name=company.site, address=company.site_address, location=company.location)

    def system(self, library: Library, accounting: Accounting) -> ProductSystem:
        """Build the product system as accounting rules have it.

        Parameters
        ----------
        library : Library
            The compiled library.
        accounting : Accounting
            How electricity and shared flows are counted.

        Returns
        -------
        ProductSystem
            Nothing is computed.

        Raises
        ------
        SupplyError, SelectionError
            As :func:`pvfootprint.engine.chain_footprint.chain_system`.
        """
        return chain_system(
            library,
            self.leader,
            self.suppliers,
            self.inputs.summaries,
            product=self.product.key,
            per=self.options.per,
            options=ElectricityOptions(year=self.options.electricity_year),
            fill_gaps=self.options.fill_gaps,
            accounting=accounting,
        )[0]


def open_submitted(
    content: bytes,
    name: str,
    library: Library,
    root: Path | None = None,
    *,
    strict: bool = True,
) -> Submitted:
    """Open and verify a submission, and compute its footprint again.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name, for findings.
    library : Library
        The library to compute with.
    root : Path, optional
        Folder with its ``methods/``; the shipped one by default.
    strict : bool
        Whether it must hold; else it must only be possible to compute it.

    Returns
    -------
    Submitted
        With everything that was found; warnings and questions only, if `strict`.

    Raises
    ------
    SubmissionError
        With everything that was found, if it does not hold or cannot be computed.
    """
    verdict = check_submission(content, name, library, root)
    manifest, inputs = verdict.manifest, verdict.inputs
    stated, recomputed = verdict.stated, verdict.recomputed
    wrong = strict and not verdict.holds
    if wrong or not (manifest and inputs and stated and recomputed):
        raise SubmissionError(verdict.findings)
    file = manifest.named(LEADER)[0].name.rpartition("/")[2]
    leader = next(site for site in inputs.sites if site.source == file)
    return Submitted(
        name=name,
        content=content,
        options=manifest.options,
        inputs=inputs,
        leader=leader,
        product=leader.product(manifest.options.product or "") or leader.products[0],
        stated=stated,
        recomputed=recomputed,
        findings=verdict.findings,
    )
