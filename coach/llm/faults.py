"""Which of our errors each of LiteLLM's exceptions is; no message of theirs is passed on, it could hold a key or the user's words."""

import re

from coach.errors import ModelAnswerInvalid, ModelError, ModelRefused, ModelUnavailable, RequestRefused

# Every class of litellm.exceptions; a test fails when it grows one that is not here.
FAULTS: dict[str, tuple[type[ModelError], str]] = {
    "AuthenticationError": (ModelRefused, "the key was not accepted"),
    "PermissionDeniedError": (ModelRefused, "the key may not use this model"),
    "NotFoundError": (ModelRefused, "there is no such model"),
    "BadRequestError": (RequestRefused, "the request was not accepted"),
    "InvalidRequestError": (RequestRefused, "the request was not accepted"),
    "UnprocessableEntityError": (RequestRefused, "the request was not accepted"),
    "ImageFetchError": (ModelRefused, "the request was not accepted"),
    "UnsupportedParamsError": (RequestRefused, "the model does not take one of the parameters"),
    "LiteLLMUnknownProvider": (ModelRefused, "the provider in the model's name is not known"),
    "ContextWindowExceededError": (ModelRefused, "the text is too long for the model"),
    "ContentPolicyViolationError": (ModelRefused, "the provider's policy refused the text"),
    "RejectedRequestError": (ModelRefused, "the request was rejected"),
    "GuardrailRaisedException": (ModelRefused, "a guardrail of the proxy refused the text"),
    "BlockedPiiEntityError": (ModelRefused, "the proxy refused personal data"),
    "BudgetExceededError": (ModelRefused, "the budget of the key is used up"),
    "RateLimitError": (ModelUnavailable, "too many requests"),
    "Timeout": (ModelUnavailable, "no answer in time"),
    "APIConnectionError": (ModelUnavailable, "the connection failed"),
    "APIError": (ModelUnavailable, "the provider reported an error"),
    "InternalServerError": (ModelUnavailable, "the server failed or could not be reached"),
    "BadGatewayError": (ModelUnavailable, "the server could not be reached"),
    "ServiceUnavailableError": (ModelUnavailable, "the service is not available"),
    "MidStreamFallbackError": (ModelUnavailable, "the answer broke off"),
    "MockException": (ModelUnavailable, "the provider reported an error"),
    "APIResponseValidationError": (ModelAnswerInvalid, "the answer was not of the expected form"),
    "JSONSchemaValidationError": (ModelAnswerInvalid, "the answer was not of the expected form"),
    "ModelNotMappedError": (ModelRefused, "the model is not known"),
    "PaymentRequiredError": (ModelRefused, "the account has no credit left"),
    "SensitiveDataRouteException": (ModelRefused, "the proxy refused personal data"),
    "ModifyResponseException": (ModelRefused, "a guardrail of the proxy refused the text"),
    "VectorStoreSearchError": (ModelUnavailable, "the provider reported an error"),
    "OpenAIError": (ModelUnavailable, "the provider reported an error"),
}
# Status codes for which LiteLLM has no class of its own, so that they arrive as APIError.
_STATUSES: dict[int, tuple[type[ModelError], str]] = {
    402: FAULTS["PaymentRequiredError"],
    403: FAULTS["PermissionDeniedError"],
    408: FAULTS["Timeout"],
    413: FAULTS["ContextWindowExceededError"],
    529: (ModelUnavailable, "the provider is overloaded"),
}
_QUOTA = (ModelRefused, "the quota is used up")
_QUOTA_WORDS = re.compile(
    r"insufficient_quota|exceeded your current quota|quota (?:is )?(?:exceeded|used up)|billing", re.I
)
_LONGEST_RETRY_AFTER = 3_600.0
HINTS = {
    "the key was not accepted": "Check the key: COACH_API_KEY, the provider's own variable, or the keyring.",
    "the key may not use this model": "Choose another model in COACH_MODEL, or let the key's owner allow this one.",
    "there is no such model": "Check the name in COACH_MODEL and the address in COACH_API_BASE; for Ollama, pull the model first.",
    "the text is too long for the model": "Choose a model with a larger context.",
    "the quota is used up": "See the provider's billing page, or choose another model.",
    "the account has no credit left": "See the provider's billing page, or choose another model.",
    "too many requests": "Wait a minute and try again, or set COACH_FALLBACK_MODELS.",
    "no answer in time": "Try again, raise COACH_MODEL_TIMEOUT, or choose a faster model.",
    "the server failed or could not be reached": "Check that the server runs and that COACH_API_BASE is its address.",
    "the connection failed": "Check that the server runs and that COACH_API_BASE is its address.",
    "the server could not be reached": "Check that the server runs and that COACH_API_BASE is its address.",
    "the provider in the model's name is not known": "Name it provider/model, such as openai/gpt-5-mini or ollama/llama3.1.",
}


def as_model_error(error: Exception, model: str) -> ModelError:
    """Our error for one of LiteLLM's, or for anything else that went wrong while it was asked."""
    ours, because = _fault(error)
    failure = ours(f"The model {model!r} did not answer: {because}.", hint=HINTS.get(because))
    if isinstance(failure, ModelUnavailable):
        failure.retry_after = _retry_after(error)
    return failure


def _fault(error: Exception) -> tuple[type[ModelError], str]:
    for kind in type(error).__mro__:
        if kind.__name__ == "RateLimitError" and _QUOTA_WORDS.search(str(error)):
            return _QUOTA
        if kind.__name__ == "APIError":
            status = getattr(error, "status_code", None)
            return _STATUSES.get(status, FAULTS["APIError"]) if isinstance(status, int) else FAULTS["APIError"]
        if kind.__name__ in FAULTS:
            return FAULTS[kind.__name__]
    return ModelUnavailable, type(error).__name__


def _retry_after(error: Exception) -> float | None:
    """The seconds in the server's Retry-After header, where it is a number."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    more = getattr(error, "litellm_response_headers", None) or {}
    said = headers.get("retry-after") or more.get("retry-after")
    try:
        seconds = float(said) if said is not None else None
    except ValueError:
        return None  # an HTTP date: rare, and the back-off serves
    return None if seconds is None else max(0.0, min(seconds, _LONGEST_RETRY_AFTER))
