"""``pvfootprint analyse``: where a footprint comes from, how sure it is, what would lower it."""

from pvfootprint.commands.lazy import LazyGroup

COMMANDS = ("hotspots", "uncertainty", "sensitivity", "reduce")
"""Commands in the order of an analysis."""

command = LazyGroup(
    name="analyse",
    help="Show where a footprint comes from, how sure it is, and what would lower it.",
    modules={name: f"pvfootprint.commands.analyse_{name}" for name in COMMANDS},
)
