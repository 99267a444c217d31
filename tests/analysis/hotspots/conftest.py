"""Small product systems written in few words, and random ones with loops."""

from types import SimpleNamespace

import pytest
from hypothesis import strategies as st

from pvfootprint.chain.assembling import assemble
from pvfootprint.library.gwp import read_set
from pvfootprint.model.inventory import ElementaryFlow, Exchange, Inventory, Library
from pvfootprint.model.system import DeclaredUnit

KG = "kilogram"
CO2, CH4, NOT_SPLIT, UPTAKE = FLOWS = (
    "Carbon dioxide, fossil",
    "Methane, fossil",
    "Carbon dioxide equivalent, aggregated with AR5",
    "Carbon dioxide, in air",
)


def takes(code, amount, group="materials", method=""):
    return Exchange(
        "technosphere",
        code,
        code,
        "CN",
        "",
        "",
        amount,
        KG,
        group=group,
        target=code,
        method=method,
    )


def emits(flow, amount):
    return Exchange("biosphere", flow, "", "", "", "air", amount, KG, group="direct", target=flow)


def process(code, *exchanges, **fields):
    made = Exchange("production", code, code, "CN", "", "", 1.0, KG, target=code)
    own = {"data_class": "inventory", "source": "", "comment": "", "vintage": 2018, **fields}
    return Inventory(code, "", "", 0, code, code, "CN", KG, exchanges=(made, *exchanges), **own)


def system(*processes, amount=1.0):
    flows = {name: ElementaryFlow(name, name, "air", KG, "", True) for name in FLOWS}
    library = Library({p.code: p for p in processes}, flows, {}, (), {}, (), "")
    return assemble(library, processes[0], DeclaredUnit("kg", amount, KG))


amounts = st.floats(1e-3, 10)
row = st.tuples(
    st.integers(0, 7), amounts, st.sampled_from(["materials", "electricity", "transport"])
)
plan = st.fixed_dictionaries(
    {
        "takes": st.lists(row, max_size=6),
        "emits": st.lists(st.tuples(st.sampled_from(FLOWS[:3]), amounts), max_size=3),
        "stage": st.sampled_from(["", "", "cell", "wafer"]),
        "proxy_for": st.sampled_from(["", "", "something else"]),
    }
)


@st.composite
def random_systems(draw):
    """Give systems of up to eight processes; a process takes less than one in sum, so all loops
    converge."""
    plans = draw(st.lists(plan, min_size=1, max_size=8))

    def written(i):
        taken = [(to % len(plans), amount, group) for to, amount, group in plans[i]["takes"]]
        whole = sum(amount for _, amount, _ in taken)
        inputs = [
            takes(str(to), amount * 0.9 / max(0.9, whole), group) for to, amount, group in taken
        ]
        emissions = [emits(flow, amount) for flow, amount in plans[i]["emits"]]
        stage = plans[i]["stage"] if i else "module"
        fields = {"stage": stage, "proxy_for": plans[i]["proxy_for"]}
        return process(str(i), *inputs, *emissions, *([] if i else [emits(CO2, 1.0)]), **fields)

    return system(*(written(i) for i in range(len(plans))), amount=draw(amounts))


@pytest.fixture(scope="session")
def small():
    """Give what writes small systems; the first process is the product."""
    return SimpleNamespace(
        takes=takes, emits=emits, process=process, system=system, co2=CO2, ch4=CH4, uptake=UPTAKE
    )


@pytest.fixture(scope="session")
def ar6(library, data_folder):
    """Give the shipped AR6 set: CO2 1, fossil CH4 29.8."""
    return read_set(data_folder, "ar6", library)


@pytest.fixture(scope="session")
def random_system():
    """Give the strategy of random systems."""
    return random_systems()


@pytest.fixture(scope="session")
def two(small):
    """Give a module that takes 2 kg of a material, which takes a tenth of itself.

    Per kg of material 0.9 kg CO2, and 0.1 kg of material: 0.9 / (1 - 0.1) = 1 kgCO2e. Per module
    1 kg CO2 and 0.1 kg CH4 (2.98 kgCO2e) of its own, and 2 kg of material: 5.98 kgCO2e.
    """
    module = small.process(
        "module",
        small.takes("stuff", 2.0),
        small.emits(small.co2, 1.0),
        small.emits(small.ch4, 0.1),
        stage="module",
    )
    stuff = small.process("stuff", small.takes("stuff", 0.1), small.emits(small.co2, 0.9))
    return small.system(module, stuff)


@pytest.fixture(scope="session")
def loop(small):
    """Give a module that takes a material, whose maker takes scrap of a recycler, who takes it.

    Material (per kg): 0.7 kg CO2, 0.5 kg of scrap; scrap: 0.2 kg CO2, 0.4 kg of material. One net
    kilogram of material needs 1 / (1 - 0.5 x 0.4) = 1.25: 1.25 x (0.7 + 0.5 x 0.2) = 1 kgCO2e.
    """
    module = small.process("module", small.takes("stuff", 3.0), stage="module")
    stuff = small.process("stuff", small.takes("scrap", 0.5), small.emits(small.co2, 0.7))
    scrap = small.process("scrap", small.takes("stuff", 0.4), small.emits(small.co2, 0.2))
    return small.system(module, stuff, scrap)


@pytest.fixture(scope="session")
def subject_of(ar6):
    """Make a subject of a system that was written by hand."""
    return lambda made: SimpleNamespace(
        system=made, factors=ar6, unit=f"kgCO2e/{made.declared_unit.unit}"
    )


@pytest.fixture(scope="session")
def chain(library, suppliers_chain, data_folder):
    """Give the subject of a chain of companies that say what the library says."""
    from pvfootprint.analysis.subjects import subject_of_companies
    from pvfootprint.rules.reading import read_rules

    leader, *others = suppliers_chain.values()
    rules = read_rules("yancheng-pilot", data_folder)
    return subject_of_companies(leader, others, rules=rules, library=library)
