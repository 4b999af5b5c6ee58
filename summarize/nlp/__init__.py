"""Sentences with what stands in them, found once and read by every rule."""
