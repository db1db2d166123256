"""The libraries and fonts that travel with the project, file by file.

Offices work on closed networks, so nothing is fetched from outside. Each file is kept as its
publisher released it (fonts: a subset of Noto Sans CJK SC 2.004); a test holds every sha256.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Vendored:
    """One library or font: its licence (SPDX), its folder under `dashboard/assets`, (file, sha256) pairs."""

    name: str
    version: str
    licence: str
    folder: str
    files: tuple[tuple[str, str], ...]


VENDORED: tuple[Vendored, ...] = (
    Vendored(
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        "vendor/leaflet",
        (
            ("LICENSE", "53e8dc25862014e4324741ca18fbe3611e11d42ef69f59f86ea8c5389647d4cb"),
            ("images/layers-2x.png", "066daca850d8ffbef007af00b06eac0015728dee279c51f3cb6c716df7c42edf"),
            ("images/layers.png", "1dbbe9d028e292f36fcba8f8b3a28d5e8932754fc2215b9ac69e4cdecf5107c6"),
            ("images/marker-icon-2x.png", "00179c4c1ee830d3a108412ae0d294f55776cfeb085c60129a39aa6fc4ae2528"),
            ("images/marker-icon.png", "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437"),
            ("images/marker-shadow.png", "264f5c640339f042dd729062cfc04c17f8ea0f29882b538e3848ed8f10edb4da"),
            ("leaflet.css", "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6"),
            ("leaflet.js", "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"),
        ),
    ),
    Vendored(
        "jquery",
        "3.7.1",
        "MIT",
        "vendor/jquery",
        (
            ("LICENSE", "d4db9ebe6f29f5168eac45ad713f055623ac5d0dcd5ba92da23d650ae012020d"),
            ("jquery.min.js", "fc9a93dd241f6b045cbff0481cf4e1901becd0e12fb45166a8f17f95823f0b1a"),
        ),
    ),
    Vendored(
        "bootstrap",
        "5.3.3",
        "MIT",
        "vendor/bootstrap",
        (
            ("LICENSE", "8c14611ae41ac6fd543c13349f22188eb12c69b3e59105c5eca3925a8e4eca3e"),
            ("bootstrap.bundle.min.js", "0833b2e9c3a26c258476c46266e6877fc75218625162e0460be9a3a098a61c6c"),
            ("bootstrap.min.css", "3c8f27e6009ccfd710a905e6dcf12d0ee3c6f2ac7da05b0572d3e0d12e736fc8"),
        ),
    ),
    Vendored(
        "fontawesome",
        "6.7.2",
        "MIT, OFL-1.1, CC-BY-4.0",
        "vendor/fontawesome",
        (
            ("LICENSE", "9b914eae88817d63b576eab5aafde7068c7a1abae125d7cdfb034f1da43a9afc"),
            ("css/all.min.css", "74005d7c17d4a02f2f25404ec0655d9bc2fdaa53166874c87d7b7eec69d9088a"),
            ("webfonts/fa-brands-400.woff2", "d7236a19bf23cbb2027280e8f51dc99d6c45976a2ed60de73382b034b18a2b68"),
            ("webfonts/fa-regular-400.woff2", "e3456d1283b9d75337a773dfd147bf908fd02c01b4bf48576d8603a69b13cbe5"),
            ("webfonts/fa-solid-900.woff2", "aa75998623a391e61c6901794ace832e3ecdd288b56d608f21bea0411acc0b8e"),
            ("webfonts/fa-v4compatibility.woff2", "0ce9033c69dc714f5f45ef9bf17d55e4c46bcdfad6799a4e92b38e7781bf86bd"),
        ),
    ),
    Vendored(
        "awesome-markers",
        "2.0.5",
        "MIT",
        "vendor/awesome-markers",
        (
            ("LICENSE", "eb9cb7abfd51b3d60a390ab572488738cf0278ae974fa06df0201909d1ce6dd6"),
            ("images/markers-shadow.png", "8703a2262710f5e3d29e65d2acdf90d6512e159e119d27b8234731d8a6208a20"),
            ("images/markers-shadow@2x.png", "b21a536be27313fb504f69f5899ff0b1245b276571769ac08d6c32c35676e47a"),
            ("images/markers-soft.png", "e41bc4be3d9cc8fcda26990db42fde1990230d352bc5f6f614fe89e163fb4edb"),
            ("images/markers-soft@2x.png", "d6926e36feb2224311ab88e08dd7c0eebdbe34a64b45ee09a8bc38ecab0cd5ee"),
            ("leaflet.awesome-markers.css", "bfba947d37a17ffa470a27a764affd7115cc747bae47e5ac24386feb5e99321c"),
            ("leaflet.awesome-markers.js", "22a8914795f542d01d72ae651b8bc1075fd6c70ad10a49239e8e297ef5b26a0d"),
        ),
    ),
    Vendored(
        "markercluster",
        "1.5.3",
        "MIT",
        "vendor/markercluster",
        (
            ("LICENSE", "3133dacd38250bd1f524d8166cc60a016a382522e062fce143691c65bf5e4b3d"),
            ("MarkerCluster.Default.css", "61258232d98d64dc2a7b1e02130d67421bc5b9bda5994eef70228ff97570c170"),
            ("MarkerCluster.css", "614dea0a98ff3f4ead74f04918f6b1d1b9ba435c25b5fc23b21a394d1e3e4d87"),
            ("leaflet.markercluster.js", "1e4e1d22972a3926f48598e0caf14e3fe7049835d428a344fed4f9e3665b3508"),
        ),
    ),
    Vendored(
        "leaflet-draw",
        "1.0.4",
        "MIT",
        "vendor/leaflet-draw",
        (
            ("LICENSE", "0fe7e343db4bf00d3cac7ff04f6f6d9cf349c5744ef8aa62a8f9a4ad76e66203"),
            ("images/spritesheet-2x.png", "fa2c95e0610f3787c879645e42b86ad010c305f8312e116841730d00d4ab72b7"),
            ("images/spritesheet.png", "a8978a1d3d21d8ee6f16cce342ff67fc47c4241f52161f05baf88f15e1058199"),
            ("images/spritesheet.svg", "7077bae968047180921324df351d95fe2f021cdaefa01e20645162402f767da4"),
            ("leaflet.draw.css", "5f30f74696873efee5cd7f6ab7eda7d63e5c5a3e3c3b6e0ab2068662928df31f"),
            ("leaflet.draw.js", "b22a1f7385308e5adadd85a4c2d84e9fc523ebd70d37868cba0fe2387362460b"),
        ),
    ),
    Vendored(
        "fullscreen",
        "3.0.0",
        "MIT",
        "vendor/fullscreen",
        (
            ("Control.FullScreen.css", "31f9593e6e715114e23076ba11628f68a301025b44b85ffb70fca4bc9475214e"),
            ("Control.FullScreen.js", "3c542b5d5844cc00cff2787dff49504a31f3bed9de3161e5b26e0c0437d6bbb7"),
            ("LICENSE", "cbbb5f2702cb5ed4e9a850b733bedaaf555cb3075e77d5c29cb4fac8b87504a1"),
            ("icon-fullscreen.svg", "034807095346f7be3b9d5b2add42ba0677af1a89d2f90a0caa5c75ec2780a2a2"),
        ),
    ),
    Vendored(
        "proj4",
        "2.15.0",
        "MIT",
        "vendor/proj4",
        (
            ("LICENSE.md", "d514fd8b286fc00a5c97a29f8a99b73f1a4053bbdd00c400aee5f24a1b6b301e"),
            ("proj4.js", "5c73f2719b0c33c8d8e709fc3d71056b39623d5f9182fb06a7b8e5173cfd8651"),
        ),
    ),
    Vendored(
        "noto-sans-sc",
        "2.004",
        "OFL-1.1",
        "fonts",
        (
            ("OFL.txt", "5db929fb69d31a7437e8cbe248dd89b9f8f7014158aac6b3938a68c57a5df10a"),
            ("noto-sans-sc-400.woff2", "2ed8ac2e554e498d2d5f4aa9d682489803d46b2fb1e9714d04539439265cd4d1"),
            ("noto-sans-sc-700.woff2", "a32e5f1469440492d3de9ee77f7c74d5f158a175e07df872143c78ea4b10e932"),
        ),
    ),
)
