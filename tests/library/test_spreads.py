"""Reading ``methods/uncertainty/``: what stands there, and what is refused."""

import math

import pytest

from pvfootprint.library.spreads import available_matrices, read_spread_method
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.spread import QUANTILE

MATRIX = "methods/uncertainty/ecoinvent-3.toml"
PUBLISHED = "methods/uncertainty/published.csv"
BASIC = "methods/uncertainty/basic.csv"


def test_the_matrices_grow_with_the_score_and_begin_at_one(library, data_folder):
    assert available_matrices(data_folder) == ["ciroth-2016", "ecoinvent-3"]
    for key in available_matrices(data_folder):
        matrix = read_spread_method(data_folder, library, key).matrix
        for factors in matrix.factors.values():
            assert factors[0] == 1
            assert list(factors) == sorted(factors)


def test_published_uncertainties_are_95_percent_intervals(library, data_folder):
    published = read_spread_method(data_folder, library).published
    silver, acid = published["silver"], published["sulfuric-acid"]
    # 164 to 234 kgCO2e/kg, whose geometric mean is the library's 196.
    middle = math.sqrt(164 * 234)
    assert middle == pytest.approx(196, rel=1e-3)
    assert middle * math.exp(QUANTILE * silver.scale) == pytest.approx(234)
    assert math.exp(QUANTILE * acid.scale) == pytest.approx(1.5)
    assert acid.said == "± 50% in the source"
    for spread in published.values():
        (emission, *_) = library.inventories[spread.dataset].emissions
        assert emission.source == spread.source


def test_unc_001_no_such_matrix(library, data_folder):
    with pytest.raises(AnalysisError) as caught:
        read_spread_method(data_folder, library, "mine")
    (finding,) = caught.value.findings
    assert (finding.code, finding.found) == ("UNC-001", "mine")
    assert "ecoinvent-3" in finding.expected


@pytest.mark.parametrize(
    ("file", "old", "new", "column"),
    [
        (MATRIX, "1.0, 1.02, 1.05, 1.1, 1.2", "1.0, 1.02, 1.05, 1.1", "completeness"),
        (MATRIX, "1.0, 1.02, 1.05, 1.1, 1.2", "1.0, 1.02, 1.01, 1.1, 1.2", "completeness"),
        (MATRIX, "1.0, 1.02, 1.05, 1.1, 1.2", "0.9, 1.02, 1.05, 1.1, 1.2", "completeness"),
        (MATRIX, "geographical", "place", "factors"),
        (MATRIX, "title_zh", "titel", ""),
        (MATRIX, "[factors]", "[factors", ""),
        (MATRIX, "weidema-2013", "nobody-1999", "source"),
        (BASIC, "waste,1.05", "waste,0.95", "factor"),
        (BASIC, "waste,", "rubbish,", "what"),
        (BASIC, "waste,1.05", "waste,much", "factor"),
        (PUBLISHED, "silver,,164", "silver,,264", "plus minus"),
        (PUBLISHED, "silver,,164", "silver,0.5,164", "plus minus"),
        (PUBLISHED, "sulfuric-acid,0.5", "sulfuric-acid,-0.5", "plus minus"),
        (PUBLISHED, "silver,,164", "gold,,164", "dataset"),
    ],
)
def test_unc_002_wrong_files(library, data_copy, replace_once, file, old, new, column):
    replace_once(data_copy / file, old, new)
    with pytest.raises(AnalysisError) as caught:
        read_spread_method(data_copy, library)
    finding = caught.value.findings[0]
    assert finding.code in {"UNC-002", "LIB-004"}
    assert (finding.file, finding.column) == (file, column)


def test_all_faults_of_all_files_come_together(library, data_copy, replace_once):
    replace_once(data_copy / MATRIX, "weidema-2013", "nobody-1999")
    replace_once(data_copy / BASIC, "waste,1.05", "waste,0.95")
    replace_once(data_copy / PUBLISHED, "silver,,164", "gold,,164")
    with pytest.raises(AnalysisError) as caught:
        read_spread_method(data_copy, library)
    assert len(caught.value.findings) == 3
