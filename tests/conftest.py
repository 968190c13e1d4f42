"""Hypothesis without a deadline: how long an example takes says nothing about whether it is right."""

import os

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable" if os.environ.get("CI") else "patient")
