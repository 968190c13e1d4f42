"""Networks of threshold units: boxes from two units, staircases from many, and what a second layer adds."""

from .boxes import box, complement, half_open, mirror_image, weights
from .dimensions import gates, growth, no_corner
from .shared_bias import one_bias
from .staircase import staircase_error, staircase_value, unit_count

THEOREMS = (
    box,
    half_open,
    mirror_image,
    complement,
    weights,
    one_bias,
    staircase_value,
    staircase_error,
    unit_count,
    no_corner,
    gates,
    growth,
)
