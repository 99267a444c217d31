"""What a rule set tells the chain about counting flows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pvfootprint.model.accounting import Accounting

if TYPE_CHECKING:
    from pvfootprint.model.rules import RuleSet


def make_accounting(rules: RuleSet) -> Accounting:
    """Return how a rule set counts electricity and shares flows.

    Parameters
    ----------
    rules : RuleSet
        As :func:`pvfootprint.rules.reading.read_rules` returns it, which guarantees the kinds.

    Returns
    -------
    Accounting
        From its clauses on electricity and allocation.
    """
    return Accounting(
        electricity_basis=str(rules.value("electricity.basis")),
        instruments=cast("tuple[str, ...]", rules.value("electricity.instruments")),
        certificate_energy=rules.number("electricity.certificate_energy"),
        certificate_form=str(rules.value("electricity.certificate_form")),
        certificate_age=int(rules.number("electricity.certificate_age")),
        product_claims=bool(rules.value("electricity.product_claims")),
        allocation_order=cast("tuple[str, ...]", rules.value("allocation.order")),
    )
