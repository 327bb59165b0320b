"""The table of views: read by the navigation and by the tests."""

from collections.abc import Callable
from typing import NamedTuple

from coach.ui.journey import Step
from coach.ui.place import Place
from coach.ui.views import assessment, library, plan, progress, rehearse, settings, situation, write


class View(NamedTuple):
    """One page: where it is, what it is called, and what draws it."""

    slug: str
    title: str
    icon: str
    render: Callable[[Place], None]


VIEWS = (
    View(Step.SITUATION, "Situation", "💬", situation.render),
    View(Step.ASSESSMENT, "Assessment", "🔎", assessment.render),
    View(Step.REHEARSE, "Rehearse", "🎭", rehearse.render),
    View(Step.WRITE, "Write", "✉️", write.render),
    View(Step.PLAN, "Plan", "🗓️", plan.render),
    View("progress", "Progress", "📈", progress.render),
    View("library", "Library", "📚", library.render),
    View("settings", "Settings", "⚙️", settings.render),
)
