"""The names that the package offers."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import pvfootprint


def test_all_and_dir_are_the_names_that_resolve():
    assert sorted(pvfootprint.__all__) == dir(pvfootprint)
    assert len(set(pvfootprint.__all__)) == len(pvfootprint.__all__)
    for name in pvfootprint.__all__:
        assert getattr(pvfootprint, name) is not None


def test_a_star_import_gives_exactly_these_names():
    names = {}
    exec("from pvfootprint import *", names)  # noqa: S102
    assert sorted(names.keys() - {"__builtins__"}) == sorted(pvfootprint.__all__)


def test_type_checkers_see_the_same_names():
    tree = ast.parse(Path(pvfootprint.__file__).read_text(encoding="utf-8"))
    (block,) = (n for n in tree.body if isinstance(n, ast.If))
    seen = {alias.name: part.module for part in block.body for alias in part.names}
    assert seen.keys() | {"__version__"} == set(pvfootprint.__all__)
    for name, module in seen.items():
        assert getattr(pvfootprint, name) is getattr(import_module(module), name)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'footprints'"):
        _ = pvfootprint.footprints


def test_importing_the_package_loads_nothing_else():
    code = (
        "import sys; before = set(sys.modules); import pvfootprint; "
        "print(*sorted({n.partition('.')[0] for n in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    third_party = set(done.stdout.split()) - set(sys.stdlib_module_names)
    assert third_party == {"pvfootprint"}
