"""``pvfootprint cert``: from an application to a certificate, and what becomes of it."""

from pvfootprint.commands.lazy import LazyGroup

FOLDER = "pvfootprint.commands.certification"

COMMANDS = (
    "apply",
    "amend",
    "accept",
    "reject",
    "evaluate",
    "plan-audit",
    "audit",
    "correct",
    "review",
    "decide",
    "issue",
    "surveil",
    "change",
    "renew",
    "suspend",
    "resume",
    "withdraw",
    "cancel",
    "complaint",
    "appeal",
    "reproduce",
    "list",
    "show",
    "next",
)
"""Commands in the order of the flow; each is a module of the folder."""

command = LazyGroup(
    name="cert",
    help="Lead applications to certificates, and certificates through their life.",
    modules={
        **{name: f"{FOLDER}.{name.replace('-', '_')}" for name in COMMANDS},
        "schemes": "pvfootprint.commands.cert_schemes",
    },
)
