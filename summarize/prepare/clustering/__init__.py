"""Sorts articles of a mixed pile into stories and threads, and finds articles that do not belong to a story."""
