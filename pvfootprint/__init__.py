"""Carbon footprints of crystalline-silicon photovoltaic products, cradle to gate.

>>> from pvfootprint import footprint
>>> result = footprint("module:perc:CN@2018", per="kWp")
>>> result.total.unit
'kgCO2e/kWp'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.chain.declaring import ProductData
    from pvfootprint.engine.computing import footprint
    from pvfootprint.library.caching import open_library
    from pvfootprint.model.findings import PvfootprintError
    from pvfootprint.model.footprint import Footprint

__version__ = "0.1.0"

__all__ = [
    "Footprint",
    "ProductData",
    "PvfootprintError",
    "__version__",
    "footprint",
    "open_library",
]

_WHERE = {
    "Footprint": "pvfootprint.model.footprint",
    "ProductData": "pvfootprint.chain.declaring",
    "PvfootprintError": "pvfootprint.model.findings",
    "footprint": "pvfootprint.engine.computing",
    "open_library": "pvfootprint.library.caching",
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
