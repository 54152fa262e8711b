"""A fleet: the machines of a plan as a table, from what is ready to what is done."""
