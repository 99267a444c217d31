"""Proofs of inclusion and consistency: by the reference data, by the definition, and forged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.model.findings import RegistryError
from pvfootprint.registry.proofs import (
    TileNodes,
    consistency_proof,
    extends,
    includes,
    inclusion_proof,
)
from pvfootprint.registry.tiles import Tile, tiles_of
from pvfootprint.registry.tree import completed, leaf_hash, new_nodes, peaks, root_of

# Leaves and proofs of the reference tests of certificate-transparency (merkle_tree_test.cc and
# Go's merkle): proofs by place and size, counted from 0, and by both sizes.
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}

WRONG = leaf_hash(b"wrong")


class Grown:
    """A tree that grew as the registry's does."""

    def __init__(self, leaves):
        self.leaves, self.nodes = leaves, {}
        for index, leaf in enumerate(leaves):
            left = [self.nodes[level, (index >> level) - 1] for level in range(completed(index))]
            for level, node in enumerate(new_nodes(index, leaf, left)):
                self.nodes[level, index >> level] = node

    def __call__(self, level, index):
        return self.nodes[level, index]

    def root(self, size):
        """Return the root over the first leaves."""
        return root_of([self.nodes[peak] for peak in peaks(size)])

    def tile(self, tile):
        """Return the content of a tile."""
        first = tile.index * 256
        places = range(first, first + tile.width)
        return bytes.fromhex("".join(self.nodes[tile.level * 8, place] for place in places))


REFERENCE = Grown([leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES])
SMALL = Grown([leaf_hash(bytes([n])) for n in range(70)])


@pytest.fixture(scope="module")
def large():
    """A tree with tiles at three levels."""
    return Grown([leaf_hash(n.to_bytes(4)) for n in range(66_000)])


@pytest.mark.parametrize(("place", "proof"), INCLUSION.items())
def test_the_reference_proofs_of_inclusion(place, proof):
    assert inclusion_proof(REFERENCE, *place) == proof


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
def test_the_reference_proofs_of_consistency(sizes, proof):
    assert consistency_proof(REFERENCE, *sizes) == proof


def test_every_entry_of_every_small_log_is_proven():
    for size in range(1, 71):
        for index in range(size):
            proof = inclusion_proof(SMALL, index, size)
            assert includes(SMALL.leaves[index], index, size, SMALL.root(size), proof)
            assert not includes(WRONG, index, size, SMALL.root(size), proof)


def test_every_small_log_is_the_beginning_of_every_larger_one():
    for second in range(1, 71):
        for first in range(1, second + 1):
            proof = consistency_proof(SMALL, first, second)
            roots = SMALL.root(first), SMALL.root(second)
            assert extends(first, second, roots, proof)
            assert not extends(first, second, (WRONG, roots[1]), proof)
            assert not extends(first, second, (roots[0], WRONG), proof)


@given(data=st.data())
def test_a_changed_proof_is_refused(data):
    size = data.draw(st.integers(2, 70))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(SMALL, index, size)
    leaf, root = SMALL.leaves[index], SMALL.root(size)
    at = data.draw(st.integers(0, len(proof) - 1))
    assert not includes(leaf, index, size, root, [*proof[:at], WRONG, *proof[at + 1 :]])
    assert not includes(leaf, index, size, root, proof[:at] + proof[at + 1 :])
    assert not includes(leaf, index, size, root, [*proof, WRONG])
    elsewhere = data.draw(st.integers(-1, size).filter(lambda place: place != index))
    assert not includes(leaf, elsewhere, size, root, proof)


@given(data=st.data())
def test_a_changed_proof_of_growth_is_refused(data):
    second = data.draw(st.integers(2, 70))
    first = data.draw(st.integers(1, second - 1))
    proof = consistency_proof(SMALL, first, second)
    roots = SMALL.root(first), SMALL.root(second)
    at = data.draw(st.integers(0, len(proof) - 1))
    assert not extends(first, second, roots, [*proof[:at], WRONG, *proof[at + 1 :]])
    assert not extends(first, second, roots, proof[:at] + proof[at + 1 :])
    assert not extends(first, second, roots, [*proof, WRONG])


@pytest.mark.parametrize("sizes", [(0, 5), (6, 5), (-1, 5)])
def test_no_log_grows_out_of_such_a_size(sizes):
    assert not extends(*sizes, (root_of([]), SMALL.root(5)), [])


@given(data=st.data())
def test_proofs_from_tiles_are_those_from_the_tree(large, data):
    size = data.draw(st.integers(1, 66_000))
    index = data.draw(st.integers(0, size - 1))
    published = {tile.path for tile in tiles_of(size)}

    def read(tile):
        assert tile.path in published
        return large.tile(tile)

    nodes = TileNodes(read, size)
    proof = inclusion_proof(nodes, index, size)
    assert proof == inclusion_proof(large, index, size)
    assert includes(large.leaves[index], index, size, large.root(size), proof)
    first = index + 1
    proof = consistency_proof(nodes, first, size)
    assert extends(first, size, (large.root(first), large.root(size)), proof)


def test_a_proof_reads_few_tiles(large):
    read = []

    def tile(one):
        read.append(one)
        return large.tile(one)

    inclusion_proof(TileNodes(tile, 66_000), 12_345, 66_000)
    assert len(read) <= 6
    assert len(set(read)) == len(read)


def test_a_tile_of_another_length_is_refused():
    nodes = TileNodes(lambda tile: SMALL.tile(Tile(0, 0, 69)), 70)
    with pytest.raises(RegistryError) as error:
        nodes(0, 3)
    assert [one.code for one in error.value.findings] == ["STL-012"]
