"""Every benchmark: `make bench`."""

from tests.benchmarks import bench_app, bench_library, bench_steps

for bench in (bench_steps, bench_app, bench_library):
    print(f"\n## {bench.__name__.rsplit('.', 1)[1]}\n")
    bench.main()
