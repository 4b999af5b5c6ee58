"""The engine without a model: sentences of the articles, chosen by what they cover, ordered and headed."""
