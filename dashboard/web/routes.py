"""The HTTP routes beside Streamlit's own."""

from starlette.routing import Route

from dashboard.web.assets import asset
from dashboard.web.guard import allowed_names, guarded
from dashboard.web.layers import LayerRoutes
from dashboard.web.photos import PhotoRoutes
from dashboard.web.works import WorkRoutes
from data.settings import Settings
from data.store import Store


def routes(settings: Settings, store: Store) -> list[Route]:
    """Assets, layers, works, photos, map configuration and search, for `st.App(…, routes=…)`."""
    layers = LayerRoutes(store)
    names = allowed_names(settings.host)
    return [
        Route("/assets/{version}/{path:path}", guarded(asset, names)),
        Route("/layers/{community}/{layer}.geojson", guarded(layers.layer, names)),
        Route("/works/{community}.geojson", guarded(WorkRoutes(store).works, names)),
        Route("/photos/{community}/{photo}/{size}", guarded(PhotoRoutes(settings, store).photo, names)),
        Route("/mapconfig/{community}", guarded(layers.config, names)),
        Route("/search/{community}", guarded(layers.search, names)),
    ]
