"""What Reflex reads before anything else; the values come from our settings."""

import os

# Both are read while reflex is imported: without the first it downloads bun, without the second it asks the net.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")
os.environ.setdefault("REFLEX_TELEMETRY_ENABLED", "false")

import reflex as rx

from prapazar.foundation.settings import settings

# Reflex makes this folder at the start although nothing of ours is kept there; the code's may belong to another user.
os.environ.setdefault("REFLEX_UPLOADED_FILES_DIR", str(settings().data_dir / "reflex-uploads"))

# Only a mark in the built scripts: `prapazar build` puts the address that the page came from in its place.
_BUILT_FOR = "http://localhost:8123"

config = rx.Config(
    app_name="prapazar",
    app_module_import="prapazar.app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    redis_url=settings().redis_url,
    redis_token_expiration=settings().session_hours * 3600,
    cors_allowed_origins=settings().origins,
    trusted_proxy_hops=settings().proxy_hops,
    backend_host=settings().host,
    backend_port=settings().port,
    frontend_port=settings().port,
    api_url=_BUILT_FOR,
    deploy_url=_BUILT_FOR,
    # The same as FONT_PACKAGE of the components, which cannot be imported before this file is read.
    frontend_packages=["@fontsource-variable/inter@5.3.0"],
    plugins=[],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
