"""How fast anatomy is beside public peers; `python -m benchmarks` prints the table. See docs/benchmarks.md."""
