"""The HTTP routes beside Streamlit's own."""

from starlette.routing import Route

from dashboard.services.access.oidc import provider_of
from dashboard.web.account import AccountRoutes
from dashboard.web.assets import asset
from dashboard.web.deck import DeckRoutes
from dashboard.web.doorman import known
from dashboard.web.guard import Endpoint, allowed_names, guarded
from dashboard.web.layers import LayerRoutes
from dashboard.web.oidc import OidcRoutes
from dashboard.web.photos import PhotoRoutes
from dashboard.web.prints import PrintRoutes
from dashboard.web.public import PublicRoutes
from dashboard.web.works import WorkRoutes
from data.settings import Settings
from data.store import Store


def routes(settings: Settings, store: Store) -> list[Route]:
    """Assets, layers, works, photos, map configuration, search and accounts, for `st.App(…, routes=…)`.

    Every route but those of the assets, of the public page and of printed sheets knows who asks
    (`dashboard.web.doorman`) and answers by it; those three answer everybody alike.
    """
    layers, provider = LayerRoutes(store), provider_of(settings)
    account = AccountRoutes(settings, store, provider)
    ways_in = [*account.endpoints(), *(OidcRoutes(provider, account).endpoints() if provider else [])]
    names = allowed_names(settings.host)

    def route(path: str, endpoint: Endpoint, methods: list[str] | None = None) -> Route:
        return Route(path, guarded(known(endpoint, settings, store), names), methods=methods)

    return [
        Route("/assets/{version}/{path:path}", guarded(asset, names)),
        route("/layers/{community}/{layer}.geojson", layers.layer),
        route("/works/{community}.geojson", WorkRoutes(store).works),
        route("/photos/{community}/{photo}/{size}", PhotoRoutes(settings, store).photo),
        route("/mapconfig/{community}", layers.config),
        route("/deck/{community}/{meeting}.html", DeckRoutes(settings, store).deck),
        route("/search/{community}", layers.search),
        *(Route(path, guarded(endpoint, names)) for path, endpoint in PublicRoutes(settings, store).endpoints()),
        *(Route(path, guarded(endpoint, names)) for path, endpoint in PrintRoutes(settings, store).endpoints()),
        *(route(*way) for way in ways_in),
    ]
