"""A cluster of two workers for all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from job.fleet import dask_cluster
from job.fleet.dask_cluster import DaskCluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with dask_cluster.running(tmp_path_factory.mktemp("dask"), 2) as found:
        yield found
