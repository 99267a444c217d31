"""The table of the pilot example in docs/schemes.md is what comes out."""

from pathlib import Path

import pytest

from pvfootprint.analysis.schemes.comparing import compare
from pvfootprint.engine.chain_footprint import chain_system
from pvfootprint.interface.inputs import open_inputs
from pvfootprint.rules.schemes.coefficients import read_coefficients
from pvfootprint.rules.schemes.reading import read_schemes

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "schemes.md"
WORKBOOKS = [str(ROOT / "examples/pilot" / f"{n}.xlsx")
             for n in ("module", "cell", "wafer", "polysilicon")]  # fmt: skip
INVENTED = """mg-silicon,kg,10,
polysilicon,kg,80,
ingot,kg,20,3.4
brick,kg,1,1.9
wafer,m2,5,
cell,m2,45,
module,m2,6,
glass,kg,1,
glass-tempering,kg,0.1,
encapsulant,kg,3,"""


@pytest.fixture(scope="module")
def written():
    """Give the rows of the document's table by scheme."""
    table = DOCUMENT.read_text(encoding="utf-8").partition("<!-- pilot -->")[2]
    lines = [line for line in table.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].strip("`"): row[1:] for row in cells}


@pytest.fixture(scope="module")
def computed(library, tmp_path_factory):
    file = tmp_path_factory.mktemp("schemes") / "invented.csv"
    lines = ["scheme,component,country,unit,value,quantity,source"]
    for scheme in ("france-ecs", "france-ecs-v2"):
        for row in INVENTED.splitlines():
            component, unit, value, quantity = row.split(",")
            lines.append(f"{scheme},{component},CN,{unit},{value},{quantity},invented")
    file.write_text("\n".join(lines), encoding="utf-8")
    given, _ = open_inputs(WORKBOOKS, library)
    system, _ = chain_system(library, given.leader, given.suppliers, given.summaries)
    coefficients = read_coefficients(file, read_schemes(ROOT))
    return compare(system, root=ROOT, library=library, coefficients=coefficients)


def row(result):
    value = "-" if result.value is None else f"{result.value.value:.2f}"
    judged = "-" if result.judged is None else f"{result.judged:.2f}"
    margin = "-" if result.margin is None else f"{result.margin:+.2f}"
    return [value, judged, margin, result.verdict]


def test_the_pilot_example_under_all_schemes(written, computed):
    expected = {result.scheme: row(result) for result in computed}
    lines = [f"| `{key}` | {' | '.join(cells)} |" for key, cells in expected.items()]
    assert written == expected, "docs/schemes.md should hold:\n" + "\n".join(lines)


def test_every_scheme_is_described():
    described = DOCUMENT.read_text(encoding="utf-8").partition("<!-- pilot -->")[0]
    assert all(f"| `{scheme.key}`" in described for scheme in read_schemes(ROOT))


def test_every_limit_stands_in_the_document():
    described = DOCUMENT.read_text(encoding="utf-8").partition("## How a value is judged")[0]
    lines = {line.split("`")[1]: line for line in described.splitlines() if line.startswith("| `")}
    for scheme in read_schemes(ROOT):
        for threshold in scheme.thresholds:
            if threshold.below is not None:
                sign = "≤" if threshold.below_itself else "<"
                assert f"{sign} {threshold.below:g}" in lines[scheme.key]
