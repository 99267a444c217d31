"""``pvfootprint workbook``: suppliers' Excel, out and in."""

from pvfootprint.commands.lazy import LazyGroup

command = LazyGroup(
    name="workbook",
    help="Make, check, fill, export and compare suppliers' workbooks.",
    modules={
        "new": "pvfootprint.commands.workbook_new",
        "check": "pvfootprint.commands.workbook_check",
        "import-meters": "pvfootprint.commands.workbook_meters",
        "export": "pvfootprint.commands.workbook_export",
        "diff": "pvfootprint.commands.workbook_diff",
    },
)
