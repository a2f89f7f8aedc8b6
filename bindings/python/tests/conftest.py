"""What the tests share: sessions on the built-in rules."""

import pytest

import tptriage


@pytest.fixture(scope="session")
def rules():
    return tptriage.Ruleset()


@pytest.fixture
def session(rules):
    return tptriage.Session(rules)
