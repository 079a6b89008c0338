"""Which queries a question needs, one module for each kind of object; a module here is found by itself."""
