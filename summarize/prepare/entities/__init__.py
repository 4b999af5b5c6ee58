"""Persons: where they are named, and in which spellings."""
