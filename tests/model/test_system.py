from dataclasses import replace

import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.chain.declaring import declare
from pvfootprint.chain.selecting import select


@pytest.fixture
def system(tiny_library):
    wafer = select(tiny_library, "wafer:mono:CN").product
    return assemble(tiny_library, wafer, declare(wafer, "m2"))


def with_first_exchange(system, **changes):
    first, *others = system.inventories
    exchange, *rest = first.exchanges
    changed = replace(first, exchanges=(replace(exchange, **changes), *rest))
    return replace(system, inventories=(changed, *others))


def test_the_hash_holds_what_is_computed(system):
    changed = [
        with_first_exchange(system, amount=system.inventories[0].exchanges[0].amount * (1 + 1e-15)),
        with_first_exchange(system, target="ingot-CN-2018"),
        replace(system, declared_unit=replace(system.declared_unit, reference_flow=2.0)),
        replace(system, product=system.inventories[0]),
        replace(system, inventories=system.inventories[1:]),
    ]
    hashes = {system.content_hash, *(other.content_hash for other in changed)}
    assert len(hashes) == 1 + len(changed)


def test_the_hash_leaves_out_what_is_not_computed(system):
    same = with_first_exchange(system, note="a remark", source="another", line=99)
    assert same.content_hash == system.content_hash
