"""OpenID Connect: the code flow with PKCE, state and nonce, and what is believed of a provider's answer.

Streamlit's own `st.login` is not used: what it gives is a cookie of thirty days that nobody can end, that our HTTP
routes do not get, and whose failures are told to nobody. This flow ends in the same session as a password does.
"""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from data.identities import Confirmed
from data.settings import Settings, is_trusted_address
from geo.errors import MapError
from geo.words import N_

SCOPE = "openid email profile"
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Public-key signatures only: "none" and those with a shared secret are never believed."""

PATIENCE_SECONDS, LEEWAY_SECONDS, KEPT_SECONDS, SELDOM_SECONDS = 10, 60, 3600, 30
MOST_BYTES = 500_000


class ProviderFault(MapError):  # noqa: N818 - named as the leaves in data.errors
    """The provider cannot be reached, or what it says cannot be believed."""


@dataclass(frozen=True)
class Flow:
    """What one browser keeps from its leaving for the provider to its return."""

    state: str
    nonce: str
    verifier: str
    onward: str
    lang: str = ""


def new_flow(onward: str, lang: str = "") -> Flow:
    """A flow that nobody can guess, with where its reader wants to go and in which language."""
    return Flow(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), onward, lang)


@dataclass
class Provider:
    """The provider of the settings. Its description and keys are fetched once an hour."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str = ""
    _kept: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def start(self, flow: Flow, back: str) -> str:
        """The provider's address at which the reader signs in. Raises `ProviderFault`."""
        with self._session(back) as session:
            address, _state = session.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=flow.state, nonce=flow.nonce, code_verifier=flow.verifier, response_type="code",
            )  # fmt: skip
        return str(address)

    def leave(self, token: str, back: str, state: str) -> str:
        """The provider's address at which the reader signs out there too (RP-initiated logout); "" if it has none.

        `token`: the ID token of the session ("" unknown: the provider then asks whom to sign out).
        """
        try:
            address = self._endpoint("end_session_endpoint")
        except ProviderFault:
            return ""
        asked = {"client_id": self.client, "post_logout_redirect_uri": back, "state": state}
        return add_params_to_uri(address, list({**asked, **({"id_token_hint": token} if token else {})}.items()))

    def finish(self, flow: Flow, back: str, answer: Mapping[str, str]) -> tuple[Confirmed, str]:
        """Who came back, from the query of the address that the provider sent them to, and the ID token that says so.

        Raises `ProviderFault`.
        """
        if not secrets.compare_digest(answer.get("state", ""), flow.state):
            raise self._disbelieved("state")
        if answer.get("iss", self.issuer) != self.issuer:
            raise self._disbelieved("iss")
        if "error" in answer:
            raise self._stopped(answer["error"][:80])
        token = self._token(flow, back, answer.get("code", ""))
        return self._confirmed(token, flow.nonce), token

    def _token(self, flow: Flow, back: str, code: str) -> str:
        """The ID token that the code is worth."""
        try:
            with self._session(back) as session:
                found = session.fetch_token(
                    self._endpoint("token_endpoint"), code=code, code_verifier=flow.verifier, timeout=PATIENCE_SECONDS
                )
        except RequestException as error:
            raise self._unreachable() from error
        except (OAuthError, ValueError) as error:
            raise self._disbelieved("code") from error
        return str(found.get("id_token", ""))

    def _confirmed(self, token: str, nonce: str) -> Confirmed:
        try:
            claims = self._claims(token)
            _rules(self.issuer, self.client, nonce).validate(claims)
        except (JoseError, ValueError) as error:
            raise self._disbelieved("id_token") from error
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if claims.get("azp", self.client) != self.client or (len(audience) > 1 and "azp" not in claims):
            raise self._disbelieved("azp")
        email = claims.get("email", "") if claims.get("email_verified") is True else ""
        return Confirmed(self.issuer, str(claims["sub"]), str(email))

    def _claims(self, token: str) -> dict[str, Any]:
        """The claims, signed by a key of the provider; one that it has only just begun to use is fetched."""
        try:
            return jwt.decode(token, self._keys(), algorithms=list(SIGNATURES)).claims
        except (InvalidKeyIdError, ValueError):
            return jwt.decode(token, self._keys(SELDOM_SECONDS), algorithms=list(SIGNATURES)).claims

    def _keys(self, age: float = KEPT_SECONDS) -> KeySet:
        return KeySet.import_key_set(self._fetched(self._endpoint("jwks_uri"), age))

    def _endpoint(self, name: str) -> str:
        told = self._fetched(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        address = str(told.get(name, ""))
        if told.get("issuer") != self.issuer or not is_trusted_address(address):
            raise self._disbelieved(name)
        return address

    def _fetched(self, address: str, age: float = KEPT_SECONDS) -> Any:
        with self._lock:
            at, found = self._kept.get(address, (float("-inf"), None))
            if time.monotonic() - at < age:
                return found
            try:
                with self._session() as session:
                    answer = session.get(address, withhold_token=True, timeout=PATIENCE_SECONDS, allow_redirects=False)
                answer.raise_for_status()
                found = answer.json() if len(answer.content) <= MOST_BYTES else None
            except (RequestException, ValueError) as error:
                raise self._unreachable() from error
            if answer.status_code != 200 or not isinstance(found, dict):
                raise self._unreachable()
            self._kept[address] = (time.monotonic(), found)
            return found

    def _session(self, back: str = "") -> OAuth2Session:
        way = "client_secret_basic" if self.secret else "none"
        return OAuth2Session(
            self.client, self.secret or None, token_endpoint_auth_method=way, scope=SCOPE, redirect_uri=back,
            code_challenge_method="S256",
        )  # fmt: skip

    def _unreachable(self) -> ProviderFault:
        return ProviderFault(N_("现在连不上{name},没有登录。请稍后再试,或用账户名和密码登录。"), name=self.name)

    def _stopped(self, reason: str) -> ProviderFault:
        if reason == "access_denied":
            return ProviderFault(N_("没有登录:您在{name}取消了登录,或那里不让您进来。"), name=self.name, part=reason)
        return ProviderFault(N_("没有登录:{name}中止了登录({part})。"), name=self.name, part=reason)

    def _disbelieved(self, part: str) -> ProviderFault:
        return ProviderFault(N_("{name}的回答不能采信({part}),没有登录。请从头再试一次。"), name=self.name, part=part)


def _rules(issuer: str, client: str, nonce: str) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the settings name, None without one."""
    if not settings.oidc_issuer:
        return None
    name = settings.oidc_name or urlsplit(settings.oidc_issuer).hostname or settings.oidc_issuer
    return Provider(settings.oidc_issuer, settings.oidc_client, settings.oidc_secret, name)
