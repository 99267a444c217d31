"""Submissions: the same bytes twice, and whatever was changed is found."""

import json

import pytest

from pvfootprint.chain.leading import leading
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import PvfootprintError, SubmissionError, SupplyError
from pvfootprint.submission.archives import pack, unpack
from pvfootprint.submission.canonical import written
from pvfootprint.submission.inputs import load_files, read_inputs
from pvfootprint.submission.manifest import FOOTPRINT, MANIFEST, Manifest, Options
from pvfootprint.submission.packing import make_submission
from pvfootprint.submission.verifying import check_submission

NAMES = [
    "evidence/module/invoice.pdf",
    "evidence/module/电表.txt",
    "footprint.json",
    "workbooks/cell.xlsx",
    "workbooks/module.xlsx",
    "workbooks/wafer.xlsx",
]


def codes(findings, severity="error"):
    return {finding.code for finding in findings if finding.severity == severity}


@pytest.fixture
def check(library):
    """Verify a submission."""

    def run(content):
        return check_submission(content, "a.pvf", library)

    return run


@pytest.fixture
def members(made):
    return unpack(made.content, "a.pvf").members


@pytest.fixture
def edited(members):
    """Give a function that changes the manifest and packs again."""

    def edit(change):
        data = json.loads(members[MANIFEST])
        change(data)
        return pack({**members, MANIFEST: canonical(data)})

    return edit


def test_it_holds(made, check):
    verdict = check(made.content)
    assert verdict.holds, verdict.findings
    assert codes(verdict.findings, "warning") & {"SUB-010", "SUB-011"} == set()
    assert verdict.stated == verdict.recomputed
    assert verdict.stated["total"]["value"] == made.footprint.total.value > 0


def test_it_holds_every_file_once(made):
    assert [entry.name for entry in made.manifest.files] == NAMES
    assert [entry.role for entry in made.manifest.files] == [
        "evidence",
        "evidence",
        "footprint",
        "supplier",
        "leader",
        "supplier",
    ]


def test_the_same_inputs_give_the_same_bytes(made, workbooks, library, documents):
    backwards = dict(reversed(workbooks.items()))
    again = make_submission(backwards, library, Options(), lambda *name: documents.get(name))
    assert again.content == made.content


def test_nothing_of_this_machine_stands_in_it(made, tmp_path_factory):
    for member in (b"/tmp", b"pvfootprint-", str(tmp_path_factory.getbasetemp()).encode()):
        assert member not in unpack(made.content, "a").members[FOOTPRINT]
        assert member not in unpack(made.content, "a").members[MANIFEST]


def test_other_options_are_kept(workbooks, library, check):
    options = Options(per="m2", gwp="ar5", electricity_year=2023, product="P1")
    made = make_submission(workbooks, library, options, lambda *_: None)
    assert made.footprint.total.unit == "kgCO2e/m2"
    verdict = check(made.content)
    assert verdict.holds, verdict.findings
    assert verdict.manifest.options == options


