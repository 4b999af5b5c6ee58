"""The seam to a language model."""

from .protocol import Call, Model, Reply, ScriptedModel

__all__ = ["Call", "Model", "Reply", "ScriptedModel"]
