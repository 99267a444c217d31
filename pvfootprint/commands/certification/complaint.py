"""``pvfootprint cert complaint``."""

from pvfootprint.commands.certification.hearing import hearing_command

command = hearing_command(
    "complaint",
    "C",
    "Take up a complaint about an application or a certificate, or answer one.\n\n"
    "`--from-zh`, `--about-zh` take one up; it gets a key such as C1. `--answer C1 --upheld "
    "--reason-zh` answers it.",
    "What it says",
)
