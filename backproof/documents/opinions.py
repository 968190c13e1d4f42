"""What is to be said of a link after the kernel: what words, choices and hypotheses of the page change about it.

Each opinion takes what was said so far, and leaves it as it is where it has nothing to add. Their order counts.
"""

from __future__ import annotations

from backproof.documents.added_conditions import of_added_conditions
from backproof.documents.adding_up import if_targets_add_up, without_assumptions
from backproof.documents.attained import of_attained_bound
from backproof.documents.behind_relu import behind_relu
from backproof.documents.biases_supposed import with_bias_supposed
from backproof.documents.boxes import judge_box
from backproof.documents.cases_said import of_one_case
from backproof.documents.choices import at_values_before, at_values_of_sentence, between_bounds, under_choices
from backproof.documents.chosen_decimals import of_choice
from backproof.documents.conditions_before import under_condition_before
from backproof.documents.denied import without_loose_means
from backproof.documents.densities import but_for_symmetry
from backproof.documents.drawn_layers import with_drawn_layers, with_independent_gradients
from backproof.documents.dressed_inputs import with_dressed_inputs
from backproof.documents.enough import for_tolerance
from backproof.documents.environment import Environment
from backproof.documents.example_laws import of_example_law
from backproof.documents.factors_set_to_one import with_factor_one, with_moment_kept
from backproof.documents.former_meanings import with_former_meaning
from backproof.documents.forms import of_form
from backproof.documents.functions_anew import with_former_function
from backproof.documents.how_many import at_numbers_unsaid, at_sizes_said
from backproof.documents.inverse_functions import of_inverse_function
from backproof.documents.judgement import judge_relation
from backproof.documents.letters_of_matrices import with_one_letter
from backproof.documents.links import Link
from backproof.documents.mean_over_samples import of_mean_over_samples
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.output_gradients import with_output_gradients
from backproof.documents.passages import Passage
from backproof.documents.purposes import against_purpose
from backproof.documents.same_sizes import at_same_sizes
from backproof.documents.signed_labels import of_binary_labels
from backproof.documents.slopes_at_kinks import of_kink
from backproof.documents.somewhere import at_a_place_unread
from backproof.documents.staircases import judge_staircase
from backproof.documents.symmetric import of_symmetric
from backproof.documents.symmetric_inputs import of_symmetric_inputs
from backproof.documents.uniform_choices import of_uniform_bound, of_uniform_choice
from backproof.documents.unsaid_means import with_unsaid_mean
from backproof.documents.wanted import against_equation_before, against_what_is_wanted


def of_steps(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """An open claim about a network of steps on a grid, or about one that is a box."""
    if outcome.verdict != "undecided" or len(link.left) + len(link.right) > 2:
        return outcome
    conditions = tuple(dict.fromkeys(link.given))
    box = judge_box(link.left[0], link.relation, link.right[0], link.latex[0], passage.said, env)
    return box or judge_staircase(link.left[0], link.relation, link.right[0], conditions, passage.said, env) or outcome


_IN_ORDER = (
    of_inverse_function,
    under_choices,
    of_uniform_choice,
    of_example_law,
    of_uniform_bound,
    behind_relu,
    of_symmetric_inputs,
    but_for_symmetry,
    of_steps,
    for_tolerance,
    of_choice,
    with_output_gradients,
    with_drawn_layers,
    with_independent_gradients,
    of_mean_over_samples,
    between_bounds,
    with_bias_supposed,
    at_values_before,
    at_values_of_sentence,
    at_sizes_said,
    of_symmetric,
    at_numbers_unsaid,
    at_same_sizes,
    under_condition_before,
    with_former_meaning,
    with_former_function,
    with_one_letter,
    without_assumptions,
    if_targets_add_up,
    against_what_is_wanted,
    against_equation_before,
    against_purpose,
    with_factor_one,
    with_moment_kept,
    of_added_conditions,
    of_binary_labels,
    with_unsaid_mean,
    at_a_place_unread,
    of_one_case,
    of_attained_bound,
    of_form,
    of_kink,
    with_dressed_inputs,
)


def considered(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """What is to be said of a link at a passage, after what the kernel says of it."""
    told = _in_order(link, outcome, passage, env)
    other = without_loose_means(env) if told.verdict == "refuted" else None
    if other is None:
        return told
    names, centered = other
    plain = judge_relation(link.left, link.relation, link.right, link.given, centered)
    found = _in_order(link, plain, passage, centered)
    if found.verdict == "proved" or (found.verdict == "conditional" and found.missing):
        return lacking(*(f"E[{name}] = 0" for name in names), *found.missing)
    return told


def _in_order(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    for opinion in _IN_ORDER:
        outcome = opinion(link, outcome, passage, env)
    return outcome
