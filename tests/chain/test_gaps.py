import pytest

from pvfootprint.chain.gaps import stand_in


@pytest.mark.parametrize(
    ("stage", "user", "technology", "location", "dataset", "why"),
    [
        ("wafer", "cell-topcon-lpcvd-CN-2024", "", "", "wafer-mono-n-CN-2024", "own cell takes"),
        ("wafer", "cell-perc-CN-2024", "", "", "wafer-mono-p-CN-2024", "own cell takes"),
        ("polysilicon", "ingot-brick-CN-2024", "", "", "polysilicon-mix-CN-2024", "ingot takes"),
        (
            "polysilicon",
            "ingot-brick-CN-2024",
            "fbr",
            "CN-Jiangsu",
            "polysilicon-fbr-CN-2024",
            "newest of fbr, CN",
        ),
        ("wafer", "cell-topcon-pecvd-CN-2024", "multi", "", "wafer-multi-CN-2018", "of multi"),
        ("wafer", "cell-topcon-pecvd-CN-2024", "mono", "US", "wafer-mono-US-2018", "mono, US"),
        ("wafer", "cell-topcon-pecvd-CN-2024", "", "VN", "wafer-mono-n-CN-2024", "none of VN"),
        ("wafer", "cell-topcon-pecvd-CN-2024", "kerfless", "", None, "none of kerfless"),
    ],
)
def test_the_dataset_and_why(library, stage, user, technology, location, dataset, why):
    found = stand_in(library, stage, library.inventories[user], technology, location)
    assert dataset in {None, found.dataset.code}
    assert found.dataset.location in {"CN", location.partition("-")[0]}
    assert why in found.why


def test_a_user_unlike_any_of_the_library_takes_the_newest_of_china(library):
    from dataclasses import replace

    cell = replace(library.inventories["cell-perc-CN-2024"], technology="tandem")
    found = stand_in(library, "wafer", cell)
    assert (found.dataset.location, found.dataset.vintage) == ("CN", 2024)
    assert found.why == "it is the newest dataset of China"


def test_a_library_without_the_stage_has_nothing(tiny_library):
    wafer = tiny_library.inventories["wafer-CN-2018"]
    assert stand_in(tiny_library, "polysilicon", wafer) is None
