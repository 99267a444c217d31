"""Scenarios: named changes to a product system, as files and levers write them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from pvfootprint.model.canonical import CLOSED

Share = Annotated[float, Field(ge=0, le=1)]


class _Change(BaseModel):
    """A change to a product system.

    Its `stage` is a stage of the chain, the code of one process or the name of a company; where it
    is empty, the change holds for all stages.
    """

    model_config = CLOSED

    stage: str = ""


class ElectricityChange(_Change):
    """A share of a stage's electricity comes from elsewhere.

    Parameters
    ----------
    stage : str
        A key of :data:`pvfootprint.model.terms.STAGES`; every stage of the chain where it is empty.
    to : str
        ``PLACE[:METHOD]`` as on the command line: ``CN-green-wind``, ``CN-Jiangsu:consumption``.
    share : float
        Share of all that the stage takes that comes from there at least [-]. What comes from there
        already counts, and so does all green power where `to` is a technology; the rest keeps its
        proportions.
    """

    kind: Literal["electricity"] = "electricity"
    to: str
    share: Share = 1.0


class SupplyChange(_Change):
    """The product of an earlier stage comes from other suppliers.

    Parameters
    ----------
    stage : str
        The stage that takes it, such as ``wafer``; every stage that does where it is empty.
    takes : str
        The stage that is supplied; that of the suppliers where it is empty.
    shares : dict
        Share of each supplier; they sum to 1 [-]. A supplier is a process of the system, by its
        code or its company, or a product of the library: ``polysilicon:fbr:CN@2024``. ``present``
        stands for those who supply now and are not named, in their proportions; the others' shares
        are then at least.
    """

    kind: Literal["supply"] = "supply"
    takes: str = ""
    shares: dict[str, Share]


class FlowChange(_Change):
    """An input or emission of a stage is another amount, or partly something else.

    Exactly one of `factor`, `amount` and `replace_with` is given.

    Parameters
    ----------
    stage : str
        Whose flow; of every process in the system where it is empty.
    flow : str
        Code of the dataset or elementary flow, the name of its product, or a group of flows:
        a key of :data:`pvfootprint.model.terms.GROUPS`.
    factor : float, optional
        New over old amount [-].
    amount : float, optional
        New amount per unit of the stage's product [unit of the flow].
    replace_with : str, optional
        Code of the dataset that takes its place, but in what stands behind that dataset itself.
    share : float
        Share of the flow that is replaced at least [-].
    ratio : float
        Amount of the new flow for one unit of the old one [unit/unit].
    """

    kind: Literal["flow"] = "flow"
    flow: str
    factor: Annotated[float, Field(ge=0)] | None = None
    amount: float | None = None
    replace_with: str | None = None
    share: Share = 1.0
    ratio: Annotated[float, Field(gt=0)] = 1.0


class YieldChange(_Change):
    """A stage makes more of what it takes; it is named.

    All that the stage takes and emits per unit of its product changes by `old` / `new`.

    Parameters
    ----------
    stage : str
        Whose yield.
    old, new : float
        Share of the pieces begun that become product, before and after [-].
    """

    kind: Literal["yield"] = "yield"
    old: Annotated[float, Field(gt=0, le=1)]
    new: Annotated[float, Field(gt=0, le=1)]


class ParameterChange(_Change):
    """A parameter of the library's datasets has another value.

    Parameters
    ----------
    stage : str
        Whose; or the code of one dataset.
    parameter : str
        Its name, such as ``thickness_um``.
    value : float
        In the parameter's own unit.
    """

    kind: Literal["parameter"] = "parameter"
    parameter: str
    value: float


class WaferChange(_Change):
    """Wafers are thinner, or less is lost in sawing.

    The silicon that one square metre takes changes with thickness + kerf. At most these values
    hold: what is thinner already stays.

    Parameters
    ----------
    thickness_um, kerf_um : float, optional
        New thickness of the wafer, and of the cut with what is lost beside it [um].
    """

    kind: Literal["wafer"] = "wafer"
    thickness_um: Annotated[float, Field(gt=0)] | None = None
    kerf_um: Annotated[float, Field(ge=0)] | None = None


class DesignChange(_Change):
    """The module has another design: what the library's designs differ in changes likewise.

    Each flow is multiplied by the ratio of its amounts in the library's two designs of the
    technology; a flow that only the new design has comes in with its amount there.

    Parameters
    ----------
    to : str
        A design of the library for this technology, such as ``glass-glass-frameless``.
    """

    kind: Literal["design"] = "design"
    to: str


class TransportChange(_Change):
    """Goods come by another mode, or from nearer.

    Parameters
    ----------
    stage : str
        Whose goods.
    mode : str
        Code of the transport dataset that changes; every transport where it is empty.
    to : str
        Code of the dataset that takes its place; the same where it is empty.
    share : float
        Share that changes mode at least [-].
    distance_factor : float
        New over old distance [-].
    """

    kind: Literal["transport"] = "transport"
    mode: str = ""
    to: str = ""
    share: Share = 1.0
    distance_factor: Annotated[float, Field(ge=0)] = 1.0


Change = Annotated[
    ElectricityChange
    | SupplyChange
    | FlowChange
    | YieldChange
    | ParameterChange
    | WaferChange
    | DesignChange
    | TransportChange,
    Field(discriminator="kind"),
]


class Scenario(BaseModel):
    """What would be otherwise.

    Parameters
    ----------
    key : str
        Stable name.
    en, zh : str
        Title.
    source : str
        Where its numbers come from.
    changes : dict
        Changes by name, made in their order.
    """

    model_config = CLOSED

    key: str
    en: str
    zh: str
    source: str = ""
    changes: dict[str, Change]
