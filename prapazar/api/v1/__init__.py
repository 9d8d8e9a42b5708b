"""One module per subject; each is listed in `prapazar.api.app.ROUTERS`."""
