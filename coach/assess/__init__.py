"""Assess: which signs a text holds, in the user's own words, and what follows from them."""
