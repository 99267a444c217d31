"""Schemes that judge a footprint by thresholds, and their results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from pvfootprint.model.footprint import Amount, Part

CERTAINTIES = ("read", "secondary", "draft", "to be confirmed", "own")
"""How sure a thing is: the scheme's text was read; others quote it; the text is a draft; nobody
vouches for it yet; a choice of this project."""

METHODS = ("footprint", "groups", "components")
"""How a scheme's value comes about: the footprint, without some inputs if the scheme leaves them
out; some stages and groups of it; the scheme's own coefficients times quantities."""

JUDGES = ("grades", "limits", "none")
"""What thresholds are: grades, one of which every value has; limits, each met or not; none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A limit or grade of a scheme.

    Parameters
    ----------
    key, en, zh : str
        Identity, and what people read: ``Grade 1``.
    above, below : float, optional
        The judged value lies above `above` and at most at `below`, unless `below_itself` is false
        [unit of the scheme].
    below_itself : bool
        Whether `below` itself still passes.
    source, certainty : str
        Key of the source; how sure it is, a value of :data:`CERTAINTIES`.
    edge_certainty : str
        How sure `below_itself` is, where that is another.
    note_en, note_zh : str
        What a reader must know.
    """

    key: str
    en: str
    zh: str
    above: float | None = None
    below: float | None = None
    below_itself: bool = True
    source: str = ""
    certainty: str = "read"
    edge_certainty: str = ""
    note_en: str = ""
    note_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How a scheme rounds a value before it judges it.

    Parameters
    ----------
    step : float
        To the nearest multiple of it; 0 for no rounding [unit of the scheme].
    half : str
        Where a value goes that lies half-way: ``up`` or ``even``.
    source, certainty : str
        As of a :class:`Threshold`.
    half_certainty : str
        How sure `half` is.
    note_en, note_zh : str
        What a reader must know.
    """

    step: float = 0.0
    half: str = "up"
    source: str = ""
    certainty: str = "read"
    half_certainty: str = "own"
    note_en: str = ""
    note_zh: str = ""

    @property
    def words(self) -> Text:
        """The rule in words."""
        if not self.step:
            return text("not rounded")
        return text("to the nearest {step:g}", step=self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Something that a formula of a scheme counts by quantity and country.

    Parameters
    ----------
    key, en, zh : str
        Identity, and what people read.
    unit : str
        ``kg`` or ``m2``.
    stage : str
        Stage whose product it is; empty for a material.
    step : str
        ``first`` or ``last`` step within a stage that has two of them, such as rods and bricks;
        empty for the only one.
    datasets : tuple of str
        Codes of the material's datasets, taken by processes of the chain; empty for a stage.
    """

    key: str
    en: str
    zh: str
    unit: str
    stage: str = ""
    step: str = ""
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A row of a coefficient file that a user loads.

    Parameters
    ----------
    component, country : str
        Key of a component; country, or ``*`` for every country without a row of its own.
    value : float
        [kgCO2e per unit of the component].
    source : str
        Where the user has it from.
    quantity : float, optional
        Quantity of the component from that country, in place of the inventory's [unit of the
        component per kWp].
    line : int
        Line of the file.
    """

    component: str
    country: str
    value: float
    source: str
    quantity: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """A coefficient file.

    Parameters
    ----------
    file, content_hash : str
        Where it was read from, and its SHA-256.
    schemes : dict
        Rows by key of the scheme.
    """

    file: str
    content_hash: str
    schemes: dict[str, tuple[Coefficient, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A scheme as read from its file.

    Parameters
    ----------
    key, version : str
        Name of the file, and the version of the scheme.
    title, title_zh : str
        Name for people.
    status : str
        ``in force``, ``replaced``, ``draft`` or ``pilot``.
    unit : str
        Of values and limits: ``kgCO2e/kWp``.
    method : str
        A value of :data:`METHODS`.
    judges : str
        A value of :data:`JUDGES`.
    boundary, boundary_zh, boundary_source, boundary_certainty : str
        What the scheme counts, and how sure that is.
    without : tuple of str
        Codes of datasets that module processes take and the scheme leaves out.
    stages, groups : tuple of str
        What of the footprint counts where the method is ``groups``.
    components : tuple of Component
        What the formula counts.
    gwp, gwp_certainty : str
        GWP set that the scheme names; empty where it names none, so that the study's is used.
    rounding : Rounding
        How values are rounded before they are judged.
    thresholds : tuple of Threshold
        The strictest first.
    no_verdict, no_verdict_zh : str
        Why there is no verdict, where the scheme has no thresholds.
    notes : tuple of (str, str)
        What a reader of any result must know, English and Chinese.
    sources : dict
        Citation with link, by key.
    content_hash : str
        SHA-256 of the file.
    """

    key: str
    version: str
    title: str
    title_zh: str
    status: str
    unit: str
    method: str
    judges: str
    boundary: str
    boundary_zh: str
    boundary_source: str
    boundary_certainty: str
    without: tuple[str, ...]
    stages: tuple[str, ...]
    groups: tuple[str, ...]
    components: tuple[Component, ...]
    gwp: str
    gwp_certainty: str
    rounding: Rounding
    thresholds: tuple[Threshold, ...]
    no_verdict: str
    no_verdict_zh: str
    notes: tuple[tuple[str, str], ...]
    sources: dict[str, str]
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeResult:
    """How a product stands under one scheme.

    Parameters
    ----------
    scheme, version : str
        Key of the scheme's file, and its version.
    title, title_zh : str
        Name for people.
    status : str
        As :attr:`Scheme.status`.
    value : Amount, optional
        Under the scheme's own boundary, unrounded; None where it cannot be computed.
    judged : float, optional
        After the scheme's rounding rule [unit of `value`].
    rounding, rounding_zh : str
        The rounding rule in words: ``to the nearest 50``.
    gwp : str
        GWP set of the value; empty where coefficients of the scheme hold it.
    boundary, boundary_zh : str
        What the scheme counts.
    thresholds : tuple of Threshold
        All limits or grades, the strictest first.
    met : tuple of str
        Keys of the thresholds that the judged value meets.
    next_threshold : Threshold, optional
        The next better one that it does not meet.
    margin : float, optional
        Limit of the best threshold met minus the judged value; of the next one where none is met,
        then not above 0 [unit of `value`].
    verdict, verdict_zh : str
        In words: the grade, "meets ...", "does not meet ...", or why there is no verdict.
    parts : tuple of Part
        What the value is made of, the largest first; they sum to it.
    own : Amount, optional
        Where the scheme's value needs coefficients: the footprint by the library's own data within
        about the same boundary. It is not the scheme's number and is never judged.
    missing : tuple of (str, str)
        What the user must give for a verdict, English and Chinese.
    changes : tuple of (str, str)
        What would change the verdict, English and Chinese: how much less is needed, and which
        parts of the value are that large.
    cautions : tuple of (str, str)
        What a reader must know: unverified thresholds, boundaries that only approximate.
    """

    scheme: str
    version: str
    title: str
    title_zh: str
    status: str
    value: Amount | None
    judged: float | None
    rounding: str
    rounding_zh: str
    gwp: str
    boundary: str
    boundary_zh: str
    thresholds: tuple[Threshold, ...]
    met: tuple[str, ...]
    next_threshold: Threshold | None
    margin: float | None
    verdict: str
    verdict_zh: str
    parts: tuple[Part, ...]
    own: Amount | None
    missing: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str], ...]
    cautions: tuple[tuple[str, str], ...]
