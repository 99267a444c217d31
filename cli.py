"""Runs the command line from a checkout, the same as the installed ``pvfootprint``."""

from pvfootprint.commands.main import main

if __name__ == "__main__":
    main()
