"""Misconceptions: known ways to go wrong, each a wrong variant of right mathematics.

A misconception is named only if its variant gives the claimed side exactly, and that is proved by the judge of claims:
of `Var(relu(a)) = s^2/2` the judge proves `E[relu(a)^2] = s^2/2`, so that somebody has computed the second moment.
Nothing is compared as text, and what no variant reproduces is left without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from time import thread_time

from backproof.answers.syntax import Expr
from backproof.documents.variants import algebra, derivatives, layers, moments
from backproof.documents.variants.claimed import Claimed, Pair

Proves = Callable[[Expr, Expr], bool]
MOST_VARIANTS = 24  # of one misconception


@dataclass(frozen=True)
class Misconception:
    """A name, what a teacher says of it, and the equations that hold if somebody has made it."""

    name: str
    says: str
    variants: Callable[[Claimed], Iterator[Pair]]

    def __str__(self) -> str:
        return f"{self.name}: {self.says}"


MISCONCEPTIONS: tuple[Misconception, ...] = (
    Misconception("second moment against variance", "true of the second moment E[X^2], not of the variance", moments.second_moment),
    Misconception("variance against second moment", "true of the variance, not of the second moment: the square of the mean is missing", moments.variance),
    Misconception("standard deviation for variance", "this is the standard deviation; the variance is its square", moments.standard_deviation),
    Misconception("width of a uniform distribution", "the width of [-a, a] is 2a, not a", moments.width),
    Misconception("variance is not linear", "a constant leaves the variance squared: Var(c X) = c^2 Var(X)", moments.linear),
    Misconception("variance of a difference", "variances of independent terms add, also in a difference", moments.difference),
    Misconception("variance of a product", "Var(X Y) = Var(X) Var(Y) holds only if both means are 0", moments.product),
    Misconception("expectation moved inside", "the expectation of a function is not the function of the expectation", moments.inside),
    Misconception("fan-in and fan-out swapped", "right with n_in and n_out exchanged", moments.fans),
    Misconception("factor 2 of ReLU", "ReLU keeps half of the second moment: a factor 2 is missing, or on the wrong side", moments.relu_half),
    Misconception("one variable repeated", "n independent terms add n variances; n times the same variable would give n^2", moments.repeated),
    Misconception("one term for the sum", "the number of terms is missing", moments.one_term),
    Misconception("elementwise rule at a softmax layer", "every output of a softmax depends on every input: only the term of the same index was kept", derivatives.elementwise),
    Misconception("derivative by the wrong variable", "right for the derivative with respect to the entry of the other index", derivatives.wrong_variable),
    Misconception("indices swapped", "right with the two indices exchanged", algebra.swapped_indices),
    Misconception("only the case i = j", "right if both indices are equal; the other case is missing", derivatives.equal_indices),
    Misconception("only the case i != j", "right if the indices differ; the case of equal indices is missing", derivatives.different_indices),
    Misconception("derivative of the logarithm", "this is d log(y): (log y)' = y'/y has to be multiplied by y", derivatives.of_logarithm),
    Misconception("inner derivative forgotten", "the chain rule also asks for the derivative of what is inside", derivatives.inner),
    Misconception("chain rule stopped halfway", "this is the derivative with respect to a name in between; its own derivative has to be multiplied", derivatives.halfway),
    Misconception("product rule", "the derivative of a product is not the product of the derivatives", derivatives.product),
    Misconception("sign in the quotient rule", "(u/v)' = (u' v - u v')/v^2, with a minus", derivatives.quotient),
    Misconception("factor of the square", "the derivative of u^2 is 2 u u': the factor 2 is missing, or not cancelled", derivatives.square),
    Misconception("logarithm of a sum", "log(a + b) is not log(a) + log(b)", algebra.log_of_sum),
    Misconception("exponential of a sum", "exp(a + b) is exp(a) exp(b), not exp(a) + exp(b)", algebra.exp_of_sum),
    Misconception("function of a sum", "the function of a sum is not the sum of the functions", algebra.function_of_sum),
    Misconception("reciprocal of a sum", "1/(a + b) is neither 1/a + 1/b nor their mean", algebra.reciprocal_of_sum),
    Misconception("square of a sum", "(a + b)^2 has the mixed term 2 a b", algebra.square_of_sum),
    Misconception("sum and product confused", "right with a product in place of the sum, or the other way round", algebra.sum_for_product),
    Misconception("value of the step at 0", "right if H(0) = 1; here H(0) = 0", algebra.step_at_zero),
    Misconception("a factor left in the denominator", "a factor of the denominator was absorbed elsewhere and still stands there", algebra.left_in_denominator),
    Misconception("transpose", "right with a transpose added or taken away", layers.transpose),
    Misconception("order of the outer product", "the factors of the outer product have to change places", layers.outer_product),
    Misconception("wrong layer", "right with the array of a neighbouring layer", layers.neighbour),
    Misconception("sum for mean", "the mean over the batch divides by its size", moments.mean),
    Misconception("off by one", "right with a bound or a size moved by one", algebra.off_by_one),
    Misconception("sign lost in a double negation", "right with the other sign of one term: -(a - b) = -a + b", algebra.one_sign),
    Misconception("sign lost", "right with the other sign", algebra.sign),
    Misconception("a factor forgotten", "right with one more factor in one of the terms", algebra.missing_factor),
    Misconception("upside down", "right is the reciprocal", algebra.reciprocal),
)  # fmt: skip


def diagnose(claimed: Claimed, proves: Proves, seconds: float = 3.0) -> Misconception | None:
    """The first misconception whose variant is proved to give what is claimed; None if there is none, or no time.

    claimed: an equation that is refuted.  proves: whether an equation is proved, in the same setting.
    """
    end = thread_time() + seconds
    for misconception in MISCONCEPTIONS:
        for left, right in islice(misconception.variants(claimed), MOST_VARIANTS):
            if thread_time() > end:
                return None
            if (left, right) != (claimed.left, claimed.right) and proves(left, right):
                return misconception
    return None
