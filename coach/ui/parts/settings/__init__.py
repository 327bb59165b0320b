"""The parts of the settings: the engine and its test, and what would leave the machine."""
