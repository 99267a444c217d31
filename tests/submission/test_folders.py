"""Which files are meant when a folder is named."""

from pvfootprint.submission.folders import files_in

NAMES = ("b.xlsx", "a.XLSX", "c.pvfs", "notes.txt", "~$b.xlsx", ".b.xlsx", "._b.xlsx", "in/d.xlsx")


def test_hidden_files_and_lock_files_are_passed_over(tmp_path):
    (tmp_path / "in").mkdir()
    for name in NAMES:
        (tmp_path / name).touch()
    flat = [path.name for path in files_in(tmp_path, (".xlsx", ".pvfs"))]
    assert flat == ["a.XLSX", "b.xlsx", "c.pvfs"]
    deep = files_in(tmp_path, {".xlsx"}, deep=True)
    assert deep == [tmp_path / "a.XLSX", tmp_path / "b.xlsx", tmp_path / "in/d.xlsx"]
