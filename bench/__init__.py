"""Measures what the README claims: `python -m bench` (or `make bench`) rewrites bench/RESULTS.md.

Everything is measured in one run on one machine, ours beside what it is compared with, and every figure
is told as a ratio with its aim and a plain verdict. Data are generated, servers live on free local ports
and in temporary folders, nothing of the real store is touched.
"""
