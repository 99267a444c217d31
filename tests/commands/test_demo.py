import json

from pvfootprint.commands.printing import figures
from pvfootprint.documents import figure, fonts

FILES = {
    "cell.json",
    "footprints.png",
    "footprints.svg",
    "module.json",
    "polysilicon.json",
    "wafer.json",
}


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_demo_writes_its_six_files_twice_the_same(run, tmp_path):
    out = tmp_path / "results"
    ended = run("demo", "-o", out)
    assert (ended.code, ended.err) == (0, "")
    first = contents(out)
    assert run("demo", "-o", out).code == 0

    assert set(first) == FILES
    assert contents(out) == first
    assert first["footprints.png"].startswith(b"\x89PNG\r\n")
    assert all(str(out / name) in ended.out.replace("\n", "") for name in FILES)
    for stage, unit in {
        "polysilicon": "kg",
        "wafer": "piece",
        "cell": "piece",
        "module": "kWp",
    }.items():
        data = json.loads(first[f"{stage}.json"])
        assert data["total"]["unit"] == f"kgCO2e/{unit}"
        assert f"{figures(data['total']['value'])} {data['total']['unit']}" in ended.out


def test_without_a_font_no_figure_is_left(run, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    ended = run("demo", "-o", tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("OUT-002: ")
    assert {name for name in contents(tmp_path) if not name.endswith(".json")} == set()


def test_a_full_disk_leaves_no_half_figure(run, tmp_path, monkeypatch):
    def fail(_, path):
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(figure, "save", fail)
    ended = run("demo", "-o", tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("OUT-001: ")
    assert set(contents(tmp_path)) == {name for name in FILES if name.endswith(".json")}


def test_a_file_in_the_place_of_the_folder(run, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert run("demo", "-o", in_the_way).code == 2
    ended = run("demo", "-o", in_the_way / "results")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("OUT-001: ")
    assert list(tmp_path.iterdir()) == [in_the_way]
