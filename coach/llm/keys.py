"""Keys: where a model's key comes from. It is never stored by us, never logged and never in an error's text."""

from importlib import import_module

from pydantic import SecretStr

from coach.errors import ModelRefused
from coach.llm.client import Access, missing_variables, provider_of
from coach.settings import Settings

SERVICE = "good-terms"  # the keyring's entry; the user name in it is the provider's: keyring set good-terms openai


def access_to(model: str, settings: Settings) -> Access:
    """Where `model` is asked and with which key: COACH_API_KEY, the provider's own variable, then the keyring.

    Raises:
        ModelRefused: the provider is not known, or it needs a key or an address and there is none.
    """
    base, key = settings.base_of(model), settings.key_of(model)
    missing = missing_variables(model)
    if key is not None:
        return Access(base=base, key=key)
    wanted = [name for name in missing if name.endswith(("_KEY", "_TOKEN")) or not base]
    if not wanted or settings.is_local(model):
        local = settings.is_local(model) and any(name.endswith("_KEY") for name in missing)
        return Access(base=base, key=SecretStr("local") if local else None)
    kept = _from_keyring(provider_of(model))
    if kept is not None:
        return Access(base=base, key=kept)
    raise ModelRefused(
        f"There is no key for the model {model!r}.",
        hint=f"Set COACH_API_KEY, or {' or '.join(wanted)}, or keep it with `keyring set {SERVICE} {provider_of(model)}`.",
    )


def _from_keyring(provider: str) -> SecretStr | None:
    """The provider's key in the system's keyring; None without the `keyring` extra, an entry, or a working keyring."""
    try:
        kept = import_module("keyring").get_password(SERVICE, provider)
    except Exception:  # not installed, locked, or no back-end: the environment is the other way
        return None
    return SecretStr(kept) if kept else None
