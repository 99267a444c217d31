"""What the tests of drawn papers share."""

import itertools

import pytest

from pvfootprint.documents.sheets.faces import advance
from pvfootprint.documents.sheets.sheet import MARK, Words


@pytest.fixture(scope="session")
def boxes_of():
    """Give a function that returns the texts of a sheet with the boxes that they take."""

    def boxes(sheet):
        found = []
        for item in sheet.items:
            if isinstance(item, Words) and item.layer != MARK and item.said.strip():
                *_, last = item.parts()
                right = last.x + advance(last.said, last.size, bold=last.bold)
                top, bottom = item.y - 0.72 * item.size, item.y + 0.1 * item.size
                found.append((item.said, item.x, top, right, bottom))
        return found

    return boxes


@pytest.fixture(scope="session")
def overlaps(boxes_of):
    """Give a function that returns the texts of a sheet that lie on each other."""

    def pairs(sheet):
        return [
            (a[0], b[0])
            for a, b in itertools.combinations(boxes_of(sheet), 2)
            if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
        ]

    return pairs
