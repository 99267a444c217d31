"""``pvfootprint cert appeal``."""

from pvfootprint.commands.certification.hearing import hearing_command

command = hearing_command(
    "appeal",
    "P",
    "Take up an appeal against a refusal, a suspension or a withdrawal, or answer one.\n\n"
    "`--from-zh`, `--about-zh` take one up, against the newest such act; it gets a key such as "
    "P1. `--answer P1 --upheld --reason-zh` answers it. Only people who took no part in what it is "
    "against may answer. If it is upheld, a suspension or withdrawal is ended by `cert resume`; "
    "who was refused applies again.",
    "Why",
)
