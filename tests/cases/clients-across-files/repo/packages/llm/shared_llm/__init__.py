from .factory import Gateway, make_client

__all__ = ["Gateway", "make_client"]
