"""Puts the REST application together from its routers."""

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.routing import Match

from prapazar.api import (
    auth,
    calendars,
    errors,
    feeds,
    forms,
    grants,
    health,
    metrics,
    opt_out,
    papers,
    pay,
    rate,
    webhooks,
)
from prapazar.api.door import need_of, public
from prapazar.api.v1 import (
    audit,
    bundles,
    calendar,
    campaigns,
    categories,
    claims,
    customers,
    exports,
    features,
    feedback,
    files,
    homes,
    integrations,
    invoices,
    iys,
    kept,
    label_runs,
    mappings,
    me,
    messages,
    my_security,
    notifications,
    order_desk,
    orders,
    packing,
    payments,
    performance,
    performance_targets,
    pipeline,
    places,
    privacy,
    products,
    questions,
    reports,
    roles,
    routing,
    segments,
    shipments,
    shipping,
    stock,
    supplies,
    support,
    tasks,
    tickets,
    users,
)

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    forms.router,
    health.router,
    metrics.router,
    me.router,
    my_security.router,
    features.router,
    users.router,
    roles.router,
    audit.router,
    orders.router,
    claims.router,
    questions.router,
    invoices.router,
    order_desk.router,
    packing.router,
    payments.router,
    customers.router,
    segments.router,
    campaigns.router,
    pipeline.router,
    categories.router,
    places.router,
    privacy.router,
    messages.router,
    iys.router,
    notifications.router,
    products.router,
    bundles.router,
    stock.router,
    shipping.router,
    routing.router,
    supplies.router,
    label_runs.router,
    shipments.router,
    integrations.router,
    files.router,
    kept.router,
    grants.router,
    mappings.router,
    webhooks.router,
    pay.router,
    opt_out.router,
    rate.router,
    feeds.router,
    papers.router,
    calendar.router,
    tasks.router,
    tickets.router,
    support.router,
    feedback.router,
    calendars.router,
    homes.router,
    performance_targets.router,
    performance.router,
    reports.router,
    exports.router,
)


def build() -> FastAPI:
    app = FastAPI(
        title="PraPazar", version="1", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    for router in ROUTERS:
        app.router.routes.extend(router.routes)  # laid flat: every route stands in app.routes, to be listed

    @app.api_route(
        "/api/{path:path}",
        methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        include_in_schema=False,
        dependencies=[Depends(public)],
    )
    def unknown(request: Request) -> JSONResponse:
        """Nothing under /api falls through to the screens."""
        half = [route for route in app.routes if route.matches(request.scope)[0] is Match.PARTIAL]
        if half:
            return errors.problem(request, 405, "errors.method_not_allowed")
        return errors.problem(request, 404, "errors.not_found")

    errors.install(app)
    return app


def needs(app: FastAPI) -> list[tuple[str, str, str | None]]:
    """(method, path, permission) of every route; None where nothing was declared."""
    return sorted(
        (method, route.path, need_of(route))
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    )
