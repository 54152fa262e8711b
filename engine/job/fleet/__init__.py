"""Many machines converted and delivered by one plan: on this computer, or on a cluster."""
