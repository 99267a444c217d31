"""Canonical JSON: one spelling for each content, nothing else is read."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import SubmissionError
from pvfootprint.submission.canonical import read_model, written
from pvfootprint.submission.comparing import Origins
from pvfootprint.submission.manifest import FORMAT, Manifest, Options, PackedFile

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | FINITE | TEXT,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXT, inside, max_size=4),
    max_leaves=20,
)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
ORIGINS = st.builds(
    Origins,
    library=HASHES,
    method=HASHES,
    software=HASHES,
    versions=st.dictionaries(TEXT, TEXT, max_size=3),
)
MANIFESTS = st.builds(
    Manifest,
    files=st.lists(
        st.builds(
            PackedFile,
            name=TEXT,
            role=st.sampled_from(["leader", "supplier", "sealed part", "evidence", "footprint"]),
            size=st.integers(0, 2**40),
            sha256=HASHES,
        ),
        max_size=4,
    ).map(tuple),
    options=st.builds(
        Options,
        product=st.none() | TEXT,
        per=st.none() | TEXT,
        gwp=TEXT,
        electricity_year=st.none() | st.integers(1990, 2100),
        fill_gaps=TEXT,
    ),
    origins=ORIGINS,
)


@given(JSON)
def test_what_is_written_is_read_back_unchanged(data):
    assert json.loads(canonical(data)) == data
    assert canonical(json.loads(canonical(data))) == canonical(data)


@given(st.dictionaries(TEXT, FINITE, max_size=6))
def test_the_order_of_keys_does_not_count(data):
    assert canonical(dict(reversed(data.items()))) == canonical(data)


@given(FINITE)
def test_a_number_comes_back_to_the_last_bit(value):
    back = json.loads(canonical([value]))[0]
    assert back == value
    assert math.copysign(1, back) == math.copysign(1, value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "\ud800"])
def test_what_json_does_not_know_is_refused(value):
    with pytest.raises(ValueError, match=r".+"):
        canonical({"value": value})


@given(MANIFESTS)
def test_a_manifest_comes_back_unchanged(manifest):
    content = written(manifest)
    assert read_model(content, Manifest, "a.pvf", FORMAT) == manifest


MANIFEST = Manifest(
    files=(PackedFile(name="footprint.json", role="footprint", size=2, sha256="0" * 64),),
    options=Options(),
    origins=Origins(library="1", method="2", software="3", versions={"numpy": "2"}),
)
GOOD = written(MANIFEST).decode()
NOT_READ = {
    "not JSON": (GOOD[:-1], "SUB-004"),
    "not UTF-8": (GOOD.encode("utf-16"), "SUB-004"),
    "a byte order mark": ("\ufeff" + GOOD, "SUB-004"),
    "spaces": (GOOD.replace(":", ": ", 1), "SUB-004"),
    "a key twice": (GOOD.replace("{", '{"format":"pvfootprint submission",', 1), "SUB-004"),
    "another order": (
        json.dumps(dict(reversed(json.loads(GOOD).items())), separators=(",", ":")),
        "SUB-004",
    ),
    "escapes": (GOOD.replace("numpy", "\\u006eumpy"), "SUB-004"),
    "an unknown field": (GOOD.replace('"files"', '"a":1,"files"'), "SUB-004"),
    "a field missing": (GOOD.replace('"gwp":"ar6",', ""), "SUB-004"),
    "a number as text": (GOOD.replace('"size":2', '"size":"2"'), "SUB-004"),
    "a size below 0": (GOOD.replace('"size":2', '"size":-2'), "SUB-004"),
    "a size with a point": (GOOD.replace('"size":2', '"size":2.0'), "SUB-004"),
    "no hash": (GOOD.replace("0" * 64, "0" * 63), "SUB-004"),
    "a role that is none": (GOOD.replace('"role":"footprint"', '"role":"friend"'), "SUB-004"),
    "NaN": (GOOD.replace('"size":2', '"size":NaN'), "SUB-004"),
    "nested without end": ("[" * 200_000, "SUB-004"),
    "a number without end": (GOOD.replace('"size":2', '"size":' + "9" * 5000), "SUB-004"),
    "a list": ("[]", "SUB-004"),
    "another format": (GOOD.replace("pvfootprint submission", "something"), "SUB-004"),
    "another version": (GOOD.replace('"version":1', '"version":2'), "SUB-005"),
}


@pytest.mark.parametrize("why", NOT_READ)
def test_a_manifest_that_is_spelled_otherwise_is_not_read(why):
    content, code = NOT_READ[why]
    content = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(SubmissionError) as caught:
        read_model(content, Manifest, "a.pvf", FORMAT)
    assert {finding.code for finding in caught.value.findings} == {code}
