"""A text to zones (title, body, boilerplate) and sentences, with exact offsets."""
