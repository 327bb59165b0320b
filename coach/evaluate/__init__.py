"""Evaluate: how good the answers are, measured on cases that nothing was trained on; anyone can run it."""
