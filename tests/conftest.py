"""Hypothesis without a deadline: how long an example takes says nothing about whether it is right.

No test sees the cache of the person who runs it.
"""

import os
from tempfile import TemporaryDirectory

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable" if os.environ.get("CI") else "patient")

_CACHE = TemporaryDirectory(prefix="backproof-tests-")  # removed when the process ends
os.environ["BACKPROOF_CACHE"] = _CACHE.name
