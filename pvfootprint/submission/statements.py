"""What a supplier signs: the footprint of its product without the inventory behind it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from pvfootprint.model.canonical import CLOSED
from pvfootprint.model.summary import SupplySummary
from pvfootprint.submission.comparing import Origins

FORMAT = ("pvfootprint sealed part", "1")


class StageValue(BaseModel):
    """What a stage adds [kgCO2e per declared unit of the supplier], and over the total [-]."""

    model_config = CLOSED

    stage: str
    value: float
    share: float


class GasValue(BaseModel):
    """What a gas adds: mass [kg] and warming [kgCO2e], per declared unit of the supplier."""

    model_config = CLOSED

    gas: str
    mass: float
    value: float


class QualityScores(BaseModel):
    """How good one group of data is, as in :class:`pvfootprint.model.site.DataQuality`."""

    model_config = CLOSED

    subject: str
    reliability: int | None
    completeness: int | None
    temporal: int | None
    geographical: int | None
    technological: int | None


class SealedInventory(BaseModel):
    """The sealed inventory that belongs to a summary.

    Parameters
    ----------
    sha256 : str
        Of the sealed bytes.
    size : int
        Of them [bytes].
    certifier : str
        Fingerprint of the key that opens it.
    """

    model_config = CLOSED

    sha256: str
    size: int
    certifier: str


class Statement(BaseModel):
    """A summary as its supplier signs it.

    Parameters
    ----------
    format, version : str, int
        Of this layout.
    signer : str
        The supplier's public key: 32 bytes in hexadecimal.
    workbook : str
        SHA-256 of the workbook.
    sealed : SealedInventory, optional
        None if the supplier gives no inventory at all.
    summary : SupplySummary
        What the chain computes with.
    footprint : float
        Of the supplier's product [kgCO2e per its declared unit].
    stages, gases : tuple
        How it splits.
    quality : tuple of QualityScores
        Of the supplier's own data.
    proxy_share : float
        Share of it that rests on proxies [-].
    electricity_year : int, optional
        Year of the electricity data that was asked for; None for the newest.
    fill_gaps : str
        What was done where the supplier's own suppliers sent nothing.
    origins : Origins
        What it was computed with.
    """

    model_config = CLOSED

    format: Literal["pvfootprint sealed part"]
    version: Literal[1]
    signer: str
    workbook: str
    sealed: SealedInventory | None
    summary: SupplySummary
    footprint: float
    stages: tuple[StageValue, ...]
    gases: tuple[GasValue, ...]
    quality: tuple[QualityScores, ...]
    proxy_share: float
    electricity_year: int | None
    fill_gaps: str
    origins: Origins
