"""The definitions of a page's network: what rests on what comes to an end."""

import pytest

from backproof.answers.syntax import Sym
from backproof.documents.matrices.network import Body, Network
from backproof.documents.matrices.sizes import NotFollowed


class Endless(Network):
    """Each name rests on another one."""

    def body(self, name):
        return Body(name, (), Sym(name + "'"))


def test_layers_that_rest_on_each_other_without_end_are_not_followed():
    with pytest.raises(NotFollowed, match="do not come to an end"):
        Endless().closure(["a"])
