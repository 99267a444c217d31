"""What the applications wait for."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pvfootprint.certification.acts import PlanAudit
from pvfootprint.certification.overview.tasks import Desk
from pvfootprint.certification.permitting import name_of
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.overview.gathering import Overview
    from pvfootprint.certification.overview.tasks import Task


def application_tasks(overview: Overview) -> Iterator[Task]:
    """Yield what the open applications wait for.

    Parameters
    ----------
    overview : Overview
        All that there is.

    Yields
    ------
    Task
        The next step of each, and each corrective action.
    """
    for case in overview.cases.values():
        if not case.closed:
            desk = Desk(overview, case, case)
            yield from _corrections(desk, case)
            yield from _step(desk, case)


def _corrections(desk: Desk, case: Case) -> Iterator[Task]:
    audited = case.last("audit")
    if audited is None:
        return
    for finding in case.open_findings:
        if finding.due or finding in case.blocking_findings:
            what = text(
                "corrective action for finding {key}: {said}",
                key=finding.key,
                said=finding.said.text,
            )
            due = datetime.date.fromisoformat(finding.due) if finding.due else None
            yield desk.task("correct", what, audited.day, ("correct",), due=due, by_client=True)


def _step(desk: Desk, case: Case) -> Iterator[Task]:
    step, since = case.next_step, case.done[-1].day
    if step == "audit" and case.audit is not None:
        # It waits for corrective actions.
        return
    if step == "evaluate" and case.evaluation is not None:
        what = text("the client must mend what the evaluation found; then evaluate again")
        yield desk.task("step", what, since, ("amend", "evaluate"), by_client=True)
        return
    plan = case.body(PlanAudit)
    planned = step == "audit" and plan is not None
    due = datetime.date.fromisoformat(plan.end) if planned and plan else None
    yield desk.task("step", text("next: {step}", step=name_of(step)), since, (step,), due=due)
