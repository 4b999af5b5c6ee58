"""Which articles are one report: what they credit, copies, rewrites."""
