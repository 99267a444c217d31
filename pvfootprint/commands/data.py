"""``pvfootprint data``: the base database, from entry to sharing."""

from pvfootprint.commands.lazy import LazyGroup

command = LazyGroup(
    name="data",
    help="Take inventories of certificates into the base database, verify, use and share them.",
    modules={
        "ingest": "pvfootprint.commands.data_ingest",
        "consent": "pvfootprint.commands.data_consent",
        "verify": "pvfootprint.commands.data_verify",
        "list": "pvfootprint.commands.data_list",
        "show": "pvfootprint.commands.data_show",
        "group": "pvfootprint.commands.data_group",
        "statistics": "pvfootprint.commands.data_statistics",
        "publish": "pvfootprint.commands.data_publish",
        "monitor": "pvfootprint.commands.data_monitor",
        "package": "pvfootprint.commands.data_package",
    },
)
