"""Invented companies by the dozen, for the tests of what is published of many.

``population(40)`` gives datasets of 40 companies, the same at every call: a quarter have two sites,
productions differ tenfold and footprints by a third. ``population(40, year=2026, seed=1)`` gives
those of the year after, when every value has moved a little; company N is the same in every year.
``with_values(datasets, key, ...)`` changes fields of the unit process of one of them.
"""

import random
from dataclasses import replace

COMMON = (
    ("argon-liquid", "kilogram", "materials", 0.7),
    ("electricity-grid-supply-CN", "kilowatt hour", "electricity", 12.0),
    ("transport-lorry", "ton kilometer", "transport", 0.5),
)
"""Code, unit, group and usual amount of what every company takes."""

RARE = ("silver", "kilogram", "materials", 0.002)
"""What the first two companies take alone."""


class Populations:
    """Makes them with the module `base_datasets`."""

    def __init__(self, base_datasets):
        self.made = base_datasets

    def flow(self, code, unit, group, amount):
        return self.made.Flow(code=code, name=code, amount=amount, unit=unit, group=group)

    def population(self, companies, *, year=2025, seed=0, stage="wafer", rare=(), **changes):
        """Return datasets of companies 1 to N; `rare` names those that take :data:`RARE`.

        Changes are those of all of them, as in ``base_datasets.dataset``.
        """
        chance = random.Random(f"{seed} {year} {stage}")
        found = []
        for number in range(1, companies + 1):
            sites = 2 if number % 4 == 0 else 1
            for site in range(sites):
                flows = [self.flow(c, u, g, a * chance.uniform(0.8, 1.2)) for c, u, g, a in COMMON]
                if number in rare:
                    flows.append(self.flow(*RARE))
                made = {
                    "consent": "statistics",
                    "key": f"data/{year}{number:03d}{site}",
                    "code": f"site:company{number}:s{site}:{stage}:p1",
                    "stage": stage,
                    "start": f"{year}-01-01",
                    "end": f"{year}-12-31",
                    "output": 1e6 * 10 ** chance.uniform(-0.3, 0.7),
                    "footprint": 30.0 * chance.uniform(0.85, 1.15),
                    "own_footprint": 10.0 * chance.uniform(0.85, 1.15),
                    "inputs": tuple(one for one in flows if one.group != "electricity"),
                    "energy": tuple(one for one in flows if one.group == "electricity"),
                }
                found.append(self.made.dataset(number, **{**made, **changes}))
        return found

    def with_values(self, datasets, key, **changes):
        """Return them with fields of one's unit process changed."""
        return [
            replace(one, process=one.process.model_copy(update=changes)) if one.key == key else one
            for one in datasets
        ]
