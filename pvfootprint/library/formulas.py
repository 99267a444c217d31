"""Amounts that follow from a dataset's parameters, by formulas as bw2io and Brightway read them."""

from __future__ import annotations

import ast
import math
import operator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from pvfootprint.model.inventory import Inventory

    Values = NDArray[np.float64]

OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
LONGEST = 300
"""Longest formula that is read [characters]."""

AGREEMENT = 1e-9
"""Largest difference between an amount and its formula [-]."""


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """Evaluate an arithmetic formula.

    Numbers, parameters, brackets and + - * / are all there is: what bw2io's formulas may hold
    beyond that (functions, powers, attributes) is refused, because files come from outside.

    Parameters
    ----------
    formula : str
        For example ``0.443 * (thickness_um + kerf_um) / 190``.
    values : mapping
        Value by name of parameter.

    Returns
    -------
    float
        A finite number.

    Raises
    ------
    ValueError
        If it is no arithmetic over the parameters, or not finite.
    """
    if len(formula) > LONGEST:
        msg = text("longer than {longest} characters", longest=LONGEST)
        raise ValueError(msg)
    try:
        result = _value(_parsed(formula), values)
    except SyntaxError as error:
        msg = text("not an arithmetic expression")
        raise ValueError(msg) from error
    except ArithmeticError as error:
        msg = text("no finite result ({error})", error=error)
        raise ValueError(msg) from error
    if not math.isfinite(result):
        msg = text("the result is {result}", result=result)
        raise ValueError(msg)
    return float(result)


def evaluate_columns(formula: str, values: Mapping[str, Values]) -> Values | float:
    """Evaluate a formula for many sets of parameters at once.

    Parameters
    ----------
    formula : str
        As :func:`evaluate` takes it, of the library: it is not checked again.
    values : mapping of ndarray
        Values by name of parameter; their shapes fit each other.

    Returns
    -------
    ndarray or float
        One result for each set, not finite where a set gives none; a number where the formula
        holds no parameter.
    """
    result: Values | float = _value(_parsed(formula), values)
    return result


@lru_cache(maxsize=1024)
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:  # noqa: ANN401  (number or array)
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, values), _value(right, values))
    msg = text("{part!r} is no number, parameter or + - * /", part=ast.unparse(node))
    raise ValueError(msg)


def with_parameters(inventory: Inventory, changed: Mapping[str, float]) -> Inventory:
    """Return a dataset with other values of its parameters, and the amounts that follow.

    Parameters
    ----------
    inventory : Inventory
        The dataset.
    changed : mapping
        New value by name of parameter; others keep theirs.

    Returns
    -------
    Inventory
        The same dataset otherwise.

    Raises
    ------
    LibraryError
        LIB-017 if a formula can't be evaluated with these values.
    """
    parameters = tuple(
        replace(p, amount=changed[p.name]) if p.name in changed else p for p in inventory.parameters
    )
    values = {p.name: p.amount for p in parameters}
    findings: list[Finding] = []
    exchanges = []
    for exchange in inventory.exchanges:
        amount = exchange.amount
        if exchange.formula:
            try:
                amount = evaluate(exchange.formula, values)
            except ValueError as error:
                findings.append(_not_understood(inventory, exchange.line, exchange.formula, error))
        exchanges.append(replace(exchange, amount=amount))
    if findings:
        raise LibraryError(findings)
    return replace(inventory, parameters=parameters, exchanges=tuple(exchanges))


def check_formulas(inventories: Iterable[Inventory]) -> list[Finding]:
    """Hold every formula against the amount that stands beside it.

    Parameters
    ----------
    inventories : iterable of Inventory
        Datasets of the library.

    Returns
    -------
    list of Finding
        LIB-016 where they differ, LIB-017 where a formula can't be evaluated.
    """
    findings = []
    for inventory in inventories:
        values = {p.name: p.amount for p in inventory.parameters}
        for exchange in inventory.exchanges:
            if not exchange.formula:
                continue
            try:
                value = evaluate(exchange.formula, values)
            except ValueError as error:
                findings.append(_not_understood(inventory, exchange.line, exchange.formula, error))
                continue
            if not math.isclose(value, exchange.amount, rel_tol=AGREEMENT):
                findings.append(
                    Finding(
                        "LIB-016",
                        text(
                            "the formula of {name!r} does not give its amount", name=exchange.name
                        ),
                        inventory.file,
                        exchange.line,
                        "amount, formula",
                        found=text(
                            "amount {amount!r}, {formula} = {value!r}",
                            amount=exchange.amount,
                            formula=exchange.formula,
                            value=value,
                        ),
                        expected=text("the same value"),
                        hint=text("correct the amount, the formula or the parameter"),
                    )
                )
    return findings


def _not_understood(inventory: Inventory, line: int, formula: str, error: ValueError) -> Finding:
    names = ", ".join(p.name for p in inventory.parameters) or text("none")
    return Finding(
        "LIB-017",
        text("the formula is not understood: {why}", why=error.args[0]),
        inventory.file,
        line,
        "formula",
        found=formula,
        expected=text("arithmetic over the dataset's parameters: {names}", names=names),
    )
