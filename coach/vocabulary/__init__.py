"""The words everyone uses: the frozen values that pass between the steps, the store, the pages and the command line."""
