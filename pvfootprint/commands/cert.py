"""``pvfootprint cert``: from an application to a certificate, and what becomes of it."""

from pvfootprint.commands.lazy import LazyGroup

FOLDER = "pvfootprint.commands.certification"

command = LazyGroup(
    name="cert",
    help="Lead applications to certificates, and certificates through their life.",
    modules={},
)
