"""Divides a text into zones (title, body, boilerplate) and sentences, with exact offsets."""
