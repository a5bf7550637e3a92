"""All benchmarks, one after the other."""

from tests.benchmarks import bench_flow, bench_quantities

bench_flow.main()
bench_quantities.main()
