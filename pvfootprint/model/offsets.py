"""Tells by their names carbon credits and offsets, which are no flows of a product system.

ISO 14067:2018, 3.1.1.7, calls carbon offsetting a compensation outside of the product system, which
a quantification does not allow (6.3.4.1); GB/T 24067-2024, 1, leaves it out of its scope.
"""

from __future__ import annotations

import re
import unicodedata

OFFSET = re.compile(
    r"""
    \b(?:carbon|co2e?|ghg|climate|emissions?(?:\s+reductions?)?)[\s_-]*
        (?:credit|offset|compensation|allowance)
    | \boffset(?:ting)?\s+(?:of\s+)?(?:carbon|co2|ghg|emissions?)\b
    | \b(?:certified|verified|voluntary)\s+(?:carbon|emissions?)\s+(?:unit|reduction)
    | \bgold\s+standard\b
    | (?<![a-z])(?:ccer|vcs|vcu|verra)s?(?![a-z])
    | 碳(?:信用|抵[消销减]|补偿|汇|配额|排放权|排放配额|积分)
    | 减排量 | 自愿减排 | 排放配额
    """,
    re.VERBOSE,
)
"""Names that mean nothing else, in lower case."""

CLAIM = re.compile(r"\b(?:carbon|climate|co2)[\s_-]*(?:neutral|negative)|碳中和|碳负|零碳")
"""Claims that a material can bear too: only what is no flow of the library means an offset."""


def is_offset(name: str, *, linked: bool) -> bool:
    """Return whether a row is named like a carbon credit or offset.

    Parameters
    ----------
    name : str
        What the company calls it.
    linked : bool
        Whether it is counted as a flow of the library: carbon-neutral glass is glass.

    Returns
    -------
    bool
        True for names such as ``carbon credits``, ``CCER`` and ``碳抵消``.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return bool(OFFSET.search(plain) or (not linked and CLAIM.search(plain)))
