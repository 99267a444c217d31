"""What a search for reduction found, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pvfootprint.language.texts import Text, text
from pvfootprint.model.lever import CERTAINTIES
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from pvfootprint.model.lever import Lever

State = Literal["open", "pulled", "absent", "elsewhere", "without effect"]

STATES: dict[str, Text] = {
    "open": text("offered"),
    "pulled": text("pulled already"),
    "absent": text("nothing here to change"),
    "elsewhere": text("not valid here"),
    "without effect": text("without effect here"),
}
"""Whether a lever is offered, or why not."""

Verdict = Literal["no target", "met", "reachable", "unreachable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Whether a lever is offered.

    Parameters
    ----------
    lever : Lever
        Which one.
    state : str
        A key of :data:`STATES`.
    why : Text
        In one line; for a lever that is offered what the offer rests on, often nothing.
    """

    lever: Lever
    state: State
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """A lever alone: everything else stays as it is.

    Parameters
    ----------
    lever : Lever
        Which one.
    footprint : float
        With this lever alone [kgCO2e per declared unit].
    saving : float
        Present footprint less that; negative where the lever raises it [kgCO2e per declared unit].
    share : float
        Saving over the present footprint [-].
    """

    lever: Lever
    footprint: float
    saving: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A lever of the sequence, on top of those before it.

    Parameters
    ----------
    lever : Lever
        The one that saves most at this point.
    footprint : float
        With it and all before it [kgCO2e per declared unit].
    saving : float
        What it takes off at this point [kgCO2e per declared unit].
    alone : float
        What it would take off alone [kgCO2e per declared unit].
    """

    lever: Lever
    footprint: float
    saving: float
    alone: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverSet:
    """Levers pulled together.

    Parameters
    ----------
    levers : tuple of Lever
        In the order of the catalogue; none for the present state.
    footprint : float
        With all of them [kgCO2e per declared unit].
    companies : tuple of Text
        Who has to act.
    """

    levers: tuple[Lever, ...]
    footprint: float
    companies: tuple[Text, ...]

    def beyond(self, other: LeverSet) -> tuple[tuple[Lever, ...], tuple[Lever, ...]]:
        """Return what is pulled here and not in another set, and what is no longer.

        Parameters
        ----------
        other : LeverSet
            A set with fewer levers.

        Returns
        -------
        tuple of Lever, tuple of Lever
            Levers that come, and levers that go.
        """
        here, there = set(self.keys), set(other.keys)
        return (
            tuple(lever for lever in self.levers if lever.key not in there),
            tuple(lever for lever in other.levers if lever.key not in here),
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the levers."""
        return tuple(lever.key for lever in self.levers)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "levers": list(self.keys),
            "footprint": self.footprint,
            "companies": [company.en for company in self.companies],
            "companies_zh": [company.zh for company in self.companies],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What a company gave as a sealed part or a summary: its inventory is not seen here.

    Parameters
    ----------
    company : str
        Whose.
    stage : str
        A key of :data:`pvfootprint.model.terms.STAGES`.
    footprint : float
        What it adds, with all before it [kgCO2e per declared unit].
    share : float
        Over the present footprint [-].
    """

    company: str
    stage: str
    footprint: float
    share: float

    @property
    def said(self) -> Text:
        """In a sentence."""
        return text(
            "{share:.1%} of the footprint is behind the sealed part or summary of {company} "
            "({stage}): no lever here can change it; only the company itself can see what would.",
            share=self.share,
            company=self.company,
            stage=STAGES[self.stage],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """What would lower a footprint.

    Parameters
    ----------
    product : str
        Which product.
    unit : str
        Unit of all footprints and savings: kgCO2e per declared unit.
    footprint : float
        As it is [unit].
    target : float, optional
        What it is to come down to [unit].
    verdict : str
        ``no target``, ``met`` already, ``reachable`` or ``unreachable``.
    offers : tuple of Offer
        Every lever of the catalogue, ordered by key.
    alone : tuple of Saving
        The levers that are offered, the largest saving first.
    sequence : tuple of Step
        Always the lever that saves most on top of those before it; ends where none saves more.
    best : tuple of LeverSet
        The lowest footprint with none, one, two ... levers; as far as sets were computed.
    smallest : LeverSet, optional
        Fewest levers that reach the target; of those the lowest footprint.
    fewest_companies : LeverSet, optional
        Fewest companies that have to act for the target; of those fewest levers, then the lowest
        footprint.
    sets : int
        How many sets of levers were computed, the empty one among them.
    all_sets : int
        How many there are: every set of levers that do not exclude each other.
    companies : dict
        Who can pull the levers of each stage.
    closed : tuple of Closed
        Parts of the footprint in which no lever can change anything.
    """

    product: str
    unit: str
    footprint: float
    target: float | None
    verdict: Verdict
    offers: tuple[Offer, ...]
    alone: tuple[Saving, ...]
    sequence: tuple[Step, ...]
    best: tuple[LeverSet, ...]
    smallest: LeverSet | None
    fewest_companies: LeverSet | None
    sets: int
    all_sets: int
    companies: dict[str, Text]
    closed: tuple[Closed, ...] = ()

    @property
    def lowest(self) -> LeverSet:
        """The set with the lowest footprint of those computed; of equals the one with fewer."""
        return min(self.best, key=lambda one: one.footprint)

    @property
    def worthwhile(self) -> tuple[LeverSet, ...]:
        """The best sets up to the lowest: more levers than that do not lower it further."""
        return self.best[: self.best.index(self.lowest) + 1]

    def not_offered(self) -> list[tuple[tuple[Lever, ...], Text, Text]]:
        """Return the levers that are not offered, those with one reason together.

        Returns
        -------
        list of (tuple of Lever, Text, Text)
            Levers, state and reason.
        """
        found: dict[tuple[str, str], list[Offer]] = {}
        for offer in self.offers:
            if offer.state != "open":
                found.setdefault((offer.state, str(offer.why)), []).append(offer)
        return [
            (tuple(one.lever for one in offers), STATES[state], offers[0].why)
            for (state, _), offers in found.items()
        ]

    @property
    def complete(self) -> bool:
        """Whether every set was computed, so that nothing lower than :attr:`lowest` is possible."""
        return self.sets == self.all_sets

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values, words in both languages."""
        return {
            "product": self.product,
            "unit": self.unit,
            "footprint": self.footprint,
            "target": self.target,
            "verdict": self.verdict,
            "sets_computed": self.sets,
            "sets_possible": self.all_sets,
            "levers": [_offer(offer, self.companies) for offer in self.offers],
            "alone": [
                {
                    "lever": one.lever.key,
                    "footprint": one.footprint,
                    "saving": one.saving,
                    "share": one.share,
                }
                for one in self.alone
            ],
            "sequence": [
                {
                    "lever": one.lever.key,
                    "footprint": one.footprint,
                    "saving": one.saving,
                    "alone": one.alone,
                }
                for one in self.sequence
            ],
            "best_by_number": [one.to_dict() for one in self.best],
            "smallest": self.smallest.to_dict() if self.smallest else None,
            "fewest_companies": self.fewest_companies.to_dict() if self.fewest_companies else None,
            "lowest": self.lowest.to_dict(),
            "closed": [
                {
                    "company": one.company,
                    "stage": one.stage,
                    "footprint": one.footprint,
                    "share": one.share,
                    "note": one.said.en,
                    "note_zh": one.said.zh,
                }
                for one in self.closed
            ],
        }


def _offer(offer: Offer, companies: dict[str, Text]) -> dict[str, Any]:
    lever = offer.lever
    return {
        "key": lever.key,
        "name": lever.en,
        "name_zh": lever.zh,
        "state": offer.state,
        "why": offer.why.en,
        "why_zh": offer.why.zh,
        "stage": lever.who,
        "who": companies[lever.who].en,
        "who_zh": companies[lever.who].zh,
        "group": lever.group,
        "certainty": lever.certainty,
        "certainty_zh": CERTAINTIES[lever.certainty].zh,
        "needs": [en for en, _ in lever.needs],
        "needs_zh": [zh for _, zh in lever.needs],
        "caution": lever.caution_en,
        "caution_zh": lever.caution_zh,
        "file_sha256": lever.content_hash,
    }
