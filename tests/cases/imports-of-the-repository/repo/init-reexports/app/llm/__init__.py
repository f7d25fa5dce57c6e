from .client import client as default_client
from .factory import *
from . import sub
__all__ = ["default_client"]
