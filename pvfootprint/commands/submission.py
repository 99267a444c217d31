"""``pvfootprint submission``: what a chain leader hands in, and sealed parts of it."""

from pvfootprint.commands.lazy import LazyGroup

command = LazyGroup(
    name="submission",
    help="Pack, verify and follow a submission; seal and open a supplier's part.",
    modules={
        "make": "pvfootprint.commands.submission_make",
        "check": "pvfootprint.commands.submission_check",
        "status": "pvfootprint.commands.submission_status",
        "seal": "pvfootprint.commands.submission_seal",
        "open": "pvfootprint.commands.submission_open",
    },
)
