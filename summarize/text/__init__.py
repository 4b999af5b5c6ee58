"""Pure functions on strings: words, values, names, quotations. Nothing here knows what an article is."""
