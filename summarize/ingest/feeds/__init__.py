"""Feeds and agency deliveries, read to items. All of it runs in the child process, but for plain JSON."""
