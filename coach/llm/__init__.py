"""The language model, where the user has set one: the only door to LiteLLM."""