@pytest.mark.parametrize("name", [*NAMES, MANIFEST])
def test_any_flipped_byte_of_a_member_is_found(members, check, name):
    content = members[name]
    for place in range(0, len(content), max(1, len(content) // 25)):
        damaged = bytearray(content)
        damaged[place] ^= 1
        verdict = check(pack({**members, name: bytes(damaged)}))
        assert codes(verdict.findings) <= {f"SUB-00{number}" for number in range(3, 9)}
        assert not verdict.holds
        assert verdict.recomputed is None


def test_any_flipped_byte_of_the_file_is_found(made, check):
    for place in range(0, len(made.content), len(made.content) // 300):
        damaged = bytearray(made.content)
        damaged[place] ^= 128
        assert not check(bytes(damaged)).holds, place


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_found(members, check, name):
    left = {key: content for key, content in members.items() if key != name}
    assert codes(check(pack(left)).findings) == {"SUB-006"}


def test_a_missing_manifest_is_found(members, check):
    del members[MANIFEST]
    assert codes(check(pack(members)).findings) == {"SUB-006"}


def test_an_extra_file_is_found(members, check):
    assert codes(check(pack({**members, "note.txt": b"x"})).findings) == {"SUB-008"}


def entry(data, name):
    return next(file for file in data["files"] if file["name"] == name)


def rename(data, old, new):
    entry(data, old)["name"] = new
    data["files"].sort(key=lambda file: file["name"])


DEFECTS = {
    "another format": (lambda d: d.update(format="x"), {"SUB-004"}),
    "another version": (lambda d: d.update(version=2), {"SUB-005"}),
    "an unknown field": (lambda d: d.update(note="x"), {"SUB-004"}),
    "no options": (lambda d: d.pop("options"), {"SUB-004"}),
    "no origins": (lambda d: d.pop("origins"), {"SUB-004"}),
    "no files": (lambda d: d.update(files=[]), {"SUB-004", "SUB-008"}),
    "another size": (lambda d: entry(d, NAMES[0]).update(size=1), {"SUB-007"}),
    "another hash": (lambda d: entry(d, NAMES[0]).update(sha256="0" * 64), {"SUB-007"}),
    "no role": (lambda d: entry(d, NAMES[0]).pop("role"), {"SUB-004"}),
    "a role of another folder": (
        lambda d: entry(d, "workbooks/cell.xlsx").update(role="evidence"),
        {"SUB-003"},
    ),
    "two leaders": (
        lambda d: entry(d, "workbooks/cell.xlsx").update(role="leader"),
        {"SUB-004"},
    ),
    "no leader": (
        lambda d: entry(d, "workbooks/module.xlsx").update(role="supplier"),
        {"SUB-004"},
    ),
    "no footprint": (
        lambda d: d["files"].remove(entry(d, FOOTPRINT)),
        {"SUB-004", "SUB-008"},
    ),
    "a file above": (
        lambda d: rename(d, NAMES[0], "evidence/../x"),
        {"SUB-003", "SUB-006", "SUB-008"},
    ),
    "a file twice": (lambda d: d["files"].insert(0, d["files"][0]), {"SUB-009"}),
    "a file twice but for its case": (
        lambda d: d["files"].insert(0, {**d["files"][0], "name": "evidence/MODULE/invoice.pdf"}),
        {"SUB-009", "SUB-006"},
    ),
    "another order": (lambda d: d["files"].reverse(), {"SUB-004"}),
    "another library": (lambda d: d["origins"].update(library="0" * 64), {"SUB-004"}),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_defect_of_the_manifest_is_found(edited, check, defect):
    change, expected = DEFECTS[defect]
    assert codes(check(edited(change)).findings) == expected


def test_another_leader_gives_another_footprint(edited, check):
    def change(data):
        entry(data, "workbooks/module.xlsx")["role"] = "supplier"
        entry(data, "workbooks/cell.xlsx")["role"] = "leader"

    assert codes(check(edited(change)).findings) == {"SUB-010"}


def test_other_options_give_another_footprint(edited, check):
    assert codes(check(edited(lambda d: d["options"].update(gwp="ar5"))).findings) == {
        "SUB-010",
        "SUB-011",
    }
    assert codes(check(edited(lambda d: d["options"].update(gwp="none"))).findings) == {"SEL-011"}
    assert codes(check(edited(lambda d: d["options"].update(product="P9"))).findings) == {"CHN-021"}


@pytest.fixture
def with_footprint(members, repacked):
    """Give a function that changes the footprint, and lets the manifest agree."""

    def change_footprint(change):
        result = json.loads(members[FOOTPRINT])
        change(result)
        manifest = json.loads(members[MANIFEST])
        names = ("library", "method", "software")
        manifest["origins"] |= {name: result["hashes"][name] for name in names}
        manifest["origins"]["versions"] = result["computed_with"]
        changes = {FOOTPRINT: canonical(result)}
        return repacked({**members, MANIFEST: canonical(manifest)}, changes)

    return change_footprint


def test_an_improved_footprint_is_found_whatever_the_manifest_says(members, check, with_footprint):
    def improve(result):
        result["total"]["value"] *= 0.99

    verdict = check(with_footprint(improve))
    assert codes(verdict.findings) == {"SUB-010"}
    (finding,) = [f for f in verdict.findings if f.code == "SUB-010"]
    assert "/total/value" in finding.found


def test_another_word_in_the_footprint_is_found(members, check, with_footprint):
    def praise(result):
        result["scope"]["not_claimed_en"] = "a full footprint"

    assert codes(check(with_footprint(praise)).findings) == {"SUB-010"}


def test_a_last_bit_is_warned_of(members, check, with_footprint):
    def nudge(result):
        result["total"]["value"] *= 1 + 3e-16

    verdict = check(with_footprint(nudge))
    assert verdict.holds
    assert "SUB-010" in codes(verdict.findings, "warning")


def test_other_software_within_the_tolerance_is_warned_of(members, check, with_footprint):
    def older(result):
        result["hashes"]["software"] = "0" * 64
        result["computed_with"]["numpy"] = "2.0.0"
        result["total"]["value"] *= 1 + 3e-13
        result["scope"]["not_claimed_en"] = "in other words"

    verdict = check(with_footprint(older))
    assert verdict.holds, verdict.findings
    told = [f for f in verdict.findings if f.code == "SUB-011"]
    assert len(told) == 2
    assert "2.0.0" in {f.found for f in told}


def test_other_software_beyond_the_tolerance_is_an_error(members, check, with_footprint):
    def older(result):
        result["hashes"]["software"] = "0" * 64
        result["total"]["value"] *= 1 + 1e-11

    assert codes(check(with_footprint(older)).findings) == {"SUB-010"}


@pytest.mark.parametrize("what", ["library", "method"])
def test_another_library_or_method_is_never_accepted(members, check, what, with_footprint):
    def other(result):
        result["hashes"][what] = "0" * 64

    verdict = check(with_footprint(other))
    assert codes(verdict.findings) == {"SUB-011"}
    (finding,) = [f for f in verdict.findings if f.code == "SUB-011"]
    assert finding.found == "0" * 64
    assert what in finding.message
    assert verdict.recomputed is not None


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"total":1}', b"[" * 100_000])
def test_a_footprint_that_is_none_is_found(members, check, content, repacked):
    assert codes(check(repacked(members, {FOOTPRINT: content})).findings) == {"SUB-004"}


def test_a_workbook_that_was_exchanged_gives_another_footprint(
    members, check, chain_sites, workbook_bytes, repacked
):
    from dataclasses import replace

    site = chain_sites["cell"]
    less = tuple(replace(use, amount=use.amount * 0.9) for use in site.energy)
    other = workbook_bytes(replace(site, energy=less))
    changed = repacked(members, {"workbooks/cell.xlsx": other})
    assert codes(check(changed).findings) == {"SUB-010"}


def test_a_workbook_that_is_none_is_found(members, check, repacked):
    changed = repacked(members, {"workbooks/cell.xlsx": b"nothing"})
    verdict = check(changed)
    assert not verdict.holds
    assert all(f.code.startswith("WBK") for f in verdict.findings if f.severity == "error")


def test_evidence_that_was_exchanged_is_found(members, check, repacked):
    changed = repacked(members, {"evidence/module/电表.txt": b"another"})
    assert codes(check(changed).findings) == {"SUB-013"}


def test_evidence_that_nobody_names_is_found(members, check, repacked):
    extra = {**members, "evidence/module/more.pdf": b"x"}
    data = json.loads(extra[MANIFEST])
    added = {"name": "evidence/module/more.pdf", "role": "evidence", "size": 1, "sha256": ""}
    data["files"] = sorted([*data["files"], added], key=lambda file: file["name"])
    assert codes(check(repacked({**extra, MANIFEST: canonical(data)}, {})).findings) == {"SUB-008"}


def test_missing_evidence_is_warned_of(workbooks, library, check):
    made = make_submission(workbooks, library, Options(), lambda *_: None)
    missing = [finding for finding in made.findings if finding.code == "SUB-012"]
    assert {finding.found for finding in missing} == {"invoice.pdf", "电表.txt"}
    assert {finding.severity for finding in missing} == {"warning"}
    assert all(f.file == "module.xlsx" and f.sheet and f.cell for f in missing)
    verdict = check(made.content)
    assert verdict.holds
    assert "SUB-012" in codes(verdict.findings, "warning")


def test_evidence_of_another_hash_is_not_packed(workbooks, library):
    with pytest.raises(SubmissionError) as caught:
        make_submission(workbooks, library, Options(), lambda *_: b"another")
    assert codes(caught.value.findings) == {"SUB-013"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/b.pdf", ".hidden"])
def test_a_document_outside_its_folder_is_refused(
    chain_sites, workbook_bytes, library, tmp_path, name
):
    from dataclasses import replace

    from pvfootprint.model.site import Evidence
    from pvfootprint.submission.evidence import in_folder

    named = (Evidence(key="E1", title="mine", file=name),)
    other = workbook_bytes(replace(chain_sites["module"], evidence=named))
    with pytest.raises(SubmissionError) as caught:
        make_submission({"module.xlsx": other}, library, Options(), in_folder(tmp_path))
    assert codes(caught.value.findings) == {"SUB-014"}


def test_a_link_among_the_evidence_is_not_followed(tmp_path):
    from pvfootprint.submission.evidence import in_folder

    (tmp_path / "secret").write_bytes(b"secret")
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "link.pdf").symlink_to(tmp_path / "secret")
    (folder / "plain.pdf").write_bytes(b"plain")
    assert in_folder(folder)("module", "link.pdf") is None
    assert in_folder(folder)("module", "plain.pdf") == b"plain"


def test_every_workbook_with_errors_is_told(workbooks, library):
    files = {**workbooks, "a.xlsx": b"nothing", "b.xlsx": b"PK\x03\x04"}
    with pytest.raises(PvfootprintError) as caught:
        make_submission(files, library, Options(), lambda *_: None)
    files_told = {f.file for f in caught.value.findings if f.severity == "error"}
    assert {"a.xlsx", "b.xlsx"} <= files_told


def test_two_workbooks_of_one_stage_need_a_leader(workbooks, library):
    twice = {"a.xlsx": workbooks["module.xlsx"], "b.xlsx": workbooks["module.xlsx"]}
    inputs = read_inputs(twice, library)
    with pytest.raises(SupplyError, match="CHN-022"):
        leading(inputs.sites)
    with pytest.raises(SupplyError, match="CHN-022"):
        leading([])


def test_files_that_cannot_lie_side_by_side_are_refused(tmp_path):
    paths = []
    for folder, name in (("a", "x.xlsx"), ("b", "X.xlsx"), ("a", "-x.xlsx"), ("a", "x.doc")):
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        paths.append(path)
    with pytest.raises(SubmissionError) as caught:
        load_files([*paths, tmp_path / "absent.xlsx"])
    assert codes(caught.value.findings) == {"SUB-014", "SUB-024", "SUB-006"}


def test_the_manifest_is_written_as_it_is_read(made, members):
    assert members[MANIFEST] == written(made.manifest)
    assert Manifest.model_validate_json(members[MANIFEST]) == made.manifest
