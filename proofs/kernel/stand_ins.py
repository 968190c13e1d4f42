"""What stands for an unknown function at a point: concrete functions that the setting allows."""

from dataclasses import dataclass

from flint import fmpq

from .values import CannotEvaluate, Value, added


@dataclass(frozen=True)
class Potential:
    """An instance of a differentiable function of several numbers: sum_i i u_i + (sum_i u_i)^2 + cubic sum_i u_i^3."""

    cubic: fmpq

    def value(self, arguments: list[Value]) -> Value:
        """Evaluate."""
        linear = added(fmpq(i) * u + self.cubic * u * u * u for i, u in enumerate(arguments, start=1))
        total = added(arguments)
        return linear + total * total

    def slope(self, arguments: list[Value], position: int) -> Value:
        """Evaluate the partial derivative with respect to the argument at a position, 1-based."""
        return fmpq(position) + 2 * added(arguments) + 3 * self.cubic * arguments[position - 1] ** 2

    def __str__(self) -> str:
        """Plain text, for counterexamples."""
        return f"sum_i i u_i + (sum_i u_i)^2 + {self.cubic} sum_i u_i^3"


@dataclass(frozen=True)
class Polynomials:
    """An instance of a sequence of differentiable functions: u^2 + l u + cubic (l + 1) u^3, where l counts them."""

    cubic: fmpq

    def value(self, number: int, order: int, u: Value) -> Value:
        """Evaluate the function (order 0) or its derivative (order 1) at u."""
        factor = self.cubic * (number + 1)
        return u * u + number * u + factor * u * u * u if order == 0 else 2 * u + number + 3 * factor * u * u

    def __str__(self) -> str:
        """Plain text, for counterexamples."""
        return f"u^2 + l u + {self.cubic} (l + 1) u^3"


@dataclass(frozen=True)
class Tabulated:
    """An instance of a function of which the values at a few numbers are given, and nothing else."""

    values: tuple[tuple[fmpq, fmpq], ...]

    def value(self, number: int, order: int, u: Value) -> Value:
        """Look the value up."""
        found = [value for at, value in self.values if isinstance(u, fmpq) and at == u]
        if order != 0 or number != 0 or not found:
            raise CannotEvaluate(f"the value at {u} is not given")
        return found[0]

    def __str__(self) -> str:
        """Plain text, for counterexamples."""
        return ", ".join(f"{at} -> {value}" for at, value in self.values)
