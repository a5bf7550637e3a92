"""Great Expectations, imported quietly: the only door through which this room reaches it.

The library asks for analytics, draws progress bars and warns while it is imported; none of that belongs in a gate that
runs offline and whose output is compared byte by byte. ``context()`` gives an ephemeral context: nothing is written.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

from pipeline.later import imported_later

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported
# Warnings: deprecations inside the library; under -W error its import would fail. Statistics and charts serve one
# expectation, and its pictures.
with warnings.catch_warnings(), imported_later("scipy.stats", "altair"):
    warnings.simplefilter("ignore")
    import great_expectations as gx
    import pandas
    from great_expectations.compatibility.pydantic import Field, ValidationError
    from great_expectations.core import ExpectationSuite, ExpectationValidationResult
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )
    from great_expectations.exceptions.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation import BatchExpectation, Expectation
    from great_expectations.expectations.metadata_types import FailureSeverity
    from great_expectations.expectations.registry import get_expectation_impl
    from great_expectations.validator.validator import ValidationDependencies

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext

__all__ = [
    "BatchExpectation",
    "Expectation",
    "ExpectationSuite",
    "ExpectationValidationResult",
    "FailureSeverity",
    "Field",
    "GreatExpectationsError",
    "ValidationDependencies",
    "ValidationError",
    "context",
    "get_expectation_impl",
    "pandas",
]


def context() -> EphemeralDataContext:
    """A context in memory: no progress bars, no analytics, no pages with results."""
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    return gx.get_context(mode="ephemeral", project_config=config)
