"""Names of the files of a published register, below its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pvfootprint.registry.tiles import Tile

CHECKPOINT = "log/checkpoint"
"""The signed head of the log."""

PUBLISHER = "publisher.json"
"""Who signs the register, and who in the log allowed that."""


def page_place(number: str) -> str:
    """Return the address of a certificate, which its QR code holds; a folder with a page."""
    return f"c/{number}"


def pdf_place(number: str) -> str:
    """Return the name of a certificate's PDF."""
    return f"c/{number}/certificate.pdf"


def record_place(number: str) -> str:
    """Return the name of what a certificate says, as canonical JSON."""
    return f"c/{number}/record.json"


def credential_place(number: str) -> str:
    """Return the name of a certificate as a verifiable credential."""
    return f"c/{number}/credential.json"


def proof_place(number: str) -> str:
    """Return the name of the log's entries about a certificate."""
    return f"c/{number}/proof.json"


def status_place(purpose: str, number: int) -> str:
    """Return the name of a status list; the lists of a purpose are counted from 1."""
    return f"status/{purpose}/{number}.json"


def tile_place(tile: Tile) -> str:
    """Return the name of a tile of the log."""
    return f"log/{tile.path}"
