"""``pvfootprint registry``: the log that everything of a certification is written to."""

from pvfootprint.commands.lazy import LazyGroup

command = LazyGroup(
    name="registry",
    help="Make, check, back up, restore and publish the registry.",
    modules={
        "init": "pvfootprint.commands.registry_init",
        "check": "pvfootprint.commands.registry_check",
        "head": "pvfootprint.commands.registry_head",
        "backup": "pvfootprint.commands.registry_backup",
        "restore": "pvfootprint.commands.registry_restore",
        "export": "pvfootprint.commands.registry_export",
        "migrate": "pvfootprint.commands.registry_migrate",
        "publish": "pvfootprint.commands.registry_publish",
        "serve": "pvfootprint.commands.registry_serve",
    },
)
