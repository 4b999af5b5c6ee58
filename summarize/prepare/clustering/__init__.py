"""Articles of a mixed pile to stories and threads; articles that do not belong to a story."""
