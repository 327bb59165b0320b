"""The engine: which one is in force, another one to try, and what a look at every part of it says."""

import streamlit as st

from coach.desk.engines import EngineChoice
from coach.doctor import Check, examine, try_model
from coach.settings import Engine, Redact
from coach.ui import wording
from coach.ui.markup import escape
from coach.ui.parts import frame
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice

_SCOPE = "engine"


def engine(place: Place) -> None:
    """Who reads the words, whether it works, and the way to another engine."""
    reader = place.desk.reader()
    st.html(
        f'<section class="gt-card"><h2 class="gt-title">Who reads your words</h2><p><b>{escape(reader.name)}</b></p>'
        f"<p>{escape(reader.meaning)}</p><p>What leaves this machine: {escape(reader.leaves)}</p></section>"
    )
    if st.button("Test it", key="gt-test-engine"):
        with st.spinner("Looking at every part …"):
            _report(examine(place.desk.coach))
    with st.expander("Use another engine, or a model of your own"):
        _change(place)


def _change(place: Place) -> None:
    now = place.desk.engine_choice()
    st.html(
        "<p>A model makes the client's lines more fluent. What is found in your account, what the client does next and what is "
        "said of your lines stays with the built-in engine, so that a model that fails costs you nothing.</p>"
    )
    engines = list(wording.ENGINES)
    wanted = st.radio(
        "Who should put things into words?",
        engines,
        index=engines.index(now.engine),
        format_func=wording.ENGINES.__getitem__,
        horizontal=True,
        key=key(_SCOPE, "engine"),
    )
    choice, secret = EngineChoice(engine=wanted, redact=now.redact), ""
    if wanted is Engine.MODEL:
        choice, secret = _model(now)
    test, use = st.columns(2)
    if wanted is Engine.MODEL and test.button("Try it first", key="gt-try-engine", width="stretch"):
        with frame.refusals(), st.spinner("Asking it for one word …"):
            _report([try_model(place.desk.with_choice(choice, secret))])
    if use.button("Use it from now on", key="gt-use-engine", type="primary", width="stretch"):
        with frame.refusals():
            place.desk.use_engine(choice, secret)
            forget(st.session_state, _SCOPE)
            leave_notice(st.session_state, f"From now on: {place.desk.reader().name}.")
            st.rerun()


def _model(now: EngineChoice) -> tuple[EngineChoice, str]:
    """What is typed about a model, and the key, which is shown nowhere."""
    model = st.text_input(
        "Its name",
        value=now.model,
        placeholder="ollama/llama3.1",
        key=key(_SCOPE, "model"),
        help="As LiteLLM writes it.",
    )
    address = st.text_input(
        "Its address, if it has one of its own",
        value=now.api_base,
        placeholder="http://127.0.0.1:11434",
        key=key(_SCOPE, "address"),
    )
    secret = st.text_input(
        "Its key, if it needs one",
        type="password",
        key=key(_SCOPE, "secret"),
        help="It is kept in memory until the app is stopped, and written nowhere. Empty keeps the one there is.",
    )
    redactions = list(Redact)
    redact = st.radio(
        "From whom are names, addresses and amounts hidden?",
        redactions,
        index=redactions.index(now.redact),
        format_func=wording.REDACTION.__getitem__,
        key=key(_SCOPE, "redact"),
    )
    st.html(
        '<p class="gt-quiet gt-small">This holds until the app is stopped. To keep it, set <code>COACH_MODEL</code>, '
        "<code>COACH_API_BASE</code> and <code>COACH_API_KEY</code> before you start it.</p>"
    )
    return EngineChoice(engine=Engine.MODEL, model=model or "", api_base=address or "", redact=redact), secret or ""


def _report(checks: list[Check]) -> None:
    """What was looked at, and what to change."""
    rows = "".join(
        f'<li><span aria-hidden="true">{"✓" if one.ok else "→"}</span> <div><b>{escape(one.name.capitalize())}</b> '
        f'<span class="gt-quiet gt-small">{"works" if one.ok else "needs a look"}</span><br>{escape(one.says)}</div></li>'
        for one in checks
    )
    well = all(one.ok for one in checks)
    st.html(f'<ul class="gt-note gt-checked{" gt-done" if well else " gt-refusal"}" role="status">{rows}</ul>')
