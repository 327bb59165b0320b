"""Checks on any text: rules, absences, scores."""
