"""A process that writes to a registry, for tests that run many of them or kill them.

    python workers.py allot ADDRESS COUNT    gives out numbers
    python workers.py act ADDRESS COUNT      keeps a file, applies, reserves, decides; COUNT times
    python workers.py backup ADDRESS FILE
    python workers.py restore FILE ADDRESS
    python workers.py make ADDRESS

It prints ``ready`` when its registry is open, and each number once it is certain.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import registries

from pvfootprint.registry.copying import backup, restore
from pvfootprint.registry.registry import Registry


def say(word):
    """Tell the test at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def allot(registry, count):
    """Give out numbers."""
    for _ in range(count):
        say(registries.allot(registry))


def act(registry, count):
    """Do what an application needs, one act after another."""
    for _ in range(count):
        with registry.reading() as snapshot:
            content = f"paper for what comes after entry {snapshot.size()}".encode()
        (sha256,) = registry.keep([content])
        number = registries.allot(registry, files={"paper.txt": sha256})
        say(number)
        first, last = (f"GEC{number[-5:]}{i:03d}" for i in (0, 999))
        green = [{"system": "GEC", "first": first, "last": last}]
        registries.write(registry, "accept", number, {"green_reserved": green})
        now = "spent" if int(number[-5:]) % 2 else "released"
        registries.write(registry, "decide", number, {"green_now": now})


def main():
    """Do one of them."""
    kind, *arguments = sys.argv[1:]
    if kind == "make":
        registries.make(arguments[0]).close()
    elif kind == "restore":
        restore(Path(arguments[0]), arguments[1])
    else:
        registry = Registry.open(arguments[0])
        say("ready")
        if kind == "backup":
            backup(registry, Path(arguments[1]))
        else:
            {"allot": allot, "act": act}[kind](registry, int(arguments[1]))
        registry.close()


if __name__ == "__main__":
    main()
