"""Finds what sentences contain, once, for every rule to read."""
