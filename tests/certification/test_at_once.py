"""Many processes issue certificates at once: numbers are consecutive, and nobody sees an error."""

import pytest

from pvfootprint.registry.checking import check


@pytest.mark.parametrize(
    ("processes", "certificates"),
    [
        (8, 9),
        pytest.param(8, 300, marks=[pytest.mark.long, pytest.mark.timeout(1800)]),
    ],
)
def test_certificates_issued_at_once(house_at, address, tmp_path, issuers, processes, certificates):
    house = house_at(address)
    (tmp_path / "signatory-a.key").write_bytes(house.keys["signatory-a"].private_bytes_raw())
    numbers = house.granted(certificates)
    # Each has its own, but for the first one, which all of them issue.
    shares = [[numbers[0], *numbers[1 + i :: processes]] for i in range(processes)]
    now = house.clock().isoformat()
    started = [issuers.start(tmp_path, address, now, share) for share in shares]
    issued = {}
    for one, share in zip(started, shares, strict=True):
        code = issuers.wait(one)
        assert (code, one.errors.read_text()) == (0, "")
        lines = [line.split() for line in one.out.read_text().splitlines()]
        assert [number for number, _ in lines] == share
        issued |= dict(map(tuple, lines))
        # Whoever was first: all handed out the same.
        assert issued[numbers[0]] == lines[0][1]
    running = [entry.data["allotted"]["running"] for entry in house.entries(act="allot")]
    assert running == list(range(1, certificates + 1))
    assert len(set(issued.values())) == len(issued) == certificates
    assert sorted(issued.values()) == [entry.subject for entry in house.entries(act="allot")]
    assert len(house.entries(act="issue")) == certificates
    report = check(house.registry)
    assert report.is_sound, report.findings
