client = None
