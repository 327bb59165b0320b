"""Small parts drawn on several pages."""
