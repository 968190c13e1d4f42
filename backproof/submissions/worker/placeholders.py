"""Stand-ins for modules that a course imports and a grader does not have: plots draw nothing, the rest says so."""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

SILENT = frozenset(
    ("matplotlib", "mpl_toolkits", "pylab", "seaborn", "plotly", "IPython", "ipywidgets", "tqdm", "google")
)
ABSENT = frozenset(
    ("tensorflow", "keras", "torch", "torchvision", "sklearn", "scipy", "pandas", "PIL", "cv2", "mnist", "h5py", "jax")
)


class Silent:
    """Anything one does to a plot: it accepts every attribute, call and item, and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Give a lone iterable back (`tqdm(range(9))`), else more silence."""
        return arguments[0] if len(arguments) == 1 and hasattr(arguments[0], "__iter__") else self

    def __getitem__(self, index: Any) -> Any:
        return self

    def __iter__(self) -> Any:
        return iter((self, self))

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exception: Any) -> None:
        return None


class Absent:
    """A library that is not here: naming parts of it is harmless, calling one says what is missing."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(self._module)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Say what is missing."""
        raise ModuleNotFoundError(f"{self._module!r} is not installed where submissions are graded")


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        top = self.__name__.partition(".")[0]
        return Silent() if top in SILENT else Absent(top)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last: finds a stand-in for the modules named above."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A module spec for a stand-in, or None."""
        if fullname.partition(".")[0] in SILENT | ABSENT:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """An empty module that answers to every name."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def install() -> None:
    """Put the finder behind all others."""
    sys.meta_path.append(Finder())
