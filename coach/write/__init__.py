"""Write: outlines, writers, checks, diff and export of messages."""

from coach.write.checks import check
from coach.write.drafting import blanks_in, draft
from coach.write.editing import apply_suggestion

__all__ = ["apply_suggestion", "blanks_in", "check", "draft"]
