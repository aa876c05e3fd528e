"""What the front-end build made, by its manifest; without a build, the pages do without.

The manifest is vite's (https://vite.dev/guide/backend-integration). The names of built files bear
the digest of their content, so that a browser may keep them for as long as it likes.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "built"

_MANIFEST = BUILT / "manifest.json"
_HASHED = "built/assets/"
_FOREVER = "public, max-age=31536000, immutable"


def entries(manifest: Path = _MANIFEST) -> Mapping[str, str]:
    """Return the address of each built entry, by its name; none where nothing was built."""
    if not manifest.is_file():
        return {}
    held = json.loads(manifest.read_text("utf-8"))
    return {
        chunk["name"]: f"/static/built/{chunk['file']}"
        for chunk in held.values()
        if chunk.get("isEntry")
    }


class Files(StaticFiles):
    """The static files: those that bear a digest never change, the others are asked about."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file, and how long it may be kept."""
        response = await super().get_response(path, scope)
        kept = path.replace("\\", "/").startswith(_HASHED)
        response.headers["Cache-Control"] = _FOREVER if kept else "no-cache"
        return response
