"""Tiles of the tree: their names are the specification's, their content is the stored tree's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.model.findings import RegistryError
from pvfootprint.registry.tiles import Tile, new_tiles, tile_content, tiles_of

SIZES = st.integers(0, 200_000)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 67, 3), "tile/0/067.p/3"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(2, 1000), "tile/2/x001/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),  # the specification's example
    ],
)
def test_names(tile, path):
    assert tile.path == path


def test_the_tree_of_the_specification():
    # "A tree of size 70,000 will be represented by 273 full level 0 tiles, ..."
    tiles = list(tiles_of(70_000))
    assert [tile for tile in tiles if tile.level == 0 and tile.width == 256] == [
        Tile(0, index) for index in range(273)
    ]
    assert tiles[273:] == [Tile(0, 273, 112), Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]


def test_a_tree_of_one_full_tile():
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


@given(before=SIZES, more=st.integers(0, 2000))
def test_what_is_written_is_what_is_new(before, more):
    size = before + more
    then, now = set(tiles_of(before)), set(tiles_of(size))
    assert set(new_tiles(before, size)) == now - then


def test_the_content_is_the_stored_tree(registry, registries):
    for _ in range(5):
        registries.write(registry, "note", "staff/admin-a")
    with registry.reading() as snapshot:
        hashes = [snapshot.node(0, index) for index in range(6)]
        assert tile_content(snapshot, Tile(0, 0, 6)).hex() == "".join(hashes)
        with pytest.raises(RegistryError) as error:
            tile_content(snapshot, Tile(0, 0, 7))
    assert [one.found for one in error.value.findings] == ["0/6"]
