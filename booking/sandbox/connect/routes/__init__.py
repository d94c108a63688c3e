"""The resources of the API, one file each; a new file here with ROUTES in it is served."""

from importlib import import_module
from pkgutil import iter_modules

from ..routing import Route

ROUTES: tuple[Route, ...] = tuple(
    route for module in iter_modules(__path__) for route in import_module(f"{__name__}.{module.name}").ROUTES
)
