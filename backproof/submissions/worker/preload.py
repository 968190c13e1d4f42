"""What the zygote loads before it forks: the modules that course work imports, so that no worker has to."""

import importlib
import io

import numpy as np

_COMMON = """
abc array ast base64 bisect builtins calendar cmath codecs collections collections.abc colorsys
concurrent.futures contextlib copy copyreg csv ctypes dataclasses datetime decimal difflib enum fractions
functools gc getpass glob gzip hashlib heapq inspect io itertools json keyword linecache locale logging math
multiprocessing numbers operator os os.path pathlib pickle platform pprint queue random re secrets shutil
signal socket statistics string struct subprocess sys tempfile textwrap threading time timeit traceback types
typing unittest urllib.request uuid warnings weakref zipfile zlib numpy.linalg numpy.random numpy.testing
numpy.ma numpy.lib.stride_tricks
"""


def warm_up() -> None:
    """Import the common modules and run NumPy once, so that its lazy parts are shared by every fork."""
    for name in _COMMON.split():
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # a trimmed standard library: the submission will be told when it asks
    square = np.ones((4, 4))
    print(square @ square, np.exp(square).sum(), file=io.StringIO())
    np.random.default_rng(0).normal(size=3)
    np.linalg.solve(square + np.eye(4), square)
