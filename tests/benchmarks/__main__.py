"""All benchmarks, one after the other."""

from tests.benchmarks import bench_flow, bench_gate, bench_quantities

bench_flow.main()
bench_gate.main()
bench_quantities.main()
