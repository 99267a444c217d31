"""The tree is that of RFC 6962, 2.1, by the reference data of Certificate Transparency."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pvfootprint.registry.tree import (
    EMPTY_ROOT,
    completed,
    leaf_hash,
    new_nodes,
    peaks,
    root_of,
)

# Leaves and roots of the reference tests of certificate-transparency (merkle_tree_test.cc and
# Go's merkle/testonly): the root over the first leaf, the first two, and so on.
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
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def grown(leaves):
    """Return roots after each leaf, and all nodes, as the registry makes them."""
    nodes, roots = {}, []
    for index, leaf in enumerate(leaves):
        left = [nodes[level, (index >> level) - 1] for level in range(completed(index))]
        for level, node in enumerate(new_nodes(index, leaf, left)):
            nodes[level, index >> level] = node
        roots.append(root_of([nodes[peak] for peak in peaks(index + 1)]))
    return roots


def by_the_book(leaves):
    """Return the root as RFC 6962, 2.1 defines it."""
    if len(leaves) == 1:
        return bytes.fromhex(leaves[0])
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = by_the_book(leaves[:half]), by_the_book(leaves[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_reference_data():
    assert grown([leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]) == ROOTS


def test_a_tree_without_leaves():
    assert root_of([]) == EMPTY_ROOT
    assert list(peaks(0)) == []
    assert EMPTY_ROOT == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(size=st.integers(1, 300))
def test_it_grows_to_what_the_definition_says(size):
    leaves = [leaf_hash(bytes([n % 256, n // 256])) for n in range(size)]
    assert grown(leaves)[-1] == by_the_book(leaves).hex()


@pytest.mark.parametrize(("size", "expected"), [(1, 1), (7, 3), (8, 1), (1_000_000, 7)])
def test_a_root_takes_few_nodes(size, expected):
    assert len(list(peaks(size))) == expected
