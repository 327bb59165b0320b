"""The pages, one a module; each draws what it is given and calls one method of the desk on a click."""
