"""The allocation beside its alternatives; see benchmarks/README.md."""
