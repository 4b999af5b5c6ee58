"""The gate and the proof: claims against their own evidence, finished summaries against their sources."""
