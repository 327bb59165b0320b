"""Which of our errors each of LiteLLM's exceptions is; no message of theirs is passed on, it could hold a key or the user's words."""

from coach.errors import ModelAnswerInvalid, ModelError, ModelRefused, ModelUnavailable

# Every class of litellm.exceptions; a test fails when it grows one that is not here.
FAULTS: dict[str, tuple[type[ModelError], str]] = {
    "AuthenticationError": (ModelRefused, "the key was not accepted"),
    "PermissionDeniedError": (ModelRefused, "the key may not use this model"),
    "NotFoundError": (ModelRefused, "there is no such model"),
    "BadRequestError": (ModelRefused, "the request was not accepted"),
    "InvalidRequestError": (ModelRefused, "the request was not accepted"),
    "UnprocessableEntityError": (ModelRefused, "the request was not accepted"),
    "ImageFetchError": (ModelRefused, "the request was not accepted"),
    "UnsupportedParamsError": (ModelRefused, "the model does not take one of the parameters"),
    "LiteLLMUnknownProvider": (ModelRefused, "the provider in the model's name is not known"),
    "ContextWindowExceededError": (ModelRefused, "the text is too long for the model"),
    "ContentPolicyViolationError": (ModelRefused, "the provider's policy refused the text"),
    "RejectedRequestError": (ModelRefused, "the request was rejected"),
    "GuardrailRaisedException": (ModelRefused, "a guardrail of the proxy refused the text"),
    "BlockedPiiEntityError": (ModelRefused, "the proxy refused personal data"),
    "BudgetExceededError": (ModelRefused, "the budget of the key is used up"),
    "RateLimitError": (ModelUnavailable, "too many requests, or the quota is used up"),
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


def as_model_error(error: Exception, model: str) -> ModelError:
    """Our error for one of LiteLLM's, or for anything else that went wrong while it was asked."""
    for kind in type(error).__mro__:
        if kind.__name__ in FAULTS:
            ours, because = FAULTS[kind.__name__]
            return ours(f"The model {model!r} did not answer: {because}.")
    return ModelUnavailable(f"The model {model!r} did not answer: {type(error).__name__}.")
