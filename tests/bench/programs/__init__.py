"""Programs that use a part of the engine only, to be measured as processes."""
