"""The engine with a model: sentences chosen, the summary written from them, checked, repaired and assembled."""
