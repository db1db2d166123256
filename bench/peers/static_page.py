"""A folder of files as Starlette's StaticFiles serves it: `python -m bench.peers.static_page FOLDER PORT`."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

if __name__ == "__main__":
    folder, port = sys.argv[1:]
    app = Starlette(routes=[Mount("/", StaticFiles(directory=folder))])
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")
