"""The tabs of the page, one module each; each builds its components and binds their events."""
