"""Command on activations: gain."""

from dataclasses import fields
from difflib import get_close_matches

from rich.console import Console

from backproof.gains import Activation, activations, enclose
from backproof.pages.formulas import Text, term_text
from proofs.book import theorems
from proofs.kernel.derivations import check
from proofs.kernel.verdicts import Proved

from .book import RIGHT, fail, print_json

_DIGITS = 32


def gain(name: str, *, as_json: bool) -> int:
    """Print the moments and gains of an activation."""
    known = activations()
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known)}."
        fail(f"there is no activation '{name}': {hint}")
    activation = known[name]
    enclosures, closed = enclose(activation), _closed_forms(activation)
    entries = {
        each.name: {"enclosure": getattr(enclosures, each.name).str(_DIGITS)} | closed.get(each.name, {})
        for each in fields(enclosures)
    }
    if as_json:
        print_json({"name": name, "formula": activation.formula, "input": "z ~ N(0, 1)"} | entries)
        return RIGHT
    out = Console(highlight=False, soft_wrap=True, markup=False)
    out.print(f"{name}: f(z) = {activation.formula}, z ~ N(0, 1)")
    for label, entry in entries.items():
        proved = f" = {entry['closed_form']}   proved: {entry['theorem']}" if "theorem" in entry else ""
        out.print(f"  {label.replace('_', ' '):20} {entry['enclosure']}{proved}")
    return RIGHT


def _closed_forms(activation: Activation) -> dict[str, dict[str, str]]:
    """The closed forms that the kernel proves now, by quantity."""
    book = theorems()
    result = {}
    for quantity, theorem, name in activation.proved:
        (part,) = (each for each in book[theorem].parts if each.name == name)
        if isinstance(check(part).verdict, Proved):
            result[quantity] = {"closed_form": term_text(part.claim.terms[1], Text()), "theorem": theorem, "part": name}
    return result
