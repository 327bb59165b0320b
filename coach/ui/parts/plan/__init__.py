"""The parts of the plan: contract, dates, the list, money, the talk, and afterwards."""
