"""What a certificate says, as canonical JSON: certificate, label and register are views of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, Field

from pvfootprint.language.texts import in_both
from pvfootprint.model.canonical import CLOSED

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text

RECORD = "pvfootprint certificate"
RECORD_NAME = "certificate.json"
"""Name of the record inside the certificate's PDF."""

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Date = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Said(BaseModel):
    """A text in both languages; equal where there is only one."""

    model_config = CLOSED

    en: str
    zh: str

    @property
    def text(self) -> Text:
        """It as a text that knows its Chinese, to stand inside others."""
        return in_both(self.en, self.zh)


class Party(BaseModel):
    """A company, or the certifier.

    Parameters
    ----------
    name, name_en : str
        Registered name, and the English one if there is one.
    code : str
        Unified social credit code, or another register's number.
    address : str
        Registered address.
    """

    model_config = CLOSED

    name: str
    name_en: str = ""
    code: str = ""
    address: str = ""


class Certifier(Party):
    """Who certifies.

    Parameters
    ----------
    approval : str
        Number of its approval.
    contact : str
        How to reach it.
    """

    approval: str
    contact: str = ""


class Site(BaseModel):
    """A production site; `location` is such as ``CN-Jiangsu``."""

    model_config = CLOSED

    name: str
    address: str = ""
    location: str


class CertifiedProduct(BaseModel):
    """What is certified.

    Parameters
    ----------
    code, key : str
        Code of its process in the product system, and its key in the workbook.
    name : str
        Name in the trade: the series.
    models : tuple of str
        Models in the certificate's scope.
    representative : str
        The model for which the value was computed; empty if there is one only.
    power_bins : tuple of float
        Powers in which a module is sold [W].
    stage : Said
        ``module``, 组件.
    stage_key, technology, design : str
        As in the library.
    workbook : str
        SHA-256 of the maker's workbook.
    """

    model_config = CLOSED

    code: str
    key: str
    name: str
    models: tuple[str, ...]
    representative: str = ""
    power_bins: tuple[float, ...] = ()
    stage: Said
    stage_key: str
    technology: str
    design: str = ""
    workbook: Sha256


class Value(BaseModel):
    """The footprint.

    Parameters
    ----------
    value : float
        Unrounded [`unit`].
    shown : str
        As certificate and label print it.
    unit : str
        ``kgCO2e/kWp``.
    declared_unit : str
        ``kWp``, ``m2``, ``piece`` or ``kg``.
    reference_flow, reference_unit : float, str
        How much of the product one declared unit is.
    assumptions : tuple of str
        Of the conversion between both.
    kind, boundary, not_claimed : Said
        Partial carbon footprint; cradle to gate; what the number is not.
    primary_share, proxy_share : float
        Shares that rest on companies' data and on proxies [-].
    """

    model_config = CLOSED

    value: float
    shown: str
    unit: str
    declared_unit: str
    reference_flow: float
    reference_unit: str
    assumptions: tuple[str, ...] = ()
    kind: Said
    boundary: Said
    not_claimed: Said
    primary_share: float
    proxy_share: float


class GasLine(BaseModel):
    """What one gas adds: mass [kg per declared unit], value [kgCO2e per declared unit]."""

    model_config = CLOSED

    gas: str
    mass: float
    value: float


class StageLine(BaseModel):
    """What one stage adds: value [kgCO2e per declared unit], share [-]."""

    model_config = CLOSED

    stage: Said
    value: float
    share: float


class Upstream(BaseModel):
    """A certificate on which this one stands.

    Parameters
    ----------
    number : str
        Of that certificate.
    record : str
        SHA-256 of its record.
    stage : Said
        Stage of that product.
    company, product : str
        Whose product, and its name.
    shown, unit : str
        Its value.
    expires : str
        Its last day.
    """

    model_config = CLOSED

    number: str
    record: Sha256
    stage: Said
    company: str
    product: str
    shown: str
    unit: str
    expires: Date


class Rulebook(BaseModel):
    """A rule set or a certification scheme: key, version, title, and SHA-256 of its file."""

    model_config = CLOSED

    key: str
    version: str
    title: Said
    sha256: Sha256


class Recomputing(BaseModel):
    """With what the value can be computed again.

    Parameters
    ----------
    submission : str
        SHA-256 of the submission.
    library, method, software, product_system : str
        Hashes as the footprint states them.
    data : str
        SHA-256 of the kept copy of inventories and methods.
    """

    model_config = CLOSED

    submission: Sha256
    library: str
    method: str
    software: str
    product_system: str
    data: Sha256


class TreeHead(BaseModel):
    """The log before this certificate: number of entries, and root of their tree (RFC 6962)."""

    model_config = CLOSED

    size: Annotated[int, Field(ge=0)]
    root: Sha256


class CertificateRecord(BaseModel):
    """What a certificate says.

    After 低碳产品认证管理暂行办法, article 24, and ISO/IEC 17065:2012, 7.7.

    Parameters
    ----------
    number : str
        Of the certificate; its last characters are check characters.
    replaces : str
        Number of the certificate in whose place it stands; empty for a first one.
    application : str
        The application that led to it.
    scheme, rules : Rulebook
        Certification scheme, and accounting rules.
    certifier : Certifier
        Who certifies.
    client, producer : Party
        Who applied, and who makes the product.
    site : Site
        Where it is made.
    product : CertifiedProduct
        What is certified.
    footprint : Value
        The value.
    start, end : str
        First and last day of the data, ISO 8601.
    issued, first_issued, expires : str
        Days, ISO 8601; it is valid to the end of `expires`.
    signatory : str
        Role under which it is signed: 签发人 A.
    gases, stages
        The footprint by gas and by stage.
    upstream : tuple of Upstream
        Certificates of suppliers on which it stands.
    recomputing : Recomputing
        With what it can be computed again.
    status_address : str
        Where its present status can be checked; the label's QR code holds it.
    log : TreeHead
        The log when its number was allotted.
    test : bool
        Whether it is only a test and certifies nothing.
    """

    model_config = CLOSED

    format: Literal["pvfootprint certificate"] = "pvfootprint certificate"
    version: Literal[1] = 1
    number: str
    replaces: str = ""
    application: str
    scheme: Rulebook
    rules: Rulebook
    certifier: Certifier
    client: Party
    producer: Party
    site: Site
    product: CertifiedProduct
    footprint: Value
    start: Date
    end: Date
    issued: Date
    first_issued: Date
    expires: Date
    signatory: str
    gases: tuple[GasLine, ...]
    stages: tuple[StageLine, ...]
    upstream: tuple[Upstream, ...] = ()
    recomputing: Recomputing
    status_address: str
    log: TreeHead
    test: bool
