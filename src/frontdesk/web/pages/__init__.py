"""Pages: one module and one template of the same name per page, in a folder per area."""
