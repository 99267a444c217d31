"""docs/levers.md holds the catalogue as it is now."""

import importlib.util


def test_the_table_is_that_of_the_files(data_folder):
    spec = importlib.util.spec_from_file_location(
        "make_levers", data_folder / "docs" / "make_levers.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = module.PAGE.read_text(encoding="utf-8")
    assert f"{module.START}\n{module.table()}\n\n{module.END}" in page, "run docs/make_levers.py"
