"""The seam to a language model."""

from .calls import Call, Model, Reply, ScriptedModel

__all__ = ["Call", "Model", "Reply", "ScriptedModel"]
