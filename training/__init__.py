"""How the weights in the package are made: development only, never imported by `coach`."""
