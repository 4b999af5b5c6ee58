"""Feeds and agency deliveries, read into items. All of it runs in the child process, except for plain JSON."""
