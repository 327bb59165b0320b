"""The Streamlit entry: navigation and wiring, nothing else."""

from coach.ui.navigation import run

run()
