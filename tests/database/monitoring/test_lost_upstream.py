"""Which certificates stand on one that does not hold any more."""

import pytest

from pvfootprint.certification import acts
from pvfootprint.certification.overview.gathering import overview
from pvfootprint.database.monitoring.lost_upstream import doubtful


@pytest.fixture
def chain(house, certificate_records):
    """Issue three certificates, each on the one before; give their numbers."""
    numbers = []
    for _ in range(3):
        above = ()
        if numbers:
            example = certificate_records.record().upstream[0].model_dump()
            above = ({**example, "number": numbers[-1]},)
        numbers.append(house.issue(house.case_at("issue"), upstream=above))
    return numbers


def look(house):
    with house.reading() as snapshot:
        return list(doubtful(overview(snapshot, house.clock.day)))


def test_sound_chain_leaves_nobody_in_doubt(house, chain):
    assert look(house) == []


def test_suspension_reaches_everybody_above(house, chain):
    first, second, third = chain
    said = {"en": "late", "zh": "逾期"}
    until = house.clock.day.replace(month=5).isoformat()
    body = acts.Suspend(reason=said, until=until).model_dump(mode="json")
    with house.registry.writing() as transaction:
        transaction.append("suspend", first, body, house.actor("decider-a"))
    found = {one.number: one.upstream for one in look(house)}
    assert set(found) == {second, third}
    assert found[third].path == (second, first)
    assert found[third].status == "suspended"
