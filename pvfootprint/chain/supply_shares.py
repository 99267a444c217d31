"""Says of which stages a product takes something, and who supplies which share of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pvfootprint.chain.faults import fault
from pvfootprint.language.texts import text
from pvfootprint.model.site import SUPPLIED_STAGE, SUPPLIED_STAGES, SUPPLY, WHOLE_SITE, SupplyShare
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pvfootprint.chain.sites import SiteProcess
    from pvfootprint.model.findings import Finding

SUM_TOLERANCE = 1e-3
"""How far shares of suppliers may be from 1 in sum, as they are given in rounded percent; what
they lack or exceed is spread over them, so that nothing that was taken gets lost [-]."""


def stages_taken(process: SiteProcess) -> tuple[list[str], list[Finding]]:
    """Return the stages of which a product takes something; its workbook must name one.

    Parameters
    ----------
    process : SiteProcess
        The product with all that it takes.

    Returns
    -------
    list of str
        Stages, in the order of the workbook.
    list of Finding
        CHN-020 if nothing is taken, or if a supplier is named of a stage of which nothing is.
    """
    before = SUPPLIED_STAGE[process.site.stage]
    taken = list(dict.fromkeys(taken.stage for taken in process.taken))
    there = {*taken, *(gap.stage for gap in process.named)}
    found = []
    if not there & set(SUPPLIED_STAGES[process.site.stage]):
        found.append(_nothing_taken(process, before))
    named = {row.stage or before: row for row in _supply_rows(process)}
    found += [_not_taken(process, stage, row) for stage, row in named.items() if stage not in there]
    return taken, found


def supply_shares(
    process: SiteProcess, stage: str
) -> tuple[list[tuple[SupplyShare, float]], list[Finding]]:
    """Return who supplies what a product takes of a stage; nobody where none is named.

    Parameters
    ----------
    process : SiteProcess
        The product with all that it takes.
    stage : str
        A stage of which it takes something.

    Returns
    -------
    list of (SupplyShare, float)
        Rows of the workbook with their shares, which sum to 1 [-].
    list of Finding
        CHN-006 if they do not, as they are given.
    """
    before = SUPPLIED_STAGE[process.site.stage]
    rows = [row for row in _supply_rows(process) if (row.stage or before) == stage]
    if not rows:
        return [(SupplyShare(product=process.product.key, supplier="", share=1.0), 1.0)], []
    whole = math.fsum(row.share for row in rows)
    if abs(whole - 1) > SUM_TOLERANCE or min(row.share for row in rows) < 0:
        return [], [_not_whole(process, rows, whole)]
    return [(row, row.share / whole) for row in rows if row.share], []


def _supply_rows(process: SiteProcess) -> list[SupplyShare]:
    rows = [row for row in process.site.suppliers if row.product == process.product.key]
    return rows or [row for row in process.site.suppliers if row.product == WHOLE_SITE]


def _nothing_taken(process: SiteProcess, before: str) -> Finding:
    product = process.product
    return fault(
        "CHN-020",
        text("{product} takes no {before}", product=product.key, before=STAGES[before]),
        product.origin,
        "key",
        expected=text("a row of materials with {dataset}", dataset=SUPPLY + before),
        hint=text("without it everything before this stage would be missing"),
    )


def _not_taken(process: SiteProcess, stage: str, row: SupplyShare) -> Finding:
    return fault(
        "CHN-020",
        text(
            "{product} has a supplier of {stage} and takes none",
            product=process.product.key,
            stage=STAGES[stage],
        ),
        row.origin,
        "stage" if row.stage else "supplier",
        found=row.supplier,
        expected=text("a row of materials with {dataset}", dataset=SUPPLY + stage),
        hint=text("say what is supplied, or add what was taken to the materials"),
    )


def _not_whole(process: SiteProcess, rows: Sequence[SupplyShare], whole: float) -> Finding:
    return fault(
        "CHN-006",
        text(
            "the shares of {product}'s suppliers sum to {whole:.4g}",
            product=process.product.key,
            whole=whole,
        ),
        rows[-1].origin,
        "share",
        found=" + ".join(f"{row.share:g}" for row in rows),
        expected=text("1 in sum, none below 0"),
        hint=text("a supplier without data keeps its row: the gap is filled and reported"),
    )
