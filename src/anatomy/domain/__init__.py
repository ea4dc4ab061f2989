"""Frozen values: what an enterprise, a dependency, a decision and an answer are. Standard library only."""
