"""Carbon footprints of crystalline-silicon photovoltaic products, cradle to gate.

>>> from pvfootprint import footprint
>>> result = footprint("module:perc:CN@2018", per="kWp")
>>> result.total.unit
'kgCO2e/kWp'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.analysis.subjects import Subject
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.interface.analyses import (
        changed,
        compare,
        footprint,
        hotspots,
        reduce,
        scenarios,
        sensitivity,
        uncertainty,
    )
    from pvfootprint.interface.batches import batch, read_results
    from pvfootprint.interface.frames import frames
    from pvfootprint.interface.subjects import open_subject
    from pvfootprint.library.caching import open_library
    from pvfootprint.model.findings import PvfootprintError
    from pvfootprint.model.footprint import Footprint

__version__ = "0.1.0"

__all__ = [
    "Footprint",
    "ProductData",
    "PvfootprintError",
    "Subject",
    "__version__",
    "batch",
    "changed",
    "compare",
    "footprint",
    "frames",
    "hotspots",
    "open_library",
    "open_subject",
    "read_results",
    "reduce",
    "scenarios",
    "sensitivity",
    "uncertainty",
]

_ANALYSES = "pvfootprint.interface.analyses"
_WHERE = {
    "Footprint": "pvfootprint.model.footprint",
    "ProductData": "pvfootprint.chain.declaring",
    "PvfootprintError": "pvfootprint.model.findings",
    "Subject": "pvfootprint.analysis.subjects",
    "batch": "pvfootprint.interface.batches",
    "changed": _ANALYSES,
    "compare": _ANALYSES,
    "footprint": _ANALYSES,
    "frames": "pvfootprint.interface.frames",
    "hotspots": _ANALYSES,
    "open_library": "pvfootprint.library.caching",
    "open_subject": "pvfootprint.interface.subjects",
    "read_results": "pvfootprint.interface.batches",
    "reduce": _ANALYSES,
    "scenarios": _ANALYSES,
    "sensitivity": _ANALYSES,
    "uncertainty": _ANALYSES,
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that importing the package stays cheap."""
    if name not in _WHERE:
        msg = f"module 'pvfootprint' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
