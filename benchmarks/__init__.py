"""What the program costs: start-up, a whole run, growth, throughput. Run `python -m benchmarks`; needs Unix."""
