"""The parts of the case desk: what ties the steps and the store together, one module for each step."""
