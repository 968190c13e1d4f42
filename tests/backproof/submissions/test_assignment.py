import pytest

from backproof.submissions.assignment import EDGE_COSTS, SHIPPED, InvalidAssignment, load, parse
from backproof.submissions.contracts.core import Edge

GOOD = '[[function]]\nname = "softmax"\ncontract = "softmax"\npoints = 2\n'


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_assignments_are_valid(name: str) -> None:
    assignment = load(name)
    assert assignment.points > 0
    assert all(0 <= cost < 1 for function in assignment.functions for cost in function.edge_costs.values())


def test_defaults() -> None:
    assignment = parse(GOOD, "small")
    assert assignment.title == "small"
    assert assignment.functions[0].edge_costs == EDGE_COSTS
    assert assignment.call_seconds == 2.0


def test_an_edge_costs_one_share_or_one_a_kind() -> None:
    def costs(text: str) -> list[float]:
        return list(parse(text, "small").functions[0].edge_costs.values())

    assert costs("edge_cost = 0.5\n" + GOOD) == [0.5] * len(Edge)
    assert costs("edge_cost = { empty = 0.1 }\n" + GOOD) == [0.25, 0.1, 0.25, 0.25]
    assert costs("edge_cost = { empty = 0.1 }\n" + GOOD + "edge_cost = { order = 1 }\n") == [0.25, 0.1, 0.25, 1.0]
    assert costs("edge_cost = 0.5\n" + GOOD + "edge_cost = 0\n") == [0.0] * len(Edge)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"assignment small: has no \[\[function\]\]; add one for each function to grade"),
        ("x = ", "assignment small: not valid TOML: "),
        (GOOD + GOOD, "assignment small: function 'softmax' is listed twice; remove one"),
        ("pints = 3\n" + GOOD, "assignment small: 'pints' is not a known entry; known are title, edge_cost, limits, part, function"),
        (GOOD.replace('"softmax"\npoints', '"sofmax"\npoints'), r"function 1 \(softmax\): contract 'sofmax' is unknown; choose one of backward-pass, "),
        (GOOD.replace("points = 2", ""), r"function 1 \(softmax\): points is missing; add it"),
        (GOOD.replace("2", "-1"), r"points is -1; write a number from 0 to 1000"),
        (GOOD.replace("2", "true"), r"points is True; write a number from 0 to 1000"),
        (GOOD + "edge_cost = 2\n", "edge_cost is 2; write a share from 0 to 1"),
        (GOOD + "edge_cost = { extrem = 0.1 }\n", r"\(softmax\), edge_cost: 'extrem' is not a known entry; known are extreme, empty, mutation, order"),
        (GOOD + "edge_cost = { empty = 2 }\n", r"\(softmax\), edge_cost: empty is 2; write a share from 0 to 1"),
        (GOOD + 'part = "one"\n', r"part 'one' is not declared; add a \[\[part\]\] with that name"),
        ("[limits]\ncall = 0\n" + GOOD, r"\[limits\]: call is 0; write seconds, more than 0 and at most 3600"),
        ("[limits]\nwall = 1\n" + GOOD, r"\[limits\]: 'wall' is not a known entry; known are call, total"),
        ('[[part]]\nname = "a"\nmarks = "f"\n' + GOOD, "marks is 'f'; it must be of type list"),
        ('[[part]]\nname = "a"\ndefinition = "second"\n' + GOOD, 'definition is \'second\'; write "first" or "last"'),
        ("function = 3\n", "function is 3; it must be of type list"),
    ],
)  # fmt: skip
def test_an_invalid_assignment_says_what_where_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(InvalidAssignment, match=message):
        parse(text, "small")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(
        InvalidAssignment, match="'calculus' is unknown: give one of backprop-from-scratch, threes-nines, two-layer or"
    ):
        load("calculus")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(
        InvalidAssignment, match=r"nowhere/x.toml: cannot be read \(No such file or directory\); check the path"
    ):
        load("nowhere/x.toml")
