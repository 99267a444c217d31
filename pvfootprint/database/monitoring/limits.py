"""Limits of monitoring, each with the ground on which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.language.texts import Text

DAYS_OF_A_YEAR = 365.25

AGEING = 2.0
"""From which age data are listed [years]."""

OLD = 5.0
"""From which age data are old [years]."""

DRIFT = 0.10
"""From which change against the year before a value is listed [-]."""

FAR = 3.5
"""From which modified z-score a value is far from its peers [-]."""

FEWEST_PEERS = 5
"""How many values, its own among them, an outlier is told by."""

SOON = 90
"""How long before its last day a certificate is listed [d]."""

GROUNDS: dict[str, Text] = {
    "age": text(
        "more than {ageing:g} years: the pilot's rules for suppliers' data (age.primary, own "
        "choice); more than {old:g} years: EN 15804 for specific data, as the note of that clause "
        "quotes it (second-hand)",
        ageing=AGEING,
        old=OLD,
    ),
    "drift": text(
        "more than {drift:.0%} against the year before: own choice, to be looked at by a person",
        drift=DRIFT,
    ),
    "outlier": text(
        "modified z-score above {far:g} (0.6745 times the distance from the median over the median "
        "absolute deviation; Iglewicz and Hoaglin 1993, quoted second-hand), among {fewest} "
        "datasets or more; for any number the published range of the library",
        far=FAR,
        fewest=FEWEST_PEERS,
    ),
    "certificate": text(
        "suspended, withdrawn or cancelled, expired, or within {days} days of its last day: own "
        "choice",
        days=SOON,
    ),
    "factor": text("the library has electricity of a newer year, by the same method"),
    "consent": text("a package holds it, and it may not be shared on these terms any more"),
}
"""By kind of remark: what the limit is and where it is from."""
