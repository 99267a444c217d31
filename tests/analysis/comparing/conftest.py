"""Pairs of products to compare: written in few words, of the library, and of companies."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from pvfootprint.analysis.subjects import subject_of_companies, subject_of_product
from pvfootprint.rules.reading import read_rules


@pytest.fixture(scope="session")
def rules(data_folder):
    """Give the rules of the pilot."""
    return read_rules("yancheng-pilot", data_folder)


@pytest.fixture(scope="session")
def of_library(library, rules):
    """Give subjects of the library's products."""
    return lambda product, **options: subject_of_product(
        product, rules=rules, library=library, **options
    )


@pytest.fixture(scope="session")
def topcon(of_library):
    """Give a module of the library."""
    return of_library("module:topcon:CN")


@pytest.fixture(scope="session")
def chain(library, suppliers_chain, rules):
    """Give a chain of companies that say what the library says."""
    leader, *others = suppliers_chain.values()
    return subject_of_companies(leader, others, rules=rules, library=library)


@pytest.fixture(scope="session")
def changed(topcon):
    """Change amounts of a subject's product: a function of an exchange to a factor."""

    def of(factor):
        system = topcon.system
        product = replace(
            system.product,
            exchanges=tuple(
                replace(e, amount=e.amount * factor(e)) for e in system.product.exchanges
            ),
        )
        inventories = tuple(product if i.code == product.code else i for i in system.inventories)
        return replace(topcon, system=replace(system, product=product, inventories=inventories))

    return of


@pytest.fixture(scope="session")
def term():
    """Write a term in few words."""

    def of(stage, flow, amount, value, taken="x", unit="kilogram"):
        return SimpleNamespace(
            process=SimpleNamespace(stage=stage),
            flow=(flow, flow),
            product=taken,
            dataset=SimpleNamespace(code=taken),
            unit=unit,
            amount=amount,
            value=value,
        )

    return of
