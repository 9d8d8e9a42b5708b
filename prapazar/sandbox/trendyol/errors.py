"""The marketplace's error body and the mistakes that have a fixed wording."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json

AUTHENTICATION = "ClientApiAuthenticationException"
NOT_FOUND = "SellerIntegrationApiDomainNotFoundException"
BUSINESS = "SellerIntegrationApiBusinessException"
SYSTEM = "TrendyolSystemException"


class ApiError(Exception):
    def __init__(self, status: int, exception: str, key: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.exception = exception
        self.key = key
        self.message = message

    def reply(self, now_ms: int, headers: dict[str, str] | None = None) -> Reply:
        error: Json = {"key": self.key, "message": self.message, "errorCode": self.key, "args": []}
        body = {"timestamp": now_ms, "exception": self.exception, "errors": [error]}
        return json_reply(body, self.status, headers)


def bad_request(key: str, message: str) -> ApiError:
    return ApiError(400, BUSINESS, key, message)


def not_found(key: str, message: str) -> ApiError:
    return ApiError(404, NOT_FOUND, key, message)


def conflict(key: str, message: str) -> ApiError:
    return ApiError(409, BUSINESS, key, message)


def unauthorized() -> ApiError:
    return ApiError(401, AUTHENTICATION, "ClientApiAuthenticationException", "Authentication failed.")


def user_agent_missing() -> ApiError:
    return ApiError(403, "ForbiddenException", "forbidden", "User-Agent header is mandatory.")


def too_many() -> ApiError:
    return ApiError(429, "TooManyRequestsException", "too.many.requests", "Too many requests.")


def retired() -> ApiError:
    return ApiError(426, "UpgradeRequiredException", "upgrade.required", "This service was retired; use V2.")
