"""The engine without a model: it chooses sentences by what they cover, orders them and adds a headline."""
